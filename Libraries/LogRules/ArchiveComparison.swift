public import Contracts

/// What the recorder does with a run of Redis that no one has looked at yet: which end of it is held against the archive, and from
/// where on the archive's entries are put back.
public struct ArchiveComparison: Hashable, Sendable {
    /// Why a person has to decide.
    public enum Difference: Error, Hashable, Sendable, CustomStringConvertible {
        /// Both hold an entry at this offset, and they are not the same.
        case differs(LogOffset)
        /// Redis no longer holds entries that the archive never had.
        case unarchivedTrimmed(archived: LogOffset, firstInLog: LogOffset)
        /// The log was emptied by hand: it knows its tip, and holds nothing to compare.
        case emptied(tip: LogOffset)

        public var description: String {
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
    public static let compared: UInt64 = 512

    /// The entries that both sides must hold alike; `nil` if they have none in common.
    public let common: ClosedRange<UInt64>?
    /// The archive's entries after this one are put back.
    public let restoreAfter: LogOffset

    /// - Parameters:
    ///   - first: the log's oldest entry; `nil` if it holds none.
    ///   - tip: the newest entry that was ever appended to it.
    ///   - archived: the archive's newest entry.
    public init(first: LogOffset?, tip: LogOffset, archived: LogOffset) throws(Difference) {
        if tip > .start, first == nil { throw .emptied(tip: tip) }
        if let first, first > archived.next { throw .unarchivedTrimmed(archived: archived, firstInLog: first) }
        let end = min(tip, archived).rawValue
        let begin = max(first?.rawValue ?? 1, end > Self.compared ? end - Self.compared + 1 : 1)
        common = begin <= end ? begin...end : nil
        restoreAfter = tip
    }
}
