public import Contracts
import LogRules

/// Why a service cannot read or extend the log.
public enum LogError: Error, Hashable, Sendable, CustomStringConvertible {
    case redis(RedisError)
    /// Another instance has taken the lease: this one must end.
    case fenced(service: String, epoch: Int64)
    /// Entries that the service still needs are no longer in the log.
    case gap(service: String, expected: LogOffset, found: LogOffset)
    /// The service has folded entries that the log does not hold.
    case cursorAheadOfLog(service: String, cursor: LogOffset, tip: LogOffset)
    /// An entry cannot be decoded.
    case unreadable(LogOffset, reason: String)
    /// Redis has lost commits of a producer, whose source must be read again from the older cursor.
    case rewound(service: String, from: String, to: String)
    /// A stage cannot be written as a snapshot.
    case snapshot(service: String, reason: String)
    /// The recorder has not compared this run of Redis with the archive yet.
    case generationUnpublished(run: String, waited: Duration)
    /// Entries to put back do not follow the tip of the log.
    case notAtTip(first: LogOffset, tip: LogOffset)
    /// The caller asked to stop waiting.
    case canceled

    public var description: String {
        switch self {
        case .redis(let error): error.description
        case .fenced(let service, let epoch): "another instance of \(service) has taken the lease, epoch \(epoch)"
        case .gap(let service, let expected, let found):
            "the log has been trimmed past the cursor of \(service): expected entry \(expected), found \(found)"
        case .cursorAheadOfLog(let service, let cursor, let tip):
            "the cursor of \(service) is at \(cursor), but the log ends at \(tip)"
        case .unreadable(let offset, let reason): "entry \(offset) cannot be read: \(reason)"
        case .rewound(let service, let from, let to):
            "Redis has lost commits of \(service): its source cursor is back from \"\(from)\" to \"\(to)\""
        case .snapshot(let service, let reason): "the snapshot of \(service) cannot be made: \(reason)"
        case .generationUnpublished(let run, let waited):
            "the recorder has not published Redis run \(run) after \(waited)"
        case .notAtTip(let first, let tip): "entry \(first) cannot follow the tip \(tip)"
        case .canceled: "stopped while waiting for the log"
        }
    }
}

/// Runs `body`, which talks to Redis, and gives its errors the wider type.
func wrapping<Result: ~Copyable>(_ body: () throws(RedisError) -> Result) throws(LogError) -> Result {
    do { return try body() } catch { throw .redis(error) }
}

extension LogError {
    init(_ mismatch: LogMismatch, service: String) {
        switch mismatch {
        case .gap(let expected, let found): self = .gap(service: service, expected: expected, found: found)
        case .cursorAheadOfLog(let cursor, let tip):
            self = .cursorAheadOfLog(service: service, cursor: cursor, tip: tip)
        }
    }
}
