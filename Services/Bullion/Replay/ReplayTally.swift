import Backtesting
import Contracts
import Kernel

/// What the log of a replay says so far: how far each frame has come, and what was traded.
///
/// The driver moves the venue on only when this tally says that everybody is done with the instant before.
struct ReplayTally {
    private(set) var cursor = LogOffset.start
    private(set) var frames = 0
    private(set) var lastBar: BarFrame?
    private(set) var lastVerdictAt: Timestamp?
    /// Fills, cancels and expiries: what the venue counts as executions.
    private(set) var executions = 0
    private(set) var trading = TradingRecord()
    private(set) var ledger: Ledger
    private(set) var equities: [Money] = []
    private(set) var reconciliationCycles = 0
    private(set) var breaks = 0
    private(set) var tier = RiskTier.normal
    private(set) var latency = BarToOrderLatency()
    private var announcedOrders = 0
    private var answeredOrders = 0
    private var newestCycleDue: UInt64 = 0
    private var newestCycleReported: UInt64 = 0

    init(configuration: BookConfiguration) {
        ledger = Ledger(instruments: configuration.universe.count, cash: configuration.startingCash)
    }

    /// Whether every order that a verdict allowed has been answered by the venue.
    var ordersAreSettled: Bool { answeredOrders >= announcedOrders }
    /// Whether the newest reconciliation that was asked for has been reported. One that was missed is not made up for.
    var reconciliationIsSettled: Bool { newestCycleReported >= newestCycleDue }

    /// What the driver waits for, in words, should it wait too long.
    var waitingFor: String {
        "log at \(cursor), last bars \(lastBar.map { "\($0.session)" } ?? "none"), "
            + "last verdict \(lastVerdictAt.map { "\($0)" } ?? "none"), "
            + "orders answered \(answeredOrders) of \(announcedOrders), executions \(executions), "
            + "reconciliation \(newestCycleReported) of \(newestCycleDue)"
    }

    mutating func take(_ raw: RawEntry) throws {
        precondition(raw.offset == cursor.next, "a log is read without gaps")
        cursor = raw.offset
        guard let kind = EventKind(rawValue: raw.kind), Self.kinds.contains(kind) else { return }
        let entry = try raw.decoded()
        trading.add(entry)
        fold(entry)
        latency.take(entry, recordedAt: raw.recordedAt)
    }

    private static let kinds: Set<EventKind> = [
        .barFrame, .verdictFrame, .orderEvent, .fill, .tierChange, .reconciliationDue, .reconciliationReport,
    ]

    private mutating func fold(_ entry: Entry) {
        if case .barFrame(let frame) = entry.event {
            ledger.mark(frame)
            frames += 1
            lastBar = frame
            equities.append(ledger.equity)
        }
        if case .verdictFrame(let frame) = entry.event {
            lastVerdictAt = frame.at
            announcedOrders += frame.verdicts.count { $0.allowed > .zero }
        }
        if case .fill(let fill) = entry.event {
            ledger.apply(fill)
            executions += 1
        }
        if case .orderEvent(let event) = entry.event { count(event.change) }
        if case .tierChange(let change) = entry.event { tier = change.to }
        if case .reconciliationDue(let due) = entry.event { newestCycleDue = max(newestCycleDue, due.cycle) }
        if case .reconciliationReport(let report) = entry.event {
            reconciliationCycles += 1
            newestCycleReported = max(newestCycleReported, report.cycle)
            breaks += report.breaks.count
        }
    }

    private mutating func count(_ change: OrderEvent.Change) {
        switch change {
        case .accepted, .rejected, .withdrawn: answeredOrders += 1
        case .canceled, .expired: executions += 1
        case .submitting, .unknown, .cancelRequested, .external: break
        }
    }
}
