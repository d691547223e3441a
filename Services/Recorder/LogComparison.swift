import Archive
import Contracts
import EventLog

/// What the recorder does with a run of Redis that no one has looked at yet: hold it against the archive, and put back what is lost.
enum LogComparison {
    /// Why a person has to decide.
    enum Difference: Error, Hashable, CustomStringConvertible {
        /// Both hold an entry at this offset, and they are not the same.
        case differs(LogOffset)
        /// Redis no longer holds entries that the archive never had.
        case unarchivedTrimmed(archived: LogOffset, firstInLog: LogOffset)
        /// The log was emptied by hand: it knows its tip, and holds nothing to compare.
        case emptied(tip: LogOffset)

        var description: String {
            switch self {
            case .differs(let offset):
                "log and archive hold different entries at \(offset): one of them belongs to another book or was rewritten"
            case .unarchivedTrimmed(let archived, let first):
                "the archive ends at \(archived) and the log begins at \(first): the entries between are lost"
            case .emptied(let tip):
                "the log was emptied by hand after entry \(tip): rebuild it with bullion restore --force"
            }
        }
    }

    /// How many entries before the common end are compared. A log that differs does so at its end.
    private static let compared: UInt64 = 512

    /// Compares the end that both sides hold, then appends what only the archive holds. Answers how many entries came back.
    static func run(
        _ log: inout LogReader, _ keeper: inout LogKeeper, _ archive: inout ArchiveReader
    ) throws -> UInt64 {
        let tip = try keeper.tip()
        let archived = try archive.tip()
        let first = try log.first()
        if tip > .start, first == nil { throw Difference.emptied(tip: tip) }
        if let first, first > archived.next {
            throw Difference.unarchivedTrimmed(archived: archived, firstInLog: first)
        }

        let end = min(tip, archived).rawValue
        let begin = max(first?.rawValue ?? 1, end > compared ? end - compared + 1 : 1)
        if begin <= end { try compare(from: begin, through: end, &log, &archive) }

        var cursor = tip
        while cursor < archived {
            let lost = try archive.entries(after: cursor, limit: 512)
            guard let last = lost.last else { break }
            try keeper.restore(lost.map(\.entry))
            cursor = last.entry.offset
        }
        return cursor.rawValue - tip.rawValue
    }

    private static func compare(
        from first: UInt64, through last: UInt64, _ log: inout LogReader, _ archive: inout ArchiveReader
    ) throws {
        let count = Int(last - first + 1)
        let before = LogOffset(first - 1)
        let ours = try log.read(after: before, limit: count)
        let theirs = try archive.entries(after: before, limit: count)
        for (place, entry) in ours.enumerated() where !theirs.indices.contains(place) || theirs[place].entry != entry {
            throw Difference.differs(entry.offset)
        }
    }
}
