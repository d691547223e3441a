public import Contracts

/// Risk: answers every target frame with one verdict frame, and watches equity for the tiers.
///
/// All it knows is folded from the log, so a restart or a second instance can reset nothing. Besides the answer to each target frame
/// it appends, when the book enters FLATTEN, a verdict frame that closes what can be closed at once, and one more for each instrument
/// whose last resting order has been taken back: an exit waits neither for the next bar nor for the stages before risk.
public struct RiskStage: Stage {
    public static let author = Author.risk
    public static let wakingKinds: [EventKind] = [
        .configChange, .barFrame, .targetFrame, .orderEvent, .fill, .accountState, .positionAdjustment,
        .corporateAction,
        .riskCommand, .strategyCommand, .approval,
    ]

    var desk: RiskDesk?

    public init() {}

    public mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        if case .configChange(let change) = entry.event { return configure(change) }
        desk?.handle(entry, into: &outputs)
    }

    /// Takes over a configuration. The first one sizes the stage; the universe and the starting cash never change after it.
    public mutating func configure(_ change: ConfigChange) {
        guard desk != nil else {
            desk = RiskDesk(change.configuration)
            return
        }
        desk?.configure(change.configuration)
    }

    /// Stops the process if the stage contradicts itself.
    public func checkInvariants() { desk?.checkInvariants() }
}

// MARK: What it knows

extension RiskStage {
    public var tier: RiskTier { desk?.ladder.tier ?? .normal }
    public var killMode: KillMode { desk?.killMode ?? .none }
    /// Who set the kill mode; empty while nobody has.
    public var killModeSetBy: String { desk?.killModeSetBy ?? "" }
    /// Equity at confirmed prices as of the last frame; `nil` before the first configuration.
    public var equity: Money? { desk?.ladder.equity }
    /// Equity at the start of the New York session.
    public var sessionBaseline: Money? { desk?.ladder.baseline }
    /// Highest equity, corrected for cash flows.
    public var peak: Money? { desk?.ladder.peak }
    /// The books; `nil` before the first configuration.
    public var ledger: Ledger? { desk?.ledger }
    /// The orders of the book; `nil` before the first configuration.
    public var orders: OrderBook? { desk?.orders }
    /// What is at stake in one instrument, orders that were allowed and not yet submitted included.
    public func exposure(_ instrument: InstrumentIndex) -> InstrumentExposure? { desk?.exposure(instrument) }
}

// MARK: Typed folds

extension RiskStage {
    /// The typed form of `handle` for bars: allocates nothing unless a tier moves or a price is in doubt.
    public mutating func fold(_ bars: borrowing BarFrame, into outputs: inout [Event]) {
        desk?.fold(bars, into: &outputs)
    }

    /// The typed form of `handle` for targets: fills the reused `verdicts`, and appends a tier change only if the frame is at fault.
    public mutating func fold(
        _ targets: borrowing TargetFrame, into verdicts: inout VerdictFrame, outputs: inout [Event]
    ) {
        desk?.fold(targets, into: &verdicts, outputs: &outputs)
    }

    /// The typed form of `handle` for order events of the OMS and of the gateway.
    public mutating func fold(_ event: borrowing OrderEvent, at instant: Timestamp, into outputs: inout [Event]) {
        desk?.fold(event, at: instant, into: &outputs)
    }

    /// The typed form of `handle` for executions.
    public mutating func fold(_ fill: Fill, into outputs: inout [Event]) { desk?.fold(fill, into: &outputs) }

    /// The typed form of `handle` for splits and dividends.
    public mutating func fold(_ action: CorporateAction, into outputs: inout [Event]) {
        desk?.fold(action, into: &outputs)
    }

    /// The typed form of `handle` for what the broker says of the account.
    public mutating func fold(_ state: AccountState) { desk?.fold(state) }
}
