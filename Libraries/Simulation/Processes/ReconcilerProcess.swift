internal import Conduct
internal import Contracts
internal import Kernel
internal import LogRules

/// The reconciler: the shipped `ReconcilerConduct` in a simulated room.
final class ReconcilerProcess: Process {
    private var room: ReconcilerRoom

    override init(_ plant: Plant, _ role: Role, instance: Int) {
        room = ReconcilerRoom(plant, instance)
        super.init(plant, role, instance: instance)
    }

    override var hasWork: Bool { isRunning && (room.seated.isBehind || room.stage.due != nil) }

    override func start() throws(Stop) -> Bool {
        room = ReconcilerRoom(plant, instance)
        return try room.seated.open()
    }

    override func turn() throws(Stop) {
        do throws(Stop) {
            guard try room.seated.mend() else { return }
            _ = try room.seated.foldBatch()
            guard room.stage.due != nil else { return }
            try room.seated.foldToTip()
            if try ReconcilerConduct.turn(&room) == .reported { plant.tally.count("positions compared") }
        } catch {
            guard error == .connectionLost else { throw error }
        }
    }
}

/// The world of the reconciler in the simulation.
final class ReconcilerRoom: ReconcilerWorld {
    let seated: SeatedStage<ReconciliationStage>
    private unowned let plant: Plant

    init(_ plant: Plant, _ instance: Int) {
        self.plant = plant
        seated = SeatedStage(plant, .reconciler, instance: instance)
    }

    var stage: ReconciliationStage { seated.stage }
    var cursor: LogOffset { seated.progress.cursor }
    func foldToTip() throws(Stop) { try seated.foldToTip() }
    func append(_ facts: [Draft]) throws(Stop) { try seated.append(plant.seam.report(facts)) }
    func positions() -> [PositionReading]? { plant.line.positions() }
    func account(at instant: Timestamp) -> AccountState? { plant.line.account(at: instant) }
    func pause() throws(Stop) { plant.line.land(until: plant.now) }
    func pass(_ point: KillPoint) throws(Stop) { try plant.pass(point, .reconciler) }
    func tell(_ report: ReconciliationReport) {
        for found in report.breaks {
            plant.tally.count("a break was told: \(found.class.rawValue)")
            plant.note { "reconciler: \(found.class.rawValue) in \(found.symbol), \(found.ours) and \(found.theirs)" }
        }
    }
}
