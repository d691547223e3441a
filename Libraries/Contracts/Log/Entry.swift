/// An entry's place in the log of its book: dense, counted from 1. Zero means "before the first entry".
///
/// In Redis the entry's stream id is `0-<offset>`; in Postgres the offset is the archive's primary key and the audit leaf's index plus one.
public struct LogOffset: Hashable, Comparable, Sendable, Codable, BitwiseCopyable, CustomStringConvertible {
    public let rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    public static let start = LogOffset(0)
    public var next: LogOffset { LogOffset(rawValue + 1) }
    public var description: String { String(rawValue) }
    public static func < (left: LogOffset, right: LogOffset) -> Bool { left.rawValue < right.rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(UInt64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// Who appended an entry.
///
/// `gateway` is the part of the OMS that reports what the broker said. It is told apart from `oms`, whose entries are decisions that
/// a replay must reproduce, because what a broker says can only be recorded.
public enum Author: String, Hashable, Sendable, Codable, CaseIterable {
    case ingest, features, strategy, allocator, risk, oms, gateway, reconciler, watchdog, api, scheduler, recorder,
        `operator`
}

/// One fact in the log of a book.
public struct Entry: Hashable, Sendable {
    public let offset: LogOffset
    /// Event time. A decision carries the time of what it answers, so that a replay writes the same.
    public let at: Timestamp
    public let by: Author
    /// The entry that this one answers; `start` when it came from outside.
    public let cause: LogOffset
    /// Names the frame or command at the root of the chain of causes, such as `20250630T200000Z`.
    public let trace: String
    public let event: Event

    public init(offset: LogOffset, at: Timestamp, by: Author, cause: LogOffset, trace: String, event: Event) {
        self.offset = offset
        self.at = at
        self.by = by
        self.cause = cause
        self.trace = trace
        self.event = event
    }
}

/// An entry that has no offset yet: what a commit appends.
public struct Draft: Hashable, Sendable {
    public let at: Timestamp
    public let by: Author
    public let cause: LogOffset
    public let trace: String
    public let event: Event

    public init(at: Timestamp, by: Author, cause: LogOffset, trace: String, event: Event) {
        self.at = at
        self.by = by
        self.cause = cause
        self.trace = trace
        self.event = event
    }

    /// A decision that answers `entry`: it inherits the time and the trace.
    public init(answering entry: Entry, by: Author, event: Event) {
        self.init(at: entry.at, by: by, cause: entry.offset, trace: entry.trace, event: event)
    }

    public func placed(at offset: LogOffset) -> Entry {
        Entry(offset: offset, at: at, by: by, cause: cause, trace: trace, event: event)
    }
}
