/// Evidence that one leaf stands at one place of a tree: the siblings on its way to the root.
public struct InclusionProof: Hashable, Sendable, Codable {
    /// The leaf's place, from 0: the entry's offset less one.
    public let index: UInt64
    public let size: UInt64
    public let path: [AuditHash]

    public init(index: UInt64, size: UInt64, path: [AuditHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Whether `leaf` at this place leads to `root`. Anything malformed is a plain no.
    public func proves(_ leaf: AuditHash, under root: AuditHash) -> Bool { computedRoot(from: leaf) == root }

    /// The root that the path leads to (RFC 9162, section 2.1.3.2); `nil` if the path is too short or too long.
    private func computedRoot(from leaf: AuditHash) -> AuditHash? {
        guard index < size else { return nil }
        var place = index
        var last = size - 1
        var hash = leaf
        for sibling in path {
            guard last != 0 else { return nil }
            if place & 1 == 1 || place == last {
                hash = .node(sibling, hash)
                // A right edge without a sibling of its own climbs until it is a right child.
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }
}
