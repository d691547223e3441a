internal import Contracts
internal import Exchange
internal import Kernel

/// All processes of a run, two of each service, and what happens to them step by step.
struct Stack {
    private static let flushNanoseconds: Int64 = 1_000_000_000

    private let plant: Plant
    private let processes: [Process]
    private var flushedAt: Int64 = 0

    init(_ plant: Plant) {
        self.plant = plant
        var processes: [Process] = []
        for instance in 0..<2 {
            func add(_ make: (Plant, Role, Int) -> Process, _ role: Role) {
                processes.append(make(plant, role, role.rawValue * 2 + instance + 1))
            }
            add({ StageProcess<FeatureStage>($0, $1, instance: $2) }, .features)
            add({ StageProcess<StrategyStage>($0, $1, instance: $2) }, .strategy)
            add({ StageProcess<AllocatorStage>($0, $1, instance: $2) }, .allocator)
            add({ StageProcess<RiskStage>($0, $1, instance: $2) }, .risk)
            add({ OmsProcess($0, $1, instance: $2) }, .oms)
            add({ ReconcilerProcess($0, $1, instance: $2) }, .reconciler)
            add({ RecorderProcess($0, $1, instance: $2) }, .recorder)
            add({ FeedProcess($0, $1, instance: $2) }, .ingest)
            add({ SchedulerProcess($0, $1, instance: $2) }, .scheduler)
            add({ OperatorProcess($0, $1, instance: $2) }, .api)
        }
        processes.append(WatchdogProcess(plant, .watchdog, instance: 100))
        self.processes = processes
    }

    /// One step: time passes, something may go wrong, and one process takes its turn.
    mutating func step() {
        plant.tally.steps += 1
        pass(time: plant.below(30) == 0 ? plant.below(2_000) : 5 + plant.below(70))
        strike()
        if plant.below(10) == 0, plant.splitWaitsUntil == 0, !isActionPending { plant.advanceMarket() }
        choose().step()
        plant.checker.checkBooks()
    }

    private mutating func pass(time milliseconds: Int) {
        plant.now += Int64(milliseconds) * 1_000_000
        if plant.now - flushedAt >= Self.flushNanoseconds {
            flushedAt = plant.now
            plant.log.flush()
        }
        plant.line.land(until: plant.now)
        plant.publish(plant.broker.tell(until: plant.now))
    }

    /// Mostly one that has something to do, now and then any.
    private func choose() -> Process {
        let start = plant.below(processes.count)
        guard plant.below(5) != 0 else { return processes[start] }
        for distance in 0..<processes.count {
            let process = processes[(start + distance) % processes.count]
            if process.hasWork { return process }
        }
        return processes[start]
    }

    /// How much of what the market has told is in the archive.
    private var archivedItems: Int { plant.archive.entries.count { $0.by == .ingest } }

    /// A split is in the archive before anything trades at its prices.
    private var isActionPending: Bool {
        guard case .corporateAction = plant.market.items.last?.event else { return false }
        return archivedItems < plant.market.items.count
    }
}

// MARK: What goes wrong

extension Stack {
    private func strike() {
        strikeProcesses()
        strikeLog()
        strikeBroker()
        strikeWorld()
    }

    private func milliseconds(_ range: Range<Int>) -> Int64 {
        Int64(range.lowerBound + plant.below(range.count)) * 1_000_000
    }

    private func strikeProcesses() {
        if plant.strikes(.pause) {
            processes[plant.below(processes.count)].pausedUntil = plant.now + milliseconds(3_000..<12_000)
        }
        if plant.strikes(.clockJump) {
            plant.wallOffset = [0, -7_200, 7_200, -86_400, 86_400, 300][plant.below(6)]
        }
    }

    private func strikeLog() {
        let log = plant.log
        guard plant.now >= log.downUntil else { return }
        if plant.strikes(.redisDown) { plant.log.downUntil = plant.now + milliseconds(200..<4_000) }
        if plant.strikes(.redisRestart) { plant.restartLog(losingUnflushed: false) }
        if plant.strikes(.redisRollback) { plant.restartLog(losingUnflushed: true) }
        if plant.strikes(.flushAll) {
            plant.log.flushAll()
            plant.checker.rewind()
        }
        if plant.now >= plant.archive.downUntil, plant.strikes(.archiveDown) {
            plant.archive.downUntil = plant.now + milliseconds(500..<45_000)
        }
    }

    private func strikeBroker() {
        if plant.now >= plant.brokerDownUntil, plant.strikes(.brokerDown) {
            plant.brokerDownUntil = plant.now + milliseconds(500..<8_000)
            plant.line.disconnect()
        }
        guard plant.archive.hasDecision else { return }
        if plant.strikes(.externalOrder) { orderFromElsewhere() }
        if plant.broker.openCount > 0, plant.strikes(.rejectedLate) { refuseAfterAll() }
        if plant.strikes(.sharesMoved) {
            plant.broker.move(
                Quantity(units: 1 + plant.below(400)), InstrumentIndex(plant.below(plant.broker.universe.count)))
        }
    }

