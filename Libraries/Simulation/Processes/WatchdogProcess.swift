internal import Conduct
internal import Contracts
internal import Exchange
internal import Kernel

/// The watchdog: the shipped `Vigil` and `Flattening`, with a broker key of its own.
final class WatchdogProcess: Process {
    private static let watched: [(name: String, role: Role)] = [("oms", .oms), ("risk", .risk)]
    private static let stepNanoseconds: Int64 = 500_000_000

    private var vigil = Vigil(services: ["oms", "risk"], staleAfterSeconds: 12)
    private var flattening: Flattening?
    private var account: SimulatedAccount
    private var steppedAt: Int64 = 0

    override init(_ plant: Plant, _ role: Role, instance: Int) {
        account = SimulatedAccount(plant)
        super.init(plant, role, instance: instance)
    }

    /// Whether it is closing the account at this moment.
    var isFlattening: Bool { flattening != nil }

    override func start() throws(Stop) -> Bool {
        vigil = Vigil(services: Self.watched.map(\.name), staleAfterSeconds: 12)
        flattening = nil
        return true
    }

    override func turn() throws(Stop) {
        listen()
        switch vigil.decide(at: plant.now) {
        case .wait: break
        case .flatten(let silent):
            plant.tally.count("the watchdog flattens")
            plant.note { "watchdog flattens: \(silent.joined(separator: ", ")) silent" }
            flattening = Flattening()
        case .rearm: break
        }
        try advance()
    }

    private func listen() {
        vigil.observe(.local, isPossible: true, at: plant.now)
        let canSee = plant.now >= plant.log.downUntil
        vigil.observe(.redis, isPossible: canSee, at: plant.now)
        for (place, (name, role)) in Self.watched.enumerated() {
            if let heard = plant.heardAt[place] { vigil.heard(name, on: .local, at: heard) }
            if canSee, let beat = plant.log.places[role.rawValue].heartbeatAt {
                vigil.heard(name, on: .redis, at: beat)
            }
        }
    }

    private func advance() throws(Stop) {
        guard var flattening, plant.now - steppedAt >= Self.stepNanoseconds else { return }
        steppedAt = plant.now
        // Where Redis is away, whoever asks goes on alone.
        if plant.now >= plant.log.downUntil, plant.takeFlatten("watchdog") != nil { return }
        let deed: Flattening.Deed?
        // What the broker does not answer is tried again with the next step.
        do throws(NoAnswer) { deed = try flattening.advance(&account, at: plant.now) } catch { deed = nil }
        self.flattening = flattening.phase == .flat ? nil : flattening
        if flattening.phase == .flat { plant.flattenHolder = nil }
        switch deed {
        case .canceledAll: try plant.pass(.afterCancelAll, role)
        case .closedAll: try plant.pass(.afterCloseAll, role)
        case .confirmedFlat, nil: break
        }
    }
}

/// The broker did not answer.
struct NoAnswer: Error {}

/// The account as the watchdog sees it.
struct SimulatedAccount: FlattenableAccount {
    struct Outcome: FlattenOutcome {
        let subject: String
        let isDone: Bool
        let reason: String?
    }

    private unowned let plant: Plant
    private var orders = 0

    init(_ plant: Plant) { self.plant = plant }

    private func ask() throws(NoAnswer) {
        guard plant.now >= plant.brokerDownUntil, !plant.strikes(.requestLost) else { throw NoAnswer() }
    }

    mutating func openOrders() throws(NoAnswer) -> [OrderID] {
        try ask()
        return plant.broker.exchange.openOrders.map(\.id)
    }

    mutating func positions() throws(NoAnswer) -> [InstrumentIndex] {
        try ask()
        return plant.broker.universe.indices.filter { !plant.broker.exchange.holdings[$0.place].quantity.isZero }
    }

    mutating func cancelAll() throws(NoAnswer) -> [Outcome] {
        let open = try openOrders()
        for id in open { if let place = plant.broker.record(id) { _ = plant.cancel(place) } }
        return open.map { Outcome(subject: $0.text, isDone: true, reason: nil) }
    }

    mutating func closeAll() throws(NoAnswer) -> [Outcome] {
        let held = try positions()
        _ = try cancelAll()
        var outcomes: [Outcome] = []
        for instrument in held {
            let quantity = plant.broker.exchange.holdings[instrument.place].quantity
            orders += 1
            let id = OrderID("watchdog-\(plant.now)-\(orders)")
            let request = OrderRequest(
                side: quantity > .zero ? .sell : .buy, quantity: quantity.magnitude, type: .market,
                timeInForce: .day)
            let answer = plant.submit(id, instrument, request, isOurs: false)
            if case .accepted(let place) = answer { plant.line.publish(place, nil) }
            outcomes.append(Outcome(subject: plant.broker.universe[instrument].name, isDone: true, reason: nil))
        }
        if plant.strikes(.answerLost) { throw NoAnswer() }
        return outcomes
    }
}
