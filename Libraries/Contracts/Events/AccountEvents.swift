/// What the broker says the account holds.
public struct AccountState: Hashable, Sendable, Codable {
    public var cash: Money
    public var equity: Money
    /// Deposits less withdrawals since the last state; they move the peak, and are not profit.
    public var cashFlow: Money
    /// What was taken from cash since the last state for other things than trades, such as the fee for borrowed shares. Unlike a cash
    /// flow it is a loss.
    public var charges: Money
    public var happenedAt: Timestamp

    public init(cash: Money, equity: Money, cashFlow: Money, charges: Money = .zero, happenedAt: Timestamp) {
        self.cash = cash
        self.equity = equity
        self.cashFlow = cashFlow
        self.charges = charges
        self.happenedAt = happenedAt
    }
}

/// A difference between our ledger and the venue's for one instrument.
public struct Break: Hashable, Sendable, Codable {
    public enum Class: String, Hashable, Sendable, Codable, CaseIterable {
        case missingLocally = "MISSING_LOCALLY"
        case missingAtBroker = "MISSING_AT_BROKER"
        case quantityMismatch = "QTY_MISMATCH"
        case valueMismatch = "VALUE_MISMATCH"
        case splitSuspected = "SPLIT_SUSPECTED"
    }

    public var `class`: Class
    public var symbol: Symbol
    public var ours: Quantity
    public var theirs: Quantity
    /// Market value at the last mark of each side, signed.
    public var ourValue: Money
    public var theirValue: Money

    public init(`class`: Class, symbol: Symbol, ours: Quantity, theirs: Quantity, ourValue: Money, theirValue: Money) {
        self.class = `class`
        self.symbol = symbol
        self.ours = ours
        self.theirs = theirs
        self.ourValue = ourValue
        self.theirValue = theirValue
    }
}

/// One cycle of comparing the union of both sides' positions. One is written every cycle, breaks or not.
public struct ReconciliationReport: Hashable, Sendable, Codable {
    public var cycle: UInt64
    /// The log position whose ledger was compared.
    public var ledgerOffset: LogOffset
    public var compared: Int
    public var breaks: [Break]
    /// Instruments left out because an order of theirs was in flight or two readings differed.
    public var inconclusive: [Symbol]

    public init(cycle: UInt64, ledgerOffset: LogOffset, compared: Int, breaks: [Break], inconclusive: [Symbol]) {
        self.cycle = cycle
        self.ledgerOffset = ledgerOffset
        self.compared = compared
        self.breaks = breaks
        self.inconclusive = inconclusive
    }
}

/// The ledger moved to what the broker holds.
public struct PositionAdjustment: Hashable, Sendable, Codable {
    public var instrument: InstrumentIndex
    public var from: Quantity
    public var to: Quantity
    public var reason: String

    public init(instrument: InstrumentIndex, from: Quantity, to: Quantity, reason: String) {
        self.instrument = instrument
        self.from = from
        self.to = to
        self.reason = reason
    }
}

/// What the watchdog did at the broker, told once the log answers again.
public struct WatchdogAction: Hashable, Sendable, Codable {
    public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        case alarmed, canceledAll, closedAll, confirmedFlat, recovered
    }

    public var action: Action
    /// Whose heartbeat was missed, or what was done.
    public var detail: String
    public var happenedAt: Timestamp

    public init(action: Action, detail: String, happenedAt: Timestamp) {
        self.action = action
        self.detail = detail
        self.happenedAt = happenedAt
    }
}
