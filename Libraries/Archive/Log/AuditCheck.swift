public import Contracts

/// The whole archive of a book held against its audit tree, entry by entry.
///
/// An archive that was rewritten together with all its heads is told by nothing inside it: keep a head elsewhere, and give it here.
public struct AuditCheck: Sendable {
    /// The first thing that is not as it was archived.
    public enum Finding: Hashable, Sendable {
        /// An entry's columns no longer are what its leaf was made of: a changed or moved entry.
        case entryChanged(LogOffset)
        /// There is no entry at this offset, though there are later ones or the cursor says so.
        case entryMissing(LogOffset)
        /// The entries after `trusted` up to this head are not the ones it was made over.
        case headDiffers(size: UInt64, stored: AuditHash, computed: AuditHash, trusted: UInt64)
        /// A head that was written down elsewhere does not fit.
        case pinnedHeadDiffers(pinned: TreeHead, computed: AuditHash?)
        /// The newest head does not cover all entries.
        case headMissing(size: UInt64)
    }

    public private(set) var entries: UInt64 = 0
    public private(set) var heads = 0
    /// The head over the entries checked so far.
    public var head: TreeHead { frontier.head }
    public private(set) var finding: Finding?
    private var frontier = TreeFrontier()
    private var trusted: UInt64 = 0
    private let pinned: [TreeHead]

    public init(pinned: [TreeHead] = []) { self.pinned = pinned }

    /// Checks everything and stops at the first finding. Hands each sound entry to `visit`, which says whether to go on.
    public mutating func run(
        _ archive: inout ArchiveReader, visit: (RawEntry) -> Bool = { _ in true }
    ) throws(ArchiveError) {
        try archive.inOneSnapshot { archive throws(ArchiveError) in
            let end = try max(archive.cursor(), archive.tip()).rawValue
            while finding == nil, entries < end {
                let batch = try archive.entries(after: LogOffset(entries), limit: 1024)
                var waiting = try archive.heads(above: entries, limit: batch.count)[...]
                if batch.isEmpty { finding = .entryMissing(LogOffset(entries + 1)) }
                for archived in batch {
                    take(archived, waiting: &waiting)
                    guard finding == nil else { break }
                    guard visit(archived.entry) else { return }
                }
            }
            if finding == nil { try finish(&archive) }
        }
    }

    private mutating func take(_ archived: ArchivedEntry, waiting: inout ArraySlice<TreeHead>) {
        let expected = LogOffset(entries + 1)
        guard archived.entry.offset == expected else { return finding = .entryMissing(expected) }
        guard archived.matchesLeaf else { return finding = .entryChanged(expected) }
        frontier.append(archived.leaf)
        entries += 1
        for head in pinned where head.size == entries && head.root != frontier.root {
            return finding = .pinnedHeadDiffers(pinned: head, computed: frontier.root)
        }
        guard let head = waiting.first, head.size == entries else { return }
        waiting.removeFirst()
        guard head.root == frontier.root else {
            return finding = .headDiffers(size: entries, stored: head.root, computed: frontier.root, trusted: trusted)
        }
        trusted = entries
        heads += 1
    }

    private mutating func finish(_ archive: inout ArchiveReader) throws(ArchiveError) {
        if let newest = try archive.newestHead(), newest.size > entries {
            finding = .entryMissing(LogOffset(entries + 1))
        } else if trusted < entries {
            finding = .headMissing(size: entries)
        } else if let head = pinned.first(where: { $0.size > entries }) {
            finding = .pinnedHeadDiffers(pinned: head, computed: nil)
        }
    }
}

extension AuditCheck.Finding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .entryChanged(let offset): "entry \(offset) is not what was archived: its columns don't hash to its leaf"
        case .entryMissing(let offset): "entry \(offset) is missing"
        case .headDiffers(let size, let stored, let computed, let trusted):
            "entries \(trusted + 1) to \(size) are not the ones archived: their head is \(computed), stored is \(stored)"
        case .pinnedHeadDiffers(let pinned, let computed?):
            "the head \(pinned) was expected, the archive gives \(computed)"
        case .pinnedHeadDiffers(let pinned, nil): "the head \(pinned) was expected, the archive has fewer entries"
        case .headMissing(let size): "no audit head covers all \(size) entries"
        }
    }
}
