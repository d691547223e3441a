public import Contracts

/// Evidence, as one JSON file, that an entry stands in the log of a book as it is shown: checked without any server.
public struct AuditProof: Hashable, Sendable, Codable {
    /// An earlier head, with the evidence that the later log begins with the earlier one.
    public struct Continuation: Hashable, Sendable, Codable {
        public let head: TreeHead
        public let path: [AuditHash]
    }

    public let book: String
    public let entry: ProvenEntry
    public let head: TreeHead
    /// The siblings from the entry's leaf to the root of `head`.
    public let path: [AuditHash]
    public let continues: Continuation?

    /// Proves an entry under the head of `tree`, and that `earlier` is the beginning of the same tree.
    public init(book: String, entry: RawEntry, tree: MerkleTree, continuing earlier: TreeHead? = nil) {
        precondition(entry.offset > .start && entry.offset.rawValue <= tree.size, "a proven entry stands in its tree")
        self.book = book
        self.entry = ProvenEntry(entry)
        head = TreeHead(size: tree.size, root: tree.root())
        path = tree.inclusionProof(of: entry.offset.rawValue - 1, size: tree.size).path
        continues = earlier.map { earlier in
            precondition(earlier.size <= tree.size, "an earlier tree is not larger")
            return Continuation(head: earlier, path: tree.consistencyProof(from: earlier.size, to: tree.size).path)
        }
    }

    /// What does not hold.
    public enum Flaw: Hashable, Sendable {
        case notAnEntry
        case entryNotUnderHead
        case earlierHeadNotContinued
        /// The proof is sound, but under another head than the one that was trusted.
        case otherHead(trusted: TreeHead)
    }

    /// The first thing that does not hold; `nil` if the proof proves what it shows. Pass the head that you trust, if you have one.
    public func flaw(trusting trusted: TreeHead? = nil) -> Flaw? {
        guard let raw = entry.raw, raw.offset > .start else { return .notAnEntry }
        let inclusion = InclusionProof(index: raw.offset.rawValue - 1, size: head.size, path: path)
        guard inclusion.proves(raw.auditLeaf, under: head.root) else { return .entryNotUnderHead }
        if let continues {
            let consistency = ConsistencyProof(oldSize: continues.head.size, newSize: head.size, path: continues.path)
            guard consistency.proves(continues.head.root, isBeginningOf: head.root) else {
                return .earlierHeadNotContinued
            }
        }
        if let trusted, trusted != head, trusted != continues?.head { return .otherHead(trusted: trusted) }
        return nil
    }
}

/// An entry as a proof file shows it: every field that its leaf covers.
public struct ProvenEntry: Hashable, Sendable, Codable {
    public let offset: UInt64
    public let kind: String
    public let version: Int
    public let atNanoseconds: Int64
    public let recordedNanoseconds: Int64
    public let by: String
    public let cause: UInt64
    public let trace: String
    /// Hexadecimal.
    public let body: String

    init(_ entry: RawEntry) {
        offset = entry.offset.rawValue
        kind = entry.kind
        version = entry.version
        atNanoseconds = entry.at.nanoseconds
        recordedNanoseconds = entry.recordedAt.nanoseconds
        by = entry.by
        cause = entry.cause.rawValue
        trace = entry.trace
        body = hexadecimal(entry.body)
    }

    /// The entry; `nil` if the body is not hexadecimal.
    public var raw: RawEntry? {
        guard let body = bytes(hexadecimal: body) else { return nil }
        return RawEntry(
            offset: LogOffset(offset), kind: kind, version: version, at: Timestamp(nanoseconds: atNanoseconds),
            recordedAt: Timestamp(nanoseconds: recordedNanoseconds), by: by, cause: LogOffset(cause), trace: trace,
            body: body)
    }
}

extension AuditProof.Flaw: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAnEntry: "the file does not show an entry"
        case .entryNotUnderHead: "the entry does not lead to the head"
        case .earlierHeadNotContinued: "the head does not continue the earlier head"
        case .otherHead(let trusted): "the proof is under another head than \(trusted)"
        }
    }
}
