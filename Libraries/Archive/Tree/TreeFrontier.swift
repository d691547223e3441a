/// The right edge of a growing audit tree: the roots of its complete subtrees, largest first.
///
/// One hash for each one in the binary form of the size is all it takes to append and to know the root, so a restart reads at most
/// 64 hashes instead of hashing the log again.
public struct TreeFrontier: Hashable, Sendable {
    public private(set) var size: UInt64
    private var peaks: [AuditHash]

    /// The edge of an empty tree.
    public init() {
        size = 0
        peaks = []
    }

    /// The edge as it was stored; `nil` if the bytes don't hold one hash for each complete subtree of a tree of this size.
    public init?(size: UInt64, bytes: [UInt8]) {
        guard bytes.count == size.nonzeroBitCount * 32 else { return nil }
        self.size = size
        peaks = stride(from: 0, to: bytes.count, by: 32).compactMap { AuditHash(bytes: bytes[$0..<$0 + 32]) }
    }

    /// The stored form.
    public var bytes: [UInt8] { peaks.flatMap(\.bytes) }

    public mutating func append(_ leaf: AuditHash) {
        var hash = leaf
        // Each trailing one bit of the size is a complete subtree as high as what we hold: join them.
        for _ in 0..<(~size).trailingZeroBitCount { hash = .node(peaks.removeLast(), hash) }
        peaks.append(hash)
        size += 1
    }

    public var root: AuditHash {
        guard var hash = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { hash = .node(peak, hash) }
        return hash
    }

    public var head: TreeHead { TreeHead(size: size, root: root) }
}

/// What a whole log looked like when it had `size` entries: two logs with the same head are the same, entry for entry.
public struct TreeHead: Hashable, Sendable, Codable {
    public let size: UInt64
    public let root: AuditHash

    public init(size: UInt64, root: AuditHash) {
        self.size = size
        self.root = root
    }
}

extension TreeHead: CustomStringConvertible, LosslessStringConvertible {
    /// `SIZE:ROOT`, the form in which a head is written down elsewhere to be compared later.
    public var description: String { "\(size):\(root)" }

    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let size = UInt64(parts[0]), let root = AuditHash(hexadecimal: String(parts[1])) else {
            return nil
        }
        self.init(size: size, root: root)
    }
}
