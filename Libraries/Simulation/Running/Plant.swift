internal import Conduct
internal import Contracts
internal import Exchange
internal import Kernel

/// Everything that the processes of one run share: log, archive, broker, clock and chance. One thread, one seed.
final class Plant {
    let seed: UInt64
    let configuration: BookConfiguration
    let brokenGuard: BrokenGuard?
    let seam: Seam
    var log = SimulatedLog()
    var archive = SimulatedArchive()
    var broker: SimulatedBroker
    var brokerDownUntil: Int64 = 0
    private(set) var line: BrokerLine!
    private(set) var checker: Checker!
    var market: MarketFeed
    /// Virtual time that does not jump, in nanoseconds.
    var now: Int64 = 1_000_000_000_000
    /// What the wall clocks are off by, in seconds.
    var wallOffset: Int64 = 0
    var killFile = KillMode.none
    var flattenHolder: (name: String, until: Int64)?
    /// When each watched service was last heard of on the local socket.
    var heardAt: [Int64?] = [nil, nil]
    /// Until which step the market waits for a split; zero when none is coming.
    var splitWaitsUntil = 0
    var isFaulty = true
    /// Every epoch that was ever given, with its role.
    private var epochs: Set<[Int64]> = []
    private var chance: SplitMix64
    /// Which faults this seed knows at all: runs with few kinds reach states that a mixture of all never does.
    private let menu: [Bool]
    var tally = Tally()
    var trace: Trace
    private(set) var violation: Violation?

    init(seed: UInt64, brokenGuard: BrokenGuard?, keepsTrace: Bool) {
        self.seed = seed
        self.brokenGuard = brokenGuard
        seam = Seam(broken: brokenGuard)
        chance = SplitMix64(seed: seed &* 0x9e37_79b9 &+ 17)
        var dice = SplitMix64(seed: seed ^ 0x5eed)
        menu = Fault.allCases.map { _ in dice.next() % 3 != 0 }
        configuration = .simulated
        market = MarketFeed(configuration.universe, seed: seed)
        broker = SimulatedBroker(configuration, at: market.now)
        trace = Trace(isKept: keepsTrace)
        line = BrokerLine(self)
        checker = Checker(self)
    }
}

// MARK: Chance

extension Plant {
    func below(_ bound: Int) -> Int { Int(chance.next() % UInt64(bound)) }

    /// Whether a fault happens on this occasion, and if so counts it.
    func strikes(_ fault: Fault) -> Bool {
        guard isFaulty, menu[fault.place], below(fault.rarity) == 0 else { return false }
        tally.count(fault)
        note { fault.rawValue }
        return true
    }

    func note(_ text: () -> String) {
        if trace.isKept { trace.add(tally.steps, text()) }
    }

    /// Notes the first invariant that breaks; what follows from it does not matter.
    func violate(_ invariant: Invariant, _ detail: @autoclosure () -> String) {
        guard violation == nil else { return }
        violation = Violation(invariant: invariant, detail: detail(), step: tally.steps)
        note { "VIOLATED \(violation?.description ?? "")" }
    }
}

// MARK: Kill points

extension Plant {
    func pass(_ point: KillPoint, _ role: Role) throws(Stop) { try pass(point.rawValue, role, rarity: 40) }

    func pass(_ point: HostPoint, _ role: Role) throws(Stop) {
        switch point {
        case .beforeCommit, .afterCommit: try pass(point.rawValue, role, rarity: 400)
        case .duringRecovery: try pass(point.rawValue, role, rarity: 60)
        case .beforeArchive, .afterArchive: try pass(point.rawValue, role, rarity: 150)
        case .beforeRestore, .beforePublish, .beforeTrim, .afterCancelAll, .afterCloseAll:
            try pass(point.rawValue, role, rarity: 12)
        }
    }

    private func pass(_ name: String, _ role: Role, rarity: Int) throws(Stop) {
        guard isFaulty, menu[Fault.crash.place], below(rarity) == 0 else { return }
        tally.count(Fault.crash)
        tally.countKill(name)
        note { "\(role.name) killed at \(name)" }
        throw .crashed
    }
}

