internal import Contracts

/// The rows that one batch of entries adds to the tables for reading.
struct ReadModelRows {
    let book: String
    private(set) var names: ReadModelNames
    private(set) var undecodable: [ArchiveWriter.Undecodable] = []

    private var signals = CopyRows()
    private var orderEvents = CopyRows()
    private var fills = CopyRows()
    private var tradeCosts = CopyRows()
    private var tierChanges = CopyRows()
    private var reports = CopyRows()

    init(book: String, names: ReadModelNames) {
        self.book = book
        self.names = names
    }

    /// The kinds that have a table, and the one that names things. No other body is decoded.
    private static let kinds: Set<String> = Set(
        [
            EventKind.configChange, .signalFrame, .orderEvent, .fill, .tradeCost, .tierChange, .reconciliationReport,
        ].map(\.rawValue))

    mutating func take(_ raw: RawEntry) {
        guard Self.kinds.contains(raw.kind) else { return }
        do {
            let entry = try raw.decoded()
            take(entry)
        } catch {
            undecodable.append(.init(offset: raw.offset, reason: "\(error)"))
        }
    }

    private mutating func take(_ entry: Entry) {
        switch entry.event {
        case .configChange(let change): names = ReadModelNames(change.configuration)
        case .signalFrame(let frame): put(frame, entry)
        case .orderEvent(let event): put(event, entry)
        case .fill(let fill): put(fill, entry)
        case .tradeCost(let cost): put(cost, entry)
        case .tierChange(let change): put(change, entry)
        case .reconciliationReport(let report): put(report, entry)
        case .sessionOpened, .sessionClosed, .rebalanceDue, .reconciliationDue, .barFrame, .macroPoint,
            .corporateAction,
            .dataAlarm, .featureFrame, .targetFrame, .verdictFrame, .riskAlarm, .accountState, .positionAdjustment,
            .watchdogAction, .riskCommand, .strategyCommand, .orderCommand, .approval:
            preconditionFailure("only kinds that have a table are decoded")
        }
    }

    func copy(into connection: inout PostgresConnection) throws(PostgresError) {
        let tables = [
            (signals, "signals (book, \"offset\", place, at, strategy, symbol, weight, confidence)"),
            (
                orderEvents,
                """
                order_events (book, "offset", order_id, symbol, change, side, quantity, type, price, time_in_force, \
                venue_order_id, reason, code, happened_at)
                """
            ),
            (
                fills,
                """
                fills (book, "offset", order_id, execution, symbol, side, quantity, price, cumulative_quantity, \
                commission, happened_at)
                """
            ),
            (
                tradeCosts,
                """
                trade_costs (book, "offset", order_id, symbol, filled, arrival_price, average_price, \
                implementation_shortfall, at)
                """
            ),
            (
                tierChanges,
                "tier_changes (book, \"offset\", at, from_tier, to_tier, reason, equity, session_baseline, peak)"
            ),
            (
                reports,
                """
                reconciliation_reports (book, "offset", at, cycle, ledger_offset, compared, breaks, inconclusive, detail)
                """
            ),
        ]
        for (rows, columns) in tables where !rows.isEmpty { try connection.copy(rows, into: columns) }
    }
}

// One function for each table; the order of the puts is the order of the columns above.
extension ReadModelRows {
    private mutating func put(_ frame: SignalFrame, _ entry: Entry) {
        for (place, signal) in frame.signals.enumerated() {
            signals.beginRow(columns: 8)
            signals.put(book)
            signals.put(entry.offset)
            signals.put(Int32(place))
            signals.put(entry.at)
            signals.put(names.strategy(signal.strategy))
            signals.put(names.symbol(signal.instrument))
            signals.put(signal.weight)
            signals.put(signal.confidence)
        }
    }

    private mutating func put(_ event: OrderEvent, _ entry: Entry) {
        let step = OrderStep(event.change)
        orderEvents.beginRow(columns: 14)
        orderEvents.put(book)
        orderEvents.put(entry.offset)
        orderEvents.put(event.order.text)
        orderEvents.put(names.symbol(event.instrument))
        orderEvents.put(step.name)
        orderEvents.put(step.request?.side.rawValue)
        orderEvents.put(step.request?.quantity)
        orderEvents.put(step.type)
        orderEvents.put(step.price)
        orderEvents.put(step.request?.timeInForce.rawValue)
        orderEvents.put(step.venueOrderID)
        orderEvents.put(step.reason)
        if let code = step.code { orderEvents.put(code) } else { orderEvents.putNull() }
        orderEvents.put(event.happenedAt)
    }

    private mutating func put(_ fill: Fill, _ entry: Entry) {
        fills.beginRow(columns: 11)
        fills.put(book)
        fills.put(entry.offset)
        fills.put(fill.order.text)
        fills.put(fill.execution)
        fills.put(names.symbol(fill.instrument))
        fills.put(fill.side.rawValue)
        fills.put(fill.quantity)
        fills.put(fill.price)
        fills.put(fill.cumulativeQuantity)
        fills.put(fill.commission)
        fills.put(fill.happenedAt)
    }

    private mutating func put(_ cost: TradeCost, _ entry: Entry) {
        tradeCosts.beginRow(columns: 9)
        tradeCosts.put(book)
        tradeCosts.put(entry.offset)
        tradeCosts.put(cost.order.text)
        tradeCosts.put(names.symbol(cost.instrument))
        tradeCosts.put(cost.filled)
        tradeCosts.put(cost.arrivalPrice)
        tradeCosts.put(cost.averagePrice)
        tradeCosts.put(cost.implementationShortfall)
        tradeCosts.put(entry.at)
    }

    private mutating func put(_ change: TierChange, _ entry: Entry) {
        tierChanges.beginRow(columns: 9)
        tierChanges.put(book)
        tierChanges.put(entry.offset)
        tierChanges.put(entry.at)
        tierChanges.put(change.from.name)
        tierChanges.put(change.to.name)
        tierChanges.put(text(change.reason))
        tierChanges.put(change.equity)
        tierChanges.put(change.sessionBaseline)
        tierChanges.put(change.peak)
    }

    private mutating func put(_ report: ReconciliationReport, _ entry: Entry) {
        reports.beginRow(columns: 9)
        reports.put(book)
        reports.put(entry.offset)
        reports.put(entry.at)
        reports.put(Int64(bitPattern: report.cycle))
        reports.put(report.ledgerOffset)
        reports.put(Int32(clamping: report.compared))
        reports.put(Int32(clamping: report.breaks.count))
        reports.put(Int32(clamping: report.inconclusive.count))
        reports.put(
            report.breaks.map { "\($0.class.rawValue) \($0.symbol): ours \($0.ours), theirs \($0.theirs)" }
                .joined(separator: "; "))
    }

    private func text(_ reason: TierChange.Reason) -> String {
        switch reason {
        case .dailyLoss(let points): "daily loss at \(points) basis points of the limit"
        case .drawdown(let points): "drawdown of \(points) basis points"
        case .command(let name): "command by \(name)"
        case .reset(let first, let second): "reset approved by \(first) and \(second)"
        case .fault(let fault): "fault: \(fault)"
        }
    }
}
