import Contracts

/// A draft whose body is encoded: what waits for the next commit.
struct PendingEntry {
    let kind: EventKind
    let version: Int
    let at: Timestamp
    let by: Author
    let cause: LogOffset
    let trace: String
    let body: [UInt8]

    init(_ draft: Draft) {
        (version, body) = draft.event.encoded()
        kind = draft.event.kind
        at = draft.at
        by = draft.by
        cause = draft.cause
        trace = draft.trace
    }

    /// Whether `entry` is this draft in its place.
    func stands(as entry: RawEntry) -> Bool {
        entry.kind == kind.rawValue && entry.by == by.rawValue && entry.at == at && entry.cause == cause
            && entry.trace == trace && entry.version == version && entry.body == body
    }
}

extension CommandBuffer {
    /// The eight arguments of one output of a commit.
    mutating func output(_ entry: PendingEntry, bell: Int) {
        argument(Int64(bell))
        argument(entry.kind.rawValue)
        argument(Int64(entry.version))
        argument(entry.at.nanoseconds)
        argument(entry.by.rawValue)
        argument(Int64(entry.cause.rawValue))
        argument(entry.trace)
        argument(entry.body)
    }
}