// MARK: The log, watched

extension Plant {
    enum CommitFate { case answered, lostBefore, lostAfter }

    func fateOfCommit(_ role: Role) -> CommitFate {
        if strikes(.commitLost) { return .lostBefore }
        if strikes(.commitReplyLost) { return .lostAfter }
        return .answered
    }

    func acquire(_ role: Role, _ instance: Int) -> SimulatedLog.Place? {
        // No two happen in one microsecond: a restart of the log lies between them if they are in the same step.
        now += 1_000
        let place = log.acquire(role, instance: instance, now: now, lasting: Seat.leaseNanoseconds)
        guard place != nil else { return nil }
        let epoch = log.places[role.rawValue].epoch
        if !epochs.insert([Int64(role.rawValue), epoch]).inserted {
            violate(.fencing, "epoch \(epoch) of \(role.name) is given a second time")
        }
        note { "\(role.name) \(instance) takes the lease, epoch \(epoch)" }
        return place
    }

    func commit(
        _ seat: Seat, _ outputs: [Draft], newCursor: String, snapshot: (offset: LogOffset, stage: any Sendable)?
    ) -> SimulatedLog.CommitAnswer {
        let known = log.tip
        let epoch = log.places[seat.role.rawValue].epoch
        let answer = log.commit(
            seat.role, epoch: seat.epoch, cursor: seat.cursor, count: seat.count, newCursor: newCursor,
            outputs: outputs, snapshot: snapshot, checksEpoch: brokenGuard != .epochIgnored)
        guard case .taken = answer else { return answer }
        if seat.epoch != epoch {
            violate(.fencing, "\(seat.role.name) \(seat.instance) of epoch \(seat.epoch) committed in epoch \(epoch)")
        }
        checker.observe(after: known)
        return answer
    }

    /// Starts Redis anew in the middle of an append, and lets a recorder look at it at once.
    func maybeRestartInTheMiddle() {
        guard log.isPublished, now >= archive.downUntil, strikes(.redisRestartInAppend) else { return }
        restartLog(losingUnflushed: true)
        let lost = archive.entries(after: log.tip)
        let known = log.tip
        log.restore(lost)
        log.publishedRun = log.run
        checker.observe(after: known)
    }

    func restartLog(losingUnflushed: Bool) {
        log.restart(losingUnflushed: losingUnflushed)
        checker.rewind()
    }
}

// MARK: The broker, watched

extension Plant {
    func submit(
        _ id: OrderID, _ instrument: InstrumentIndex, _ request: OrderRequest, isOurs: Bool
    ) -> SimulatedBroker.Submission {
        let answer = broker.submit(id, instrument, request, isOurs: isOurs)
        if case .accepted(let place) = answer {
            tally.orders += 1
            note { "broker takes \(id) at \(broker.records[place].submittedAt): \(request.side) \(request.quantity)" }
            if isOurs { checker.accepted(place) }
        }
        return answer
    }

    func cancel(_ place: Int) -> Bool {
        guard broker.cancel(place) else { return false }
        note { "broker cancels \(broker.records[place].id)" }
        line.publish(place, nil)
        return true
    }

    /// One frame of the market passes.
    func advanceMarket() {
        let frame = market.advance()
        publish(
            broker.match(
                frame.bars, endsSession: frame.endsSession,
                visibleAt: { [self] in strikes(.historyLate) ? now + Int64(below(2_000)) * 1_000_000 : 0 },
                toldAt: { [self] in strikes(.executionLate) ? now + Int64(below(8_000)) * 1_000_000 : nil }))
    }

    func publish(_ told: [(place: Int, execution: VenueExecution?)]) {
        for (place, execution) in told {
            if let execution {
                tally.fills += 1
                note {
                    "broker fills \(execution.quantity) of \(broker.records[place].id) at \(execution.price)"
                }
            }
            line.publish(place, execution)
        }
    }
}
