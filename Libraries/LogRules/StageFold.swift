public import Contracts

/// How one stage keeps step with the log, without the log: what has been folded, what is committed, and what already stands there.
///
/// It takes entries and gives answers; who hosts it reads and commits. The services host it on Redis and the simulation in memory, so
/// that what is simulated is what runs.
public struct StageFold<S: Stage>: Sendable {
    /// The stage's state after the entry at `cursor`.
    public private(set) var stage = S()
    /// The last entry that has been folded.
    public private(set) var cursor = LogOffset.start
    /// The last entry whose outputs are in the log.
    public private(set) var committedCursor = LogOffset.start
    /// The entry through which the newest snapshot reaches.
    public private(set) var snapshotOffset = LogOffset.start
    /// How many answers to an entry the log holds already, beyond the committed cursor.
    ///
    /// That happens after the recorder has put entries back: Redis lost the move of the cursor, but the archive had
    /// the answers. The stage would give the same ones again, so as many are left out.
    private var answered: [LogOffset: Int] = [:]
    private var outputs: [Event] = []

    public init() {}

    /// Moves on to the entry at `offset`, which must be the one after the cursor.
    public mutating func advance(to offset: LogOffset) throws(LogMismatch) {
        guard offset == cursor.next else { throw .gap(expected: cursor.next, found: offset) }
        cursor = offset
    }

    /// Folds the entry at the cursor and answers what is to be appended for it: all that the stage says, less what stands in the log.
    public mutating func fold(_ entry: Entry, emitting: Bool) -> ArraySlice<Event> {
        outputs.removeAll(keepingCapacity: true)
        stage.handle(entry, into: &outputs)
        guard emitting, !outputs.isEmpty else { return [] }
        let standing = answered.isEmpty ? 0 : answered.removeValue(forKey: entry.offset) ?? 0
        return outputs.dropFirst(standing)
    }

    /// Takes note that everything up to the cursor is in the log, and through where a snapshot that went with it reaches.
    public mutating func noteCommit(snapshot: LogOffset?) {
        committedCursor = cursor
        if let snapshot { snapshotOffset = snapshot }
    }

    /// Whether a snapshot is due after `interval` entries.
    public func isSnapshotDue(every interval: Int) -> Bool {
        cursor.rawValue - snapshotOffset.rawValue >= UInt64(interval)
    }

    /// Whether the cursor is to be moved although there is nothing to append: in large steps, and when the log has become quiet.
    public func isCursorDue(every interval: Int, wasQuiet: Bool) -> Bool {
        let uncommitted = cursor.rawValue - committedCursor.rawValue
        return uncommitted >= UInt64(interval) || (wasQuiet && uncommitted > 0)
    }
}

// MARK: Recovery

extension StageFold {
    /// Begins anew: from the snapshot if the committed cursor includes it, else from nothing.
    public mutating func beginRecovery(from snapshot: (offset: LogOffset, stage: S)?, committed: LogOffset) {
        answered.removeAll()
        if let snapshot, snapshot.offset <= committed {
            (stage, cursor) = (snapshot.stage, snapshot.offset)
        } else {
            (stage, cursor) = (S(), .start)
        }
        snapshotOffset = cursor
    }

    /// Whether the log holds what is needed to fold on from here: from its first entry, if it has any, to its tip.
    public func checkLog(first: LogOffset?, tip: LogOffset, committed: LogOffset) throws(LogMismatch) {
        guard committed <= tip else { throw .cursorAheadOfLog(cursor: committed, tip: tip) }
        let available = first ?? tip.next
        if cursor < tip, available > cursor.next { throw .gap(expected: cursor.next, found: available) }
    }

    /// Takes note that the state is that of the committed cursor.
    public mutating func endRecovery() { committedCursor = cursor }

    /// Counts an answer of ours that the log holds to an entry which, by the cursor, has not been answered.
    public mutating func noteAnswer(to cause: LogOffset) {
        if cause > committedCursor { answered[cause, default: 0] += 1 }
    }
}

/// Why a stage can't be folded on from what the log holds.
public enum LogMismatch: Error, Hashable, Sendable {
    /// Entries that the stage still needs are no longer in the log.
    case gap(expected: LogOffset, found: LogOffset)
    /// The stage has committed entries that the log does not hold.
    case cursorAheadOfLog(cursor: LogOffset, tip: LogOffset)
}
