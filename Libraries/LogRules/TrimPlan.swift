public import Contracts

/// How much of the log Redis may forget: what is archived, and in a snapshot of every stage, less a tail that is kept anyway.
public enum TrimPlan {
    /// Where one stage stands.
    public struct StagePlace: Hashable, Sendable {
        public var stage: Author
        public var cursor: LogOffset
        /// Through which entry its snapshot reaches.
        public var snapshot: LogOffset

        public init(_ stage: Author, cursor: LogOffset, snapshot: LogOffset) {
            self.stage = stage
            self.cursor = cursor
            self.snapshot = snapshot
        }
    }

    /// The services whose place in the log is their cursor. The cursors of the others count something else.
    public static let stages: [Author] = [.features, .strategy, .allocator, .risk, .oms, .reconciler]

    /// The first entry to keep; `nil` when nothing may go, such as while a stage has no snapshot to start from.
    public static func firstKept(archived: LogOffset, keeping tail: UInt64, places: [StagePlace]) -> LogOffset? {
        guard archived.rawValue > tail else { return nil }
        var last = archived.rawValue - tail
        for stage in stages {
            guard let place = places.first(where: { $0.stage == stage }) else { return nil }
            last = min(last, place.cursor.rawValue, place.snapshot.rawValue)
        }
        return last == 0 ? nil : LogOffset(last + 1)
    }
}
