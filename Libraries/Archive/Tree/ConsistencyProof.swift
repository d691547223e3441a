/// Evidence that a later tree only appended to an earlier one.
public struct ConsistencyProof: Hashable, Sendable, Codable {
    public let oldSize: UInt64
    public let newSize: UInt64
    public let path: [AuditHash]

    public init(oldSize: UInt64, newSize: UInt64, path: [AuditHash]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Whether the tree with root `old` is the beginning of the tree with root `new`. Anything malformed is a plain no.
    public func proves(_ old: AuditHash, isBeginningOf new: AuditHash) -> Bool {
        guard oldSize <= newSize else { return false }
        if oldSize == newSize { return path.isEmpty && old == new }
        if oldSize == 0 { return path.isEmpty && old == .empty }
        guard let (computedOld, computedNew) = computedRoots(old: old) else { return false }
        return computedOld == old && computedNew == new
    }

    /// Both roots as the path gives them (RFC 9162, section 2.1.4.2).
    private func computedRoots(old: AuditHash) -> (AuditHash, AuditHash)? {
        // When the old tree is one complete subtree, its root is the first hash and is left out of the path.
        let hashes = oldSize.nonzeroBitCount == 1 ? [old] + path : path
        guard let first = hashes.first else { return nil }
        let trailing = (~(oldSize - 1)).trailingZeroBitCount
        var place = (oldSize - 1) >> trailing
        var last = (newSize - 1) >> trailing
        var roots = (first, first)
        for hash in hashes.dropFirst() {
            guard last != 0 else { return nil }
            if place & 1 == 1 || place == last {
                roots = (.node(hash, roots.0), .node(hash, roots.1))
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                roots.1 = .node(roots.1, hash)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 ? roots : nil
    }
}
