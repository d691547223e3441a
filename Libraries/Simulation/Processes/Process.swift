internal import Contracts

/// One process of the platform: it starts, waits for its lease, turns, and may end at any instant.
class Process {
    enum State: Equatable {
        case down(until: Int64)
        /// Waits for the lease, or for the log.
        case waiting
        case running
    }

    unowned let plant: Plant
    let role: Role
    let instance: Int
    private(set) var state = State.waiting
    /// Stopped by a signal until then: it does nothing, and finds out later that others did.
    var pausedUntil: Int64 = 0

    init(_ plant: Plant, _ role: Role, instance: Int) {
        self.plant = plant
        self.role = role
        self.instance = instance
    }

    var isRunning: Bool { state == .running }
    /// Whether a turn would find something to do.
    var hasWork: Bool { false }

    /// Begins anew with nothing in memory and tries to take the lease; `false` while that has to wait.
    func start() throws(Stop) -> Bool { preconditionFailure("every process knows how to start") }
    func turn() throws(Stop) { preconditionFailure("every process has a turn") }

    /// One step of this process, whatever state it is in.
    final func step() {
        guard plant.now >= pausedUntil else { return }
        if case .down(let until) = state {
            guard plant.now >= until else { return }
            state = .waiting
        }
        do throws(Stop) {
            if state == .waiting {
                guard try start() else { return }
                state = .running
                plant.note { "\(role.name) \(instance) runs" }
            }
            try turn()
        } catch {
            end(error)
        }
    }

    private func end(_ reason: Stop) {
        plant.note { "\(role.name) \(instance) ends: \(reason)" }
        let pause = plant.isFaulty ? plant.below(3_000) + 50 : 50
        state = .down(until: plant.now + Int64(pause) * 1_000_000)
    }
}

/// A service that is nothing but a stage on the log.
final class StageProcess<S: Stage>: Process {
    private var seated: SeatedStage<S>

    override init(_ plant: Plant, _ role: Role, instance: Int) {
        seated = SeatedStage(plant, role, instance: instance)
        super.init(plant, role, instance: instance)
    }

    override var hasWork: Bool { isRunning && seated.isBehind }

    override func start() throws(Stop) -> Bool {
        seated = SeatedStage(plant, role, instance: instance)
        return try seated.open()
    }

    override func turn() throws(Stop) {
        do throws(Stop) {
            guard try seated.mend() else { return }
            _ = try seated.foldBatch()
            plant.heard(role)
        } catch {
            guard error == .connectionLost else { throw error }
        }
    }
}

extension Plant {
    /// A sign of life on the local socket.
    func heard(_ role: Role) {
        switch role {
        case .oms: heardAt[0] = now
        case .risk: heardAt[1] = now
        default: break
        }
    }
}
