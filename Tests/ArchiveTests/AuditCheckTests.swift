import Archive
import Contracts
import Testing

@Suite struct `An audit of the archive` {
    let database: String
    let heads: [TreeHead]

    /// Thirty entries in three batches.
    init() throws {
        database = try TestServer.migratedDatabase()
        let log = SampleLog.raw(30)
        var writer = try writer(database)
        heads = try [10, 20, 30].map { try writer.append(Array(log[..<$0])).head }
    }

    private func finding(pinned: [TreeHead] = []) throws -> AuditCheck.Finding? {
        var archive = try reader(database)
        var check = AuditCheck(pinned: pinned)
        try check.run(&archive)
        if check.finding == nil { #expect(check.entries == 30 && check.heads == 3 && check.head == heads[2]) }
        return check.finding
    }

    @Test func `finds nothing in what was left alone`() throws {
        #expect(try finding() == nil)
        #expect(try finding(pinned: heads) == nil)
    }

    @Test func `names the entry of which one byte of the body was flipped`() throws {
        try tamper(
            database, "UPDATE log_archive SET body = set_byte(body, 0, get_byte(body, 0) # 1) WHERE \"offset\" = 13")
        #expect(try finding() == .entryChanged(LogOffset(13)))
    }

    @Test(arguments: [
        "kind = 'Fill'", "version = 9", "at_ns = at_ns + 1", "recorded_ns = recorded_ns + 1", "author = 'operator'",
        "cause = cause + 1", "trace = trace || '.'", "leaf = sha256(leaf)",
    ]) func `names the entry of which any other column was changed`(change: String) throws {
        try tamper(database, "UPDATE log_archive SET \(change) WHERE \"offset\" = 21")
        #expect(try finding() == .entryChanged(LogOffset(21)))
    }

    @Test func `names a deleted entry`() throws {
        try tamper(database, "DELETE FROM log_archive WHERE \"offset\" = 17")
        #expect(try finding() == .entryMissing(LogOffset(17)))
    }

    @Test func `names the first of two entries that changed places`() throws {
        try tamper(
            database,
            """
            UPDATE log_archive SET "offset" = 1000 WHERE "offset" = 12;
            UPDATE log_archive SET "offset" = 12 WHERE "offset" = 15;
            UPDATE log_archive SET "offset" = 15 WHERE "offset" = 1000
            """)
        #expect(try finding() == .entryChanged(LogOffset(12)))
    }

    @Test func `notices an end that was cut off`() throws {
        try tamper(database, "DELETE FROM log_archive WHERE \"offset\" > 25")
        #expect(try finding() == .entryMissing(LogOffset(26)))
    }

    @Test func `notices an end that was cut off together with its cursor`() throws {
        try tamper(database, "DELETE FROM log_archive WHERE \"offset\" > 20; UPDATE archive_cursor SET size = 20")
        #expect(try finding() == .entryMissing(LogOffset(21)))
    }

    @Test func `notices an entry that was rewritten together with its leaf`() throws {
        var archive = try reader(database)
        let entry = try #require(try archive.entry(at: LogOffset(14))).entry
        let forged = RawEntry(
            offset: entry.offset, kind: entry.kind, version: entry.version, at: entry.at, recordedAt: entry.recordedAt,
            by: entry.by, cause: entry.cause, trace: "forged", body: entry.body)
        try tamper(
            database,
            "UPDATE log_archive SET trace = 'forged', leaf = '\\x\(forged.auditLeaf)' WHERE \"offset\" = 14")
        guard case .headDiffers(20, heads[1].root, _, trusted: 10) = try finding() else {
            Issue.record("the head of size 20 was expected to differ")
            return
        }
    }

    @Test func `notices heads that were removed`() throws {
        try tamper(database, "DELETE FROM audit_heads WHERE size = 30")
        #expect(try finding() == .headMissing(size: 30))
    }

    @Test func `holds the archive against a head that was written down elsewhere`() throws {
        // Everything inside the database is consistent again after this: only the old head tells.
        try tamper(
            database,
            """
            DELETE FROM log_archive WHERE "offset" > 20; DELETE FROM audit_heads WHERE size > 20;
            UPDATE archive_cursor SET size = 20
            """)
        var archive = try reader(database)
        var blind = AuditCheck()
        try blind.run(&archive)
        #expect(blind.finding == nil)
        #expect(try finding(pinned: [heads[2]]) == .pinnedHeadDiffers(pinned: heads[2], computed: nil))
        let other = TreeHead(size: 10, root: heads[1].root)
        #expect(try finding(pinned: [other]) == .pinnedHeadDiffers(pinned: other, computed: heads[0].root))
    }

    @Test func `is shortened by a proof that a later head continues an earlier one`() throws {
        var archive = try reader(database)
        let tree = MerkleTree(leaves: try archive.leaves(count: 30))
        #expect(tree.root() == heads[2].root)
        let proof = tree.consistencyProof(from: 10, to: 30)
        #expect(proof.proves(heads[0].root, isBeginningOf: heads[2].root))
        #expect(!proof.proves(heads[1].root, isBeginningOf: heads[2].root))
    }
}
