public import Contracts

/// An entry as it stands in the archive, with the audit leaf that was made when it was archived.
public struct ArchivedEntry: Hashable, Sendable {
    public let entry: RawEntry
    public let leaf: AuditHash

    /// Whether the entry still is what its leaf was made of.
    public var matchesLeaf: Bool { entry.auditLeaf == leaf }
}

extension RawEntry {
    /// The hash that stands for this entry in the audit tree.
    public var auditLeaf: AuditHash { .leaf(auditBytes) }
}
