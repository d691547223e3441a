/// A whole audit tree over the leaves of a log, which can prove things about itself (RFC 6962, section 2.1).
public struct MerkleTree: Sendable {
    private let leaves: [AuditHash]

    public init(leaves: [AuditHash]) { self.leaves = leaves }

    public var size: UInt64 { UInt64(leaves.count) }

    /// The root of the tree over the first `size` leaves, or over all of them.
    public func root(size: UInt64? = nil) -> AuditHash { root(of: leaves.prefix(Int(size ?? self.size))) }

    /// The hashes that lead from leaf `index` to the root of the first `size` leaves.
    public func inclusionProof(of index: UInt64, size: UInt64) -> InclusionProof {
        precondition(index < size && size <= self.size, "a proven leaf lies in its tree")
        return InclusionProof(index: index, size: size, path: path(to: Int(index), in: leaves.prefix(Int(size))))
    }

    /// The hashes that show that the first `old` leaves are still the beginning of the first `new`.
    public func consistencyProof(from old: UInt64, to new: UInt64) -> ConsistencyProof {
        precondition(old <= new && new <= size, "a tree grows within its leaves")
        guard old > 0, old < new else { return ConsistencyProof(oldSize: old, newSize: new, path: []) }
        return ConsistencyProof(
            oldSize: old, newSize: new, path: subproof(Int(old), in: leaves.prefix(Int(new)), isWhole: true))
    }

    private func root(of slice: ArraySlice<AuditHash>) -> AuditHash {
        var frontier = TreeFrontier()
        for leaf in slice { frontier.append(leaf) }
        return frontier.root
    }

    /// PATH(m, D[n]) of the RFC.
    private func path(to place: Int, in slice: ArraySlice<AuditHash>) -> [AuditHash] {
        guard slice.count > 1 else { return [] }
        let split = largestPowerOfTwo(below: slice.count)
        let left = slice.prefix(split)
        let right = slice.dropFirst(split)
        return place < split
            ? path(to: place, in: left) + [root(of: right)] : path(to: place - split, in: right) + [root(of: left)]
    }

    /// SUBPROOF(m, D[n], b) of the RFC.
    private func subproof(_ count: Int, in slice: ArraySlice<AuditHash>, isWhole: Bool) -> [AuditHash] {
        if count == slice.count { return isWhole ? [] : [root(of: slice)] }
        let split = largestPowerOfTwo(below: slice.count)
        let left = slice.prefix(split)
        let right = slice.dropFirst(split)
        return count <= split
            ? subproof(count, in: left, isWhole: isWhole) + [root(of: right)]
            : subproof(count - split, in: right, isWhole: false) + [root(of: left)]
    }
}

/// The largest power of two that is smaller than `count`, which is at least 2.
private func largestPowerOfTwo(below count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
