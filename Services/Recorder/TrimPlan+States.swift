import Contracts
import EventLog
import LogRules

extension TrimPlan {
    /// The plan for what Redis knows about the services; a cursor that is no offset, or no snapshot, makes the plan wait for that stage.
    static func firstKept(archived: LogOffset, keeping tail: UInt64, states: [ServiceState]) -> LogOffset? {
        let places = states.compactMap { state -> StagePlace? in
            guard let stage = Author(rawValue: state.service), let cursor = UInt64(state.cursor),
                let snapshot = state.snapshot
            else { return nil }
            return StagePlace(stage, cursor: LogOffset(cursor), snapshot: snapshot)
        }
        return firstKept(archived: archived, keeping: tail, places: places)
    }
}
