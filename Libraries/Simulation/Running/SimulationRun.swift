internal import Contracts
internal import Kernel

/// One run of the whole platform in one thread, from one seed.
public struct SimulationRun: Sendable {
    /// What came of a run.
    public struct Report: Sendable {
        /// The most happenings that a trace keeps.
        public static let traceCapacity = 20_000

        public let seed: UInt64
        public let steps: Int
        public let violation: Violation?
        public let tally: Tally
        /// Of all that the log held at the end: two runs of one seed have the same.
        public let digest: UInt64
        /// The last things that happened, if they were asked for.
        public let trace: [String]
    }

    public let seed: UInt64
    public let steps: Int
    public let brokenGuard: BrokenGuard?
    public let keepsTrace: Bool

    public init(seed: UInt64, steps: Int, brokenGuard: BrokenGuard? = nil, keepsTrace: Bool = false) {
        precondition(steps >= 1, "a run has steps")
        self.seed = seed
        self.steps = steps
        self.brokenGuard = brokenGuard
        self.keepsTrace = keepsTrace
    }

    /// Runs to the end or to the first violation.
    public func run() -> Report {
        let plant = Plant(seed: seed, brokenGuard: brokenGuard, keepsTrace: keepsTrace)
        var stack = Stack(plant)
        while plant.tally.steps < steps, plant.violation == nil { stack.step() }
        if plant.violation == nil { stack.settle() }
        return Report(
            seed: seed, steps: steps, violation: plant.violation, tally: plant.tally, digest: plant.checker.digest,
            trace: plant.trace.newest)
    }
}
