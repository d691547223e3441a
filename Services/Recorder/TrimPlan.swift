import Contracts
import EventLog

/// How much of the log Redis may forget: what is archived, and in a snapshot of every stage, less a tail that is kept anyway.
enum TrimPlan {
    /// The services whose place in the log is their cursor. The cursors of the others count something else.
    static let stages: [Author] = [.features, .strategy, .allocator, .risk, .oms]

    /// The first entry to keep; `nil` when nothing may go, such as while a stage has no snapshot to start from.
    static func firstKept(archived: LogOffset, keeping tail: UInt64, states: [ServiceState]) -> LogOffset? {
        guard archived.rawValue > tail else { return nil }
        var last = archived.rawValue - tail
        for stage in stages {
            guard let state = states.first(where: { $0.service == stage.rawValue }), let cursor = UInt64(state.cursor),
                let snapshot = state.snapshot
            else { return nil }
            last = min(last, cursor, snapshot.rawValue)
        }
        return last == 0 ? nil : LogOffset(last + 1)
    }
}
