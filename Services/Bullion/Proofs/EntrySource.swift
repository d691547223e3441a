import Archive
import Contracts
import EventLog
import Foundation

/// Where entries are read from: the log in Redis, or its archive.
struct EntrySource: ~Copyable {
    private var log: LogReader?
    private var archive: ArchiveReader?

    init(_ store: Store, archive: Bool) throws {
        if archive { self.archive = try store.archive() } else { log = try store.reader() }
    }

    /// The newest entry.
    mutating func tip() throws -> LogOffset { try log?.tip() ?? archive?.tip() ?? .start }

    /// The oldest entry; `nil` if there is none.
    mutating func first() throws -> LogOffset? {
        if let log = try log?.first() { return log }
        return try archive?.entries(after: .start, limit: 1).first?.entry.offset
    }

    mutating func entry(at offset: LogOffset) throws -> RawEntry? {
        if let entry = try log?.entry(at: offset) { return entry }
        return try archive?.entry(at: offset)?.entry
    }

    /// The next entries, oldest first; none at the end.
    mutating func read(after cursor: LogOffset) throws -> [RawEntry] {
        if let entries = try log?.read(after: cursor, limit: 512) { return entries }
        return try archive?.entries(after: cursor, limit: 512).map(\.entry) ?? []
    }

    /// What names the instruments of an entry; `nil` if the configuration is no longer in Redis.
    mutating func universe(at offset: LogOffset) throws -> Universe? {
        if let configuration = try log?.newest(of: .configChange) { return configuration.universe }
        return try archive?.configuration(at: offset)?.entry.universe
    }

    /// Waits a while for entries after `cursor`.
    mutating func wait(after cursor: LogOffset) throws {
        if try log?.wait(for: EventKind.allCases, after: cursor, atMost: .seconds(1)) == nil { usleep(200_000) }
    }
}
