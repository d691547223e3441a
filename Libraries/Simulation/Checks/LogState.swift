internal import Contracts
internal import Kernel

/// All that the log says, folded a second time beside the services: what each stage must have answered, and what must never have been
/// written.
struct LogState {
    /// The answers that a stage owes, oldest first.
    private struct Debt {
        var events: [(cause: LogOffset, event: Event)] = []
        var paid = 0
    }

    private struct Request {
        let by: String
        var approvals: [(by: String, expiresAt: Timestamp, at: Timestamp)] = []
    }

    struct Intent: Hashable {
        let cause: LogOffset
        let instrument: InstrumentIndex
    }

    private(set) var offset = LogOffset.start
    private var features = FeatureStage()
    private var strategy = StrategyStage()
    private var allocator = AllocatorStage()
    private(set) var risk = RiskStage()
    private(set) var orders = OrderStage()
    private var debts = Array(repeating: Debt(), count: 5)
    private var outputs: [Event] = []
    private(set) var tier = RiskTier.normal
    private var requests: [String: Request] = [:]
    private var jobs: Set<String> = []
    private(set) var filled: [OrderID: Quantity] = [:]
    /// Sum of price × quantity over the fills of each order.
    private(set) var paid: [OrderID: Money] = [:]
    /// Orders of which one fill is what the venue's sum left over: its price comes of an average, which the venue rounds.
    private(set) var substituted: Set<OrderID> = []
    private(set) var intents: [OrderID: Intent] = [:]
    private var intended: Set<Intent> = []
    /// Signed quantity that adjustments have put into each position, and splits have multiplied.
    private(set) var adjusted: [Quantity] = []
    private(set) var breaks: [Break] = []
    private(set) var reportedCycle: UInt64 = 0
    private(set) var actions = 0
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes in the next entry and answers what is wrong with it.
    mutating func take(_ entry: Entry, transitions: inout Tally) -> (Invariant, String)? {
        offset = entry.offset
        mix(entry)
        if let found = settle(entry) ?? judge(entry) { return found }
        noteTransition(entry, &transitions)
        Self.fold(entry, &features, &outputs, &debts[0])
        Self.fold(entry, &strategy, &outputs, &debts[1])
        Self.fold(entry, &allocator, &outputs, &debts[2])
        Self.fold(entry, &risk, &outputs, &debts[3])
        Self.fold(entry, &orders, &outputs, &debts[4])
        return nil
    }

    private static func fold<S: Stage>(
        _ entry: Entry, _ stage: inout S, _ outputs: inout [Event], _ debt: inout Debt
    ) {
        guard S.wakingKinds.contains(entry.event.kind) else { return }
        outputs.removeAll(keepingCapacity: true)
        stage.handle(entry, into: &outputs)
        for event in outputs { debt.events.append((entry.offset, event)) }
    }

    /// A decision must be the next that its stage owes.
    private mutating func settle(_ entry: Entry) -> (Invariant, String)? {
        let place: Int
        switch entry.by {
        case .features: place = 0
        case .strategy: place = 1
        case .allocator: place = 2
        case .risk: place = 3
        case .oms: place = 4
        case .ingest, .gateway, .reconciler, .watchdog, .api, .scheduler, .recorder, .operator: return nil
        }
        let debt = debts[place]
        guard debt.paid < debt.events.count else {
            return (.decisionsRefold, "entry \(entry.offset) of \(entry.by) answers nothing")
        }
        let owed = debt.events[debt.paid]
        guard owed.cause == entry.cause, owed.event == entry.event else {
            return (
                .decisionsRefold,
                "entry \(entry.offset) of \(entry.by) is not the answer to \(owed.cause) that a fold gives"
            )
        }
        debts[place].paid += 1
        if debts[place].paid == 64 {
            debts[place].events.removeFirst(64)
            debts[place].paid = 0
        }
        return nil
    }

    private mutating func mix(_ entry: Entry) {
        func mix(_ value: UInt64) { digest = (digest ^ value) &* 0x0000_0100_0000_01b3 }
        mix(entry.offset.rawValue)
        mix(UInt64(bitPattern: entry.at.nanoseconds))
        mix(entry.cause.rawValue)
        switch entry.event {
        case .orderEvent(let event): mix(event.order.fingerprint)
        case .fill(let fill):
            mix(fill.order.fingerprint)
            mix(UInt64(bitPattern: fill.quantity.nanos))
            mix(UInt64(bitPattern: fill.price.nanos))
        default: mix(UInt64(entry.event.kind.rawValue.utf8.count))
        }
    }
}

// MARK: What must never be written

