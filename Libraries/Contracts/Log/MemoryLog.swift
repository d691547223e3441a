/// The log of one book as an array: what backtests and simulations run on.
public struct MemoryLog: Sendable {
    public private(set) var entries: [Entry] = []
    public init() {}

    /// The offset of the newest entry; `start` while the log is empty.
    public var tip: LogOffset { LogOffset(UInt64(entries.count)) }

    @discardableResult
    public mutating func append(_ draft: Draft) -> LogOffset {
        let offset = tip.next
        entries.append(draft.placed(at: offset))
        return offset
    }

    public subscript(offset: LogOffset) -> Entry { entries[Int(offset.rawValue) - 1] }

    /// The entries after `cursor`, oldest first.
    public func entries(after cursor: LogOffset) -> ArraySlice<Entry> { entries[Int(cursor.rawValue)...] }
}
