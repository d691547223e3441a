import Archive
import Contracts
import EventLog
import LogRules

/// What the recorder does with a run of Redis that no one has looked at yet: hold it against the archive, and put back what is lost.
enum LogComparison {
    typealias Difference = ArchiveComparison.Difference

    /// Compares the end that both sides hold, then appends what only the archive holds. Answers how many entries came back.
    static func run(
        _ log: inout LogReader, _ keeper: inout LogKeeper, _ archive: inout ArchiveReader
    ) throws -> UInt64 {
        let tip = try keeper.tip()
        let archived = try archive.tip()
        let plan = try ArchiveComparison(first: try log.first(), tip: tip, archived: archived)
        if let common = plan.common { try compare(from: common.lowerBound, through: common.upperBound, &log, &archive) }

        var cursor = plan.restoreAfter
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
