internal import Contracts

/// The state of the order stage, once the book has a configuration.
struct OrderDesk: Hashable, Sendable, Codable {
    var configuration: BookConfiguration
    private(set) var orders: OrderBook
    var ledger: Ledger
    private(set) var killMode = KillMode.none
    private(set) var tier = RiskTier.normal
    /// The latest instant at the venue that the log tells of; `nil` while it tells of none.
    private(set) var venueInstant: Timestamp?
    /// When the book first decided on an order: what the account did before is none of its business.
    private var firstDecision: Timestamp?
    private(set) var strangers = Strangers()
    private var attempts: [Attempts]
    /// The ids of commands that were obeyed, newest last.
    private var commands = RecentNames(capacity: 256)
    private var names = OrderNames()

    private enum CodingKeys: String, CodingKey {
        case configuration, orders, ledger, killMode, tier, venueInstant, firstDecision, strangers, attempts, commands
    }

    init(_ configuration: BookConfiguration) {
        self.configuration = configuration
        orders = OrderBook(instruments: configuration.universe.count)
        ledger = Ledger(instruments: configuration.universe.count, cash: configuration.startingCash)
        attempts = Array(repeating: Attempts(), count: configuration.universe.count)
    }

    mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        switch entry.event {
        case .barFrame(let frame): fold(frame)
        case .verdictFrame(let verdicts):
            var events: [OrderEvent] = []
            fold(verdicts, at: entry.at, into: &events)
            for event in events { outputs.append(.orderEvent(event)) }
        case .tierChange(let change):
            tier = change.to
            if tier == .flatten { cancelAll(tier.name, at: entry.at, into: &outputs) }
        case .riskCommand(let command): obey(command, at: entry.at, into: &outputs)
        case .orderCommand(let command): obey(command, at: entry.at, into: &outputs)
        case .orderEvent(let event) where entry.by == .oms: note(event, entry.offset)
        case .orderEvent(let event):
            if fold(event, at: entry.at) { tellCost(of: event.order, event.instrument, into: &outputs) }
        case .fill(let fill):
            if fold(fill) { tellCost(of: fill.order, fill.instrument, into: &outputs) }
        case .positionAdjustment(let adjustment) where adjustment.instrument.place < ledger.instruments:
            ledger.apply(adjustment)
        case .accountState(let state): fold(state)
        case .corporateAction(let action): fold(action)
        case .configChange, .sessionOpened, .sessionClosed, .rebalanceDue, .reconciliationDue, .macroPoint,
            .dataAlarm, .featureFrame, .signalFrame, .targetFrame, .riskAlarm, .tradeCost,
            .reconciliationReport, .positionAdjustment, .watchdogAction, .strategyCommand, .approval:
            break
        }
    }
}

// MARK: New orders

extension OrderDesk {
    mutating func fold(_ bars: borrowing BarFrame) {
        guard bars.bars.count == ledger.instruments else { return }
        ledger.mark(bars)
    }

    mutating func fold(_ verdicts: borrowing VerdictFrame, at instant: Timestamp, into events: inout [OrderEvent]) {
        let frame = verdicts.at
        for place in 0..<verdicts.verdicts.count {
            let verdict = verdicts.verdicts[place]
            guard verdict.allowed > .zero, verdict.intent.instrument.place < ledger.instruments else { continue }
            submit(verdict, frame: frame, at: instant, into: &events)
        }
    }

    private mutating func submit(
        _ verdict: Verdict, frame: Timestamp, at instant: Timestamp, into events: inout [OrderEvent]
    ) {
        let intent = verdict.intent
        if firstDecision == nil { firstDecision = frame }
        let request = OrderRequest(
            side: intent.side, quantity: verdict.allowed, type: intent.type, timeInForce: intent.timeInForce)
        while true {
            let id = nextID(intent, frame)
            // One that the log tells of already is passed over: an order that left while the archive was away, and whose intent was lost with
            // the log's last second, was adopted from the venue under it.
            if strangers.contains(id) { continue }
            let event = OrderEvent(
                order: id, instrument: intent.instrument, change: .submitting(request), happenedAt: instant)
            if take(event, at: instant) != nil { return events.append(event) }
        }
    }

    private mutating func nextID(_ intent: Intent, _ frame: Timestamp) -> OrderID {
        let attempt = attempts[intent.instrument.place].next(at: frame, index: intent.index)
        return names.id(intent, at: frame, attempt: attempt, in: configuration)
    }
}

// MARK: What the gateway reports

