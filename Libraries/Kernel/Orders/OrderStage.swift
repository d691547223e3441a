public import Contracts

/// The decisions of the order management system: which orders are submitted, and which are asked back.
///
/// It answers each verdict that allows something with one `submitting`, and keeps every order's state by what the gateway reports.
/// It sends nothing: `Dispatch` turns its state into requests once the decision is durable. Its own entries come back to it from the
/// log like everybody's; by then they are known, and only their offset is new.
public struct OrderStage: Stage {
    public static let author = Author.oms
    public static let wakingKinds: [EventKind] = [
        .configChange, .barFrame, .verdictFrame, .tierChange, .riskCommand, .orderCommand, .orderEvent, .fill,
        .positionAdjustment, .accountState, .corporateAction,
    ]

    var desk: OrderDesk?

    public init() {}

    /// The orders of the book; `nil` before its first configuration.
    public var orders: OrderBook? { desk?.orders }
    /// The books as the fills left them; `nil` before the first configuration.
    public var ledger: Ledger? { desk?.ledger }
    public var configuration: BookConfiguration? { desk?.configuration }
    /// The latest instant at the venue that the log tells of.
    public var venueInstant: Timestamp? { desk?.venueInstant }
    /// From when on a stranger may have done something at the venue that the log does not tell of; `nil` before the first decision.
    public var strangersSince: Timestamp? { desk?.strangersSince }

    /// Whether the log tells of this order, which the venue took at `instant`, though the book may have forgotten it after its end.
    ///
    /// One of ours that is younger than all that the log tells of was never in this log: it left while the archive was away, and its
    /// intent was lost with the log's last second.
    public func knows(_ order: OrderID, _ instrument: InstrumentIndex, submittedAt instant: Timestamp) -> Bool {
        guard let desk else { return false }
        if desk.orders.order(order, instrument) != nil || desk.strangers.contains(order) { return true }
        guard let heard = desk.venueInstant else { return false }
        return desk.bearsOurID(order) && instant <= heard
    }
    public var tier: RiskTier { desk?.tier ?? .normal }
    public var killMode: KillMode { desk?.killMode ?? .none }

    public mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        if case .configChange(let change) = entry.event { return configure(change) }
        desk?.handle(entry, into: &outputs)
    }

    /// Takes over a configuration. The first one sizes the stage; the universe never changes after it.
    public mutating func configure(_ change: ConfigChange) {
        guard desk != nil else {
            desk = OrderDesk(change.configuration)
            return
        }
        desk?.configuration = change.configuration
    }

    /// The typed form of `handle` for bars: allocates nothing.
    public mutating func fold(_ bars: borrowing BarFrame) { desk?.fold(bars) }

    /// The typed form of `handle` for verdicts: appends one event for each order that is to be submitted.
    public mutating func fold(
        _ verdicts: borrowing VerdictFrame, at instant: Timestamp, into events: inout [OrderEvent]
    ) {
        desk?.fold(verdicts, at: instant, into: &events)
    }

    /// The typed form of `handle` for executions. It tells no costs: a backtest makes its own account of them.
    public mutating func fold(_ fill: Fill) { _ = desk?.fold(fill) }

    /// The typed form of `handle` for what the gateway reports, without costs.
    public mutating func fold(_ event: borrowing OrderEvent, at instant: Timestamp) {
        _ = desk?.fold(event, at: instant)
    }

    /// The typed form of `handle` for splits and dividends.
    public mutating func fold(_ action: CorporateAction) { desk?.fold(action) }

    /// The typed form of `handle` for what the broker says of the account.
    public mutating func fold(_ state: AccountState) { desk?.fold(state) }

    /// Stops the process if the stage contradicts itself.
    public func checkInvariants() {
        desk?.orders.checkInvariants()
        desk?.ledger.checkInvariants()
    }
}
