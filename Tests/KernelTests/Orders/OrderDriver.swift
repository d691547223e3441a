import Contracts
import Kernel

/// The OMS as it runs, without its I/O: a stage on a log, a dispatch, and a venue to talk to.
struct OrderDriver {
    private(set) var log = MemoryLog()
    private(set) var stage = OrderStage()
    private(set) var dispatch = Dispatch()
    var venue: FaultyVenue
    var archived = LogOffset.start
    var isArchiveUp = true
    var killMode = KillMode.none
    var mode = BookMode.paper
    var flattenHolder: String?
    var now = Fixture.start
    private(set) var surprises: [String] = []
    private var cursor = LogOffset.start

    init(seed: UInt64 = 0, isFaulty: Bool = false) {
        venue = FaultyVenue(seed: seed)
        venue.isFaulty = isFaulty
        append(.configChange(ConfigChange(configuration: Fixture.configuration())), by: .api)
        append(.barFrame(Fixture.bars(0, [100, 100, 100, 100])), by: .ingest)
    }

    mutating func append(_ event: Event, by author: Author) {
        log.append(Draft(at: now, by: author, cause: .start, trace: "test", event: event))
        fold()
    }

    /// Verdicts that allow these signed quantities, by instrument.
    mutating func allow(_ quantities: [Int]) {
        let verdicts = quantities.enumerated().filter { $0.element != 0 }.map {
            Verdict(
                intent: Intent(
                    instrument: InstrumentIndex($0.offset), side: $0.element > 0 ? .buy : .sell,
                    quantity: Quantity(units: abs($0.element))), outcome: .approved)
        }
        append(.verdictFrame(VerdictFrame(at: now, tier: .normal, verdicts: verdicts)), by: .risk)
    }

    private mutating func fold() {
        while cursor < log.tip {
            cursor = cursor.next
            var outputs: [Event] = []
            stage.handle(log[cursor], into: &outputs)
            stage.checkInvariants()
            for event in outputs { log.append(Draft(answering: log[cursor], by: .oms, event: event)) }
        }
    }

    /// The process ends and another begins: the state is what the log says, and what was tried is forgotten.
    mutating func crash() {
        stage = OrderStage()
        for entry in log.entries {
            var outputs: [Event] = []
            stage.handle(entry, into: &outputs)
        }
        dispatch = Dispatch()
    }

    /// One turn of the loop; `dies` ends the process before the facts are appended.
    mutating func turn(dies: Bool = false) {
        guard let orders = stage.orders, let ledger = stage.ledger else { return }
        var intake = Intake(orders, ledger)
        for (update, instrument) in venue.takeStream() {
            if case .executions(let order) = intake.take(update, instrument) {
                read(order, update.venue, into: &intake)
            }
        }
        if intake.facts.isEmpty { act(&intake) }
        surprises += intake.surprises
        if dies { return crash() }
        for fact in intake.facts { log.append(fact) }
        fold()
    }

    private mutating func act(_ intake: inout Intake) {
        let circumstances = Dispatch.Circumstances(
            mode: mode, killMode: killMode, archived: archived, isArchiveUp: isArchiveUp, now: now,
            flattenHolder: flattenHolder)
        for step in dispatch.steps(for: intake.orders, in: circumstances) {
            let answer: Dispatch.Answer =
                switch step {
                case .send(let order): venue.submit(order)
                case .lookUp(let order): venue.lookUp(order)
                case .cancel(_, let name): venue.cancel(name)
                case .withdraw: .missing
                }
            let reading = dispatch.take(answer, to: step, now: now)
            if case .executions(let order) = intake.take(reading, step.order), case .order(let known) = answer {
                read(order, known, into: &intake)
            }
        }
    }

    private mutating func read(_ order: Order, _ known: VenueOrder, into intake: inout Intake) {
        let reading = dispatch.take(venue.executions(of: known.name), for: order, venue: known, now: now)
        _ = intake.take(reading, order)
    }

    mutating func resync() {
        if let orders = stage.orders { dispatch.resync(orders) }
    }

    var open: [Order] { stage.orders?.allOpen ?? [] }

    /// The changes of one kind of order event that the log holds.
    var changes: [OrderEvent.Change] {
        log.entries.compactMap { if case .orderEvent(let event) = $0.event { event.change } else { nil } }
    }

    var fills: [Fill] { log.entries.compactMap { if case .fill(let fill) = $0.event { fill } else { nil } } }
}

extension OrderDriver {
    /// Some bad days and then a quiet one, on which everything is cleared up.
    static func bad(days: Int, seed: UInt64) -> OrderDriver {
        var dice = SplitMix64(seed: seed)
        var driver = OrderDriver(seed: seed, isFaulty: true)
        for day in 1...days {
            driver.now = Fixture.instant(day)
            driver.allow((0..<4).map { _ in dice.chance(oneIn: 3) ? 0 : Int(dice.number(-20...20)) })
            for turn in 0..<12 {
                if dice.chance(oneIn: 2) { driver.archived = driver.log.tip }
                driver.turn(dies: dice.chance(oneIn: 8))
                if dice.chance(oneIn: 2) { driver.venue.trade() }
                if dice.chance(oneIn: 15) {
                    let command = OrderCommand(id: "\(day)-\(turn)", operator: "olga", action: .cancelAll)
                    driver.append(.orderCommand(command), by: .api)
                }
                driver.now = driver.now + dice.number(0...2)
            }
        }
        driver.venue.isFaulty = false
        for _ in 0..<60 {
            driver.archived = driver.log.tip
            driver.resync()
            driver.turn()
            driver.venue.trade()
            driver.now = driver.now + 6
        }
        return driver
    }
}
