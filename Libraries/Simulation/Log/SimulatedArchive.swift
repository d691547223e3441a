internal import Contracts

/// The archive in Postgres: it only grows, and what it holds is durable.
struct SimulatedArchive {
    private(set) var entries: [Entry] = []
    /// Whether it holds a decision on an order. What others did at the account before is none of the book's business.
    private(set) var hasDecision = false
    /// Nobody reaches it before this instant.
    var downUntil: Int64 = 0

    var tip: LogOffset { LogOffset(UInt64(entries.count)) }

    /// One transaction; `false` if another recorder was faster.
    mutating func append(_ new: ArraySlice<Entry>) -> Bool {
        guard let first = new.first, first.offset == tip.next else { return false }
        entries += new
        if !hasDecision { hasDecision = new.contains { $0.by == .oms } }
        return true
    }

    func entries(after offset: LogOffset) -> ArraySlice<Entry> {
        entries[min(entries.count, Int(offset.rawValue))...]
    }
}
