public import Contracts

/// The stages of one book in this process: facts go in, and the orders that they lead to come out.
///
/// There are two, and they decide alike. `LogHost` writes every entry down, as the services do; `DirectHost` hands each stage the frame
/// of the one before it and keeps nothing, which is what makes research fast. A backtest runs on either.
public protocol BookHost: ExchangeListener {
    init(_ configuration: BookConfiguration, at instant: Timestamp)

    /// A frame has closed. Appends to `decided` what the OMS decided on it.
    mutating func take(_ bars: borrowing BarFrame, into decided: inout [OrderEvent])
}

/// Stages as the exchange sees them: who is told what became of an order, and may decide on it.
public protocol ExchangeListener: Sendable {
    /// The exchange executed something.
    mutating func take(_ fill: Fill, into decided: inout [OrderEvent])

    /// The exchange told something else about an order.
    mutating func take(_ event: OrderEvent, into decided: inout [OrderEvent])

    /// An instrument is split or pays a dividend, before the first frame of its ex-date.
    mutating func take(_ action: CorporateAction, at instant: Timestamp, into decided: inout [OrderEvent])

    /// The exchange told of the account, such as a charge that belongs to no trade.
    mutating func take(_ state: AccountState, into decided: inout [OrderEvent])
}