    private func refuseAfterAll() {
        let open = plant.broker.records.indices.filter { plant.broker.records[$0].status == .open }
        let place = open[plant.below(open.count)]
        if plant.broker.reject(place) { plant.line.publish(place, nil) }
    }

    private func orderFromElsewhere() {
        let request = OrderRequest(
            side: plant.below(2) == 0 ? .buy : .sell, quantity: Quantity(units: 1 + plant.below(500)), type: .market,
            timeInForce: .day)
        let answer = plant.submit(
            OrderID("web-\(plant.tally.steps)"), InstrumentIndex(plant.below(plant.broker.universe.count)), request,
            isOurs: false)
        if case .accepted(let place) = answer { plant.line.publish(place, nil) }
    }

    private func strikeWorld() {
        if plant.killFile != .none {
            if plant.below(25) == 0 { plant.killFile = .none }
        } else if plant.strikes(.killFile) {
            plant.killFile = [.closeOnly, .haltAll, .hard][plant.below(3)]
        }
        splitIfDue()
    }

    /// A split comes between sessions, once everything is at rest and told: an order that is open would be restated by one side before the
    /// other, and a fill from before it that is heard of later is in shares of before. That is a break, which a person resolves. The market
    /// waits for the rest, though not for ever.
    private func splitIfDue() {
        if plant.splitWaitsUntil == 0, plant.market.isSessionOver, plant.isFaulty, plant.below(250) == 0 {
            plant.splitWaitsUntil = plant.tally.steps + 200
        }
        guard plant.splitWaitsUntil > 0 else { return }
        if plant.tally.steps > plant.splitWaitsUntil { plant.splitWaitsUntil = 0 }
        guard isAtRest, plant.checker.agreesWithBroker() else { return }
        plant.splitWaitsUntil = 0
        guard plant.strikes(.split) else { return }
        let (new, old) = [(2, 1), (3, 1), (3, 2), (1, 5)][plant.below(4)] as (Int64, Int64)
        let instrument = InstrumentIndex(plant.below(plant.broker.universe.count))
        plant.broker.apply(plant.market.split(instrument, new: new, old: old))
    }
}

// MARK: Coming to rest

extension Stack {
    /// Whether nothing is under way anywhere.
    private var isAtRest: Bool { unrest == nil }

    /// What is under way, if anything.
    private var unrest: String? {
        if !plant.log.isPublished { return "the log is not compared with the archive" }
        if plant.archive.tip != plant.log.tip { return "the archive is at \(plant.archive.tip) of \(plant.log.tip)" }
        if plant.broker.openCount > 0 { return "orders are open at the broker" }
        if !plant.line.isQuiet || !plant.broker.tellsAll { return "messages are under way" }
        if let open = plant.checker.orders?.allOpen.first { return "\(open)" }
        if isActionPending { return "a split is not in the archive" }
        if let busy = processes.first(where: \.hasWork) { return "\(busy.role.name) has work" }
        // A log that was emptied may have lost frames of which ingest does not know yet that they must be told again.
        if archivedItems != plant.market.items.count { return "the market is not in the archive" }
        let dead = Role.allCases.first { role in !processes.contains { $0.role == role && $0.isRunning } }
        return dead.map { "no \($0.name) runs" }
    }

    private var isReconciled: Bool {
        plant.checker.breaks.allSatisfy { $0.class == .valueMismatch } && plant.checker.wantedAdjustment() == nil
    }

    /// Nothing fails any more: the book comes to rest, and must then agree with the broker.
    mutating func settle() {
        plant.isFaulty = false
        plant.wallOffset = 0
        plant.killFile = .none
        plant.log.downUntil = 0
        plant.archive.downUntil = 0
        plant.brokerDownUntil = 0
        var calm: UInt64?
        for round in 1...1_500 {
            pass(time: 50)
            for process in processes { process.step() }
            if plant.violation != nil { return }
            if round % 20 == 0 { plant.endSession() }
            guard isAtRest else { continue }
            // Two comparisons later the reconciler has seen this rest and said what it thinks of it.
            let since = calm ?? plant.checker.reportedCycle
            calm = since
            // A fill that was told after its order's end is asked for a while later: until then the books may differ.
            if plant.checker.reportedCycle >= since + 2, isReconciled, plant.checker.agreesWithBroker() { return }
        }
        guard calm != nil else { return plant.violate(.settles, unrest ?? "it came to rest too late") }
        plant.checker.checkAtRest()
        plant.violate(.settles, "the reconciler still finds differences: \(plant.checker.breaks)")
    }
}

extension Plant {
    /// The market closes: day orders end.
    func endSession() {
        for place in broker.endSession() {
            note { "the session ends \(broker.records[place].id)" }
            line.publish(place, nil)
        }
    }
}
