public import Contracts
public import Kernel

/// What the conduct of the reconciler needs of the world: the log, and a broker that can be read.
public protocol ReconcilerWorld: ~Copyable {
    /// Why the process can't go on.
    associatedtype Failure: Error

    var stage: ReconciliationStage { get }
    var cursor: LogOffset { get }
    mutating func foldToTip() throws(Failure)
    mutating func append(_ facts: [Draft]) throws(Failure)
    /// The broker's positions, each valued at its price or at ours; `nil` when it does not answer.
    mutating func positions() -> [PositionReading]?
    /// The account; `nil` when the broker does not answer.
    mutating func account(at instant: Timestamp) -> AccountState?
    /// Long enough for a reading in the middle of a booking to be over.
    mutating func pause() throws(Failure)
    mutating func pass(_ point: KillPoint) throws(Failure)
    mutating func tell(_ report: ReconciliationReport)
}

/// One comparison of the log's positions with the broker's, when it is due.
public enum ReconcilerConduct {
    /// How often our side may move under a comparison before the cycle is reported as inconclusive.
    private static let attempts = 3

    public enum Outcome: Hashable, Sendable {
        case notDue, reported
        /// The broker did not answer: wait a moment, then try again, or take up the next cycle.
        case unanswered
    }

    /// Compares what is due and appends the report and the account's state.
    public static func turn<World: ReconcilerWorld & ~Copyable>(
        _ world: inout World
    ) throws(World.Failure) -> Outcome {
        guard let due = world.stage.due else { return .notDue }
        guard let facts = try compare(for: due, &world) else { return .unanswered }
        try world.pass(.beforeReport)
        try world.append(facts)
        try world.pass(.afterReport)
        try world.foldToTip()
        return .reported
    }

    /// The facts of one cycle; `nil` if the broker could not be read.
    private static func compare<World: ReconcilerWorld & ~Copyable>(
        for due: ReconciliationStage.Due, _ world: inout World
    ) throws(World.Failure) -> [Draft]? {
        for attempt in 1...attempts {
            let revision = world.stage.revision
            let offset = world.cursor
            guard let first = world.positions() else { return nil }
            try world.pass(.betweenReadings)
            try world.pause()
            guard let second = world.positions(), let account = world.account(at: due.at) else { return nil }
            try world.foldToTip()
            let stoodStill = world.stage.revision == revision
            guard stoodStill || attempt == attempts else { continue }
            let report = report(due, offset, first, second, stoodStill: stoodStill, world)
            world.tell(report)
            return [Event.reconciliationReport(report), .accountState(account)].map {
                Draft(at: due.at, by: .reconciler, cause: due.offset, trace: due.trace, event: $0)
            }
        }
        return nil
    }

    private static func report(
        _ due: ReconciliationStage.Due, _ offset: LogOffset, _ first: [PositionReading], _ second: [PositionReading],
        stoodStill: Bool, _ world: borrowing some ReconcilerWorld & ~Copyable
    ) -> ReconciliationReport {
        let ours = world.stage.positions
        let rules = Reconciliation(
            valueToleranceBasisPoints: world.stage.configuration?.limits.suspectMoveBasisPoints ?? 10_000)
        // When our side moved three times in a row, nothing can be said about anything.
        let inFlight = stoodStill ? world.stage.inFlight : (ours + second + first).map(\.symbol)
        return rules.report(
            cycle: due.cycle, ledgerOffset: offset, ours: ours, first: first, second: second, inFlight: inFlight)
    }
}