extension LogState {
    private mutating func judge(_ entry: Entry) -> (Invariant, String)? {
        switch entry.event {
        case .configChange(let change):
            if adjusted.isEmpty { adjusted = Array(repeating: .zero, count: change.configuration.universe.count) }
        case .tierChange(let change): return judge(change)
        case .riskCommand(let command):
            if case .requestReset = command.action, requests[command.id] == nil {
                requests[command.id] = Request(by: command.operator)
            }
        case .approval(let approval):
            requests[approval.command]?.approvals.append((approval.approver, approval.expiresAt, entry.at))
        case .sessionOpened(let job): return runOnce("SessionOpened \(job.session)")
        case .rebalanceDue(let job): return runOnce("RebalanceDue \(job.session)")
        case .sessionClosed(let job): return runOnce("SessionClosed \(job.session)")
        case .reconciliationDue(let job): return runOnce("ReconciliationDue \(job.cycle)")
        case .orderEvent(let event): return judge(event, entry)
        case .fill(let fill):
            filled[fill.order, default: .zero] += fill.quantity
            paid[fill.order, default: .zero] += fill.price.notional(of: fill.quantity)
            if fill.execution == "\(fill.order)@\(fill.cumulativeQuantity)" { substituted.insert(fill.order) }
        case .positionAdjustment(let change): adjusted[change.instrument.place] += change.to - change.from
        case .corporateAction(let action):
            actions += 1
            let place = action.instrument.place
            // A log that lost its beginning may tell of a split before the book has a configuration: nothing is held yet.
            if case .split(let new, let old) = action.change, adjusted.indices.contains(place) {
                adjusted[place] = Quantity(
                    nanos: (Int128(adjusted[place].nanos) * Int128(new)).dividedHalfEven(by: Int128(old)))
            }
        case .reconciliationReport(let report):
            breaks = report.breaks
            reportedCycle = report.cycle
        case .barFrame, .macroPoint, .dataAlarm, .featureFrame, .signalFrame, .targetFrame, .verdictFrame,
            .riskAlarm, .tradeCost, .accountState, .watchdogAction, .strategyCommand, .orderCommand:
            break
        }
        return nil
    }

    private mutating func runOnce(_ job: String) -> (Invariant, String)? {
        jobs.insert(job).inserted ? nil : (.jobsRunOnce, "\(job) was said twice")
    }

    private mutating func judge(_ event: OrderEvent, _ entry: Entry) -> (Invariant, String)? {
        guard case .submitting = event.change else { return nil }
        let intent = Intent(cause: entry.cause, instrument: event.instrument)
        intents[event.order] = intent
        guard intended.insert(intent).inserted else {
            return (.oneOrderPerIntent, "entry \(entry.cause) led to a second order, \(event.order)")
        }
        return nil
    }

    private mutating func judge(_ change: TierChange) -> (Invariant, String)? {
        guard change.from == tier || change.to < change.from else {
            return (.tierHolds, "a step from \(change.from.name) while the tier was \(tier.name)")
        }
        tier = change.to
        guard change.to < change.from else { return nil }
        guard case .reset(let first, let second) = change.reason, first != second else {
            return (.tierHolds, "\(change.from.name) to \(change.to.name) because of \(change.reason)")
        }
        let isApproved = requests.values.contains { request in
            let valid = request.approvals.filter { $0.expiresAt > $0.at && $0.by != request.by }.map(\.by)
            return valid.contains(first) && valid.contains(second)
        }
        return isApproved ? nil : (.tierHolds, "\(first) and \(second) did not both approve \(change.to.name)")
    }
}

// MARK: Coverage

extension LogState {
    /// Counts which state an order was in, for who reads the log in order, when something happened to it.
    private func noteTransition(_ entry: Entry, _ tally: inout Tally) {
        let (id, instrument, name): (OrderID, InstrumentIndex, String)
        switch entry.event {
        case .fill(let fill): (id, instrument, name) = (fill.order, fill.instrument, "filled")
        case .orderEvent(let event): (id, instrument, name) = (event.order, event.instrument, event.change.name)
        default: return
        }
        let state = risk.orders?.order(id, instrument)?.state.name ?? "none"
        tally.countTransition("\(state) + \(name)")
    }
}

extension Order.State {
    var name: String {
        switch self {
        case .submitting: "submitting"
        case .unknown: "unknown"
        case .recalled: "recalled"
        case .working: "working"
        case .canceling: "canceling"
        case .closed(.filled): "filled"
        case .closed(.canceled): "canceled"
        case .closed(.expired): "expired"
        case .closed(.rejected): "rejected"
        case .closed(.withdrawn): "withdrawn"
        }
    }
}