extension OrderDesk {
    /// Takes in what the gateway says of an order, and answers whether this was its end.
    mutating func fold(_ event: borrowing OrderEvent, at instant: Timestamp) -> Bool {
        hear(event.happenedAt)
        if case .external = event.change {
            strangers.insert(event.order, at: event.happenedAt, isOurs: bearsOurID(event.order))
        }
        return take(event, at: instant)?.isEnd ?? false
    }

    /// Books an execution, and answers whether the order has ended: its cost is told then, and again when a late fill changes it.
    mutating func fold(_ fill: Fill) -> Bool {
        guard .zero < fill.quantity, fill.instrument.place < ledger.instruments else { return false }
        hear(fill.happenedAt)
        ledger.apply(fill)
        // A fill that no order has room for is still ours to hold; risk reports the break.
        guard let progress = try? orders.fold(fill) else { return false }
        return !progress.isOpen
    }

    /// Whether an id is one of those that this book gives.
    func bearsOurID(_ order: OrderID) -> Bool { order.text.hasPrefix("\(configuration.book)-") }

    private func tellCost(of id: OrderID, _ instrument: InstrumentIndex, into outputs: inout [Event]) {
        if let cost = orders.order(id, instrument)?.cost { outputs.append(.tradeCost(cost)) }
    }

    private mutating func hear(_ instant: Timestamp) {
        venueInstant = max(venueInstant ?? instant, instant)
    }

    /// From when on the venue is asked for orders that the log does not know: messages may overtake each other, so one that was heard
    /// does not mean that all before it were. `nil` before the first decision.
    var strangersSince: Timestamp? {
        guard let firstDecision, let venueInstant else { return firstDecision }
        return max(firstDecision, venueInstant + -Strangers.memorySeconds)
    }

    /// Folds an event; `nil` if it has no place in its order's life, which risk reports.
    private mutating func take(_ event: borrowing OrderEvent, at instant: Timestamp) -> OrderBook.Progress? {
        guard event.instrument.place < ledger.instruments else { return nil }
        // Every reader of the log meets the same surprise: one report of it, by risk, is enough.
        return try? orders.fold(
            event, at: instant, position: ledger.position(event.instrument), arrival: ledger.lastClose(event.instrument)
        )
    }

    /// One of our own entries came back: its state is known, its place in the log is not.
    private mutating func note(_ event: OrderEvent, _ offset: LogOffset) {
        guard case .submitting = event.change else { return }
        // An id of ours that is not in the book would be a different stage's log: there is nothing to note it on.
        try? orders.note(offset, of: event.order, event.instrument)
    }
}

// MARK: What happens to the account besides

extension OrderDesk {
    mutating func fold(_ action: CorporateAction) {
        ledger.apply(action)
        orders.apply(action)
    }

    mutating func fold(_ state: AccountState) { ledger.apply(state) }
}

// MARK: Asking orders back

extension OrderDesk {
    private mutating func obey(_ command: OrderCommand, at instant: Timestamp, into outputs: inout [Event]) {
        guard commands.insert(command.id) else { return }
        let reason = "asked by \(command.operator)"
        switch command.action {
        case .cancelAll: cancelAll(reason, at: instant, into: &outputs)
        case .cancel(let id):
            guard let order = orders.order(id) else { return }
            cancel(order, reason, at: instant, into: &outputs)
        }
    }

    /// `close_only` leaves resting orders alone; `halt_all` takes back those that add risk, `hard` all of them.
    private mutating func obey(_ command: RiskCommand, at instant: Timestamp, into outputs: inout [Event]) {
        guard case .setKillMode(let mode) = command.action, commands.insert(command.id) else { return }
        killMode = mode
        let reason = "kill mode \(mode.name)"
        switch mode {
        case .none, .closeOnly: break
        case .haltAll:
            for order in orders.allOpen where order.addsRisk { cancel(order, reason, at: instant, into: &outputs) }
        case .hard: cancelAll(reason, at: instant, into: &outputs)
        }
    }

    private mutating func cancelAll(_ reason: String, at instant: Timestamp, into outputs: inout [Event]) {
        for order in orders.allOpen { cancel(order, reason, at: instant, into: &outputs) }
    }

    private mutating func cancel(_ order: Order, _ reason: String, at instant: Timestamp, into outputs: inout [Event]) {
        switch order.state {
        case .submitting, .unknown, .working: break
        case .recalled, .canceling, .closed: return
        }
        let event = OrderEvent(
            order: order.id, instrument: order.instrument, change: .cancelRequested(reason: reason), happenedAt: instant
        )
        guard take(event, at: instant) != nil else { return }
        outputs.append(.orderEvent(event))
    }
}
