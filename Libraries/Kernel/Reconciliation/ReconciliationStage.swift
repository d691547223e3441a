public import Contracts

/// What the reconciler knows: the books and the open orders as of the log, and whether a comparison is due.
///
/// It decides nothing and answers nothing. It is a stage so that its state survives restarts and trims like every other one; what it
/// finds out at the broker is appended as facts.
public struct ReconciliationStage: Stage {
    public static let author = Author.reconciler
    public static let wakingKinds: [EventKind] = OrderStage.wakingKinds + [.reconciliationDue, .reconciliationReport]

    /// A comparison that somebody waits for.
    public struct Due: Hashable, Sendable, Codable {
        public let cycle: UInt64
        /// The entry that asked for it.
        public let offset: LogOffset
        public let at: Timestamp
        public let trace: String
    }

    private var books = OrderStage()
    private var newest: Due?
    private var reported: UInt64 = 0
    /// Counts the entries that moved positions or orders: equal counts mean that our side stood still.
    public private(set) var revision: UInt64 = 0

    public init() {}

    public mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        switch entry.event {
        case .reconciliationDue(let due):
            newest = Due(cycle: due.cycle, offset: entry.offset, at: entry.at, trace: entry.trace)
        case .reconciliationReport(let report): reported = max(reported, report.cycle)
        case .orderEvent, .fill, .positionAdjustment, .corporateAction, .verdictFrame, .configChange:
            revision += 1
            fold(entry)
        case .barFrame, .tierChange, .riskCommand, .orderCommand, .accountState: fold(entry)
        case .sessionOpened, .sessionClosed, .rebalanceDue, .macroPoint, .dataAlarm, .featureFrame,
            .signalFrame, .targetFrame, .riskAlarm, .tradeCost, .watchdogAction, .strategyCommand, .approval:
            break
        }
    }

    /// The books are kept by the rules of the order stage; what it would answer is said by the OMS itself.
    private mutating func fold(_ entry: Entry) {
        var answers: [Event] = []
        books.handle(entry, into: &answers)
    }
}

extension ReconciliationStage {
    /// The newest comparison that was asked for and not reported. Older ones were missed: a late answer would be about today.
    public var due: Due? {
        guard let newest, newest.cycle > reported else { return nil }
        return newest
    }

    public var configuration: BookConfiguration? { books.configuration }
    public var ledger: Ledger? { books.ledger }

    /// Our side of the comparison: every instrument that we hold.
    public var positions: [PositionReading] {
        guard let ledger = books.ledger, let universe = books.configuration?.universe else { return [] }
        return universe.indices.filter { !ledger.position($0).isZero }.map {
            PositionReading(symbol: universe[$0], quantity: ledger.position($0), value: ledger.exposure($0))
        }
    }

    /// The instruments with an order that may still be executed.
    public var inFlight: [Symbol] {
        guard let orders = books.orders, let universe = books.configuration?.universe else { return [] }
        return universe.indices.filter { !orders.open($0).isEmpty }.map { universe[$0] }
    }
}
