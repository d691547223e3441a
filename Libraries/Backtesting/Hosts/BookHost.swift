public import Contracts
public import Exchange

/// The stages of one book in this process, run over frames against the simulated exchange.
///
/// There are two, and they decide alike. `LogHost` writes every entry down, as the services do; `DirectHost` hands each stage the frame
/// of the one before it and keeps nothing, which is what makes research fast. A backtest runs on either.
public protocol BookHost: Sendable {
    /// Runs a valid book over all frames in order: what happened, and the host as the last frame left it.
    static func run(
        _ configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction],
        over source: some FrameSource
    ) -> (record: FullRecord, host: Self)
}

/// Stages as the exchange sees them: who is told what became of an order, and may decide on it.
protocol ExchangeListener: Sendable {
    /// The exchange executed something.
    mutating func take(_ fill: Fill, into decided: inout [OrderEvent])

    /// The exchange told something else about an order.
    mutating func take(_ event: OrderEvent, into decided: inout [OrderEvent])

    /// An instrument is split or pays a dividend, before the first frame of its ex-date.
    mutating func take(_ action: CorporateAction, at instant: Timestamp, into decided: inout [OrderEvent])

    /// The exchange told of the account, such as a charge that belongs to no trade.
    mutating func take(_ state: AccountState, into decided: inout [OrderEvent])
}
