import Archive
import Contracts
import Testing

@Suite struct `The archive` {
    @Test func `gives back what it took`() throws {
        let database = try TestServer.migratedDatabase()
        let log = SampleLog.raw(25)
        var writer = try writer(database)
        #expect(writer.cursor == .start)
        let appended = try writer.append(log)
        #expect(appended.count == 25)
        #expect(appended.undecodable == [])
        #expect(writer.cursor == LogOffset(25))

        var archive = try reader(database)
        let entries = try archive.entries(after: .start, limit: 100)
        #expect(entries.map(\.entry) == log)
        #expect(entries.allSatisfy { $0.matchesLeaf })
        #expect(try archive.entries(after: LogOffset(20), limit: 3).map(\.entry.offset.rawValue) == [21, 22, 23])
        #expect(try archive.tip() == LogOffset(25))
        #expect(try archive.entry(at: LogOffset(7))?.entry == log[6])
        #expect(try archive.entry(at: LogOffset(26)) == nil)
        #expect(try archive.newestHead() == appended.head)
    }

    @Test func `makes the same tree whatever the batches are`() throws {
        let log = SampleLog.raw(40)
        var whole = try writer(try TestServer.migratedDatabase())
        try _ = whole.append(log)
        var pieces = try writer(try TestServer.migratedDatabase())
        for piece in [log[0..<1], log[1..<2], log[2..<7], log[7..<40]] { try _ = pieces.append(Array(piece)) }
        #expect(pieces.head == whole.head)
        #expect(whole.head.root == MerkleTree(leaves: log.map(\.auditLeaf)).root())
    }

    @Test func `skips what it has when a batch comes again after a restart`() throws {
        let database = try TestServer.migratedDatabase()
        let log = SampleLog.raw(30)
        var first = try writer(database)
        try _ = first.append(Array(log[..<20]))
        var second = try writer(database)
        #expect(second.cursor == LogOffset(20))
        #expect(second.head == first.head)
        #expect(try second.append(log).count == 10)
        #expect(try second.append(log).count == 0)
        var archive = try reader(database)
        #expect(try archive.entries(after: .start, limit: 100).map(\.entry) == log)
    }

    @Test func `refuses a gap`() throws {
        var writer = try writer(try TestServer.migratedDatabase())
        let log = SampleLog.raw(10)
        #expect(throws: ArchiveError.gap(expected: LogOffset(1), found: LogOffset(3))) {
            try writer.append(Array(log[2...]))
        }
        #expect(throws: ArchiveError.gap(expected: LogOffset(2), found: LogOffset(5))) {
            try writer.append([log[0], log[4]])
        }
        #expect(try writer.append(log).count == 10)
    }

    @Test func `lets only one of two writers append`() throws {
        let database = try TestServer.migratedDatabase()
        let log = SampleLog.raw(10)
        var one = try writer(database)
        var other = try writer(database)
        try _ = one.append(Array(log[..<5]))
        #expect(throws: ArchiveError.cursorMoved(expected: .start)) { try other.append(Array(log[..<7])) }
        var again = try writer(database)
        #expect(try again.append(log).count == 5)
        #expect(throws: ArchiveError.cursorMoved(expected: LogOffset(5))) { try one.append(log) }
    }

    @Test func `holds nothing of a batch whose connection died before the commit`() throws {
        let database = try TestServer.migratedDatabase()
        let log = SampleLog.raw(20)
        var broken = try writer(database)
        try _ = broken.append(Array(log[..<10]))
        try tamper(
            database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bullion-recorder' AND datname = current_database()"
        )
        let error = #expect(throws: ArchiveError.self) { try broken.append(log) }
        #expect(error?.isTransient == true)
        var archive = try reader(database)
        #expect(try archive.tip() == LogOffset(10))
        var restarted = try writer(database)
        #expect(try restarted.append(log).count == 10)
        var check = AuditCheck()
        try check.run(&archive)
        #expect(check.finding == nil)
    }

    @Test func `belongs to the mode of its first book`() throws {
        let database = try TestServer.migratedDatabase()
        _ = try writer(database, book: "paper", mode: .paper)
        _ = try writer(database, book: "other", mode: .paper)
        let refusal = ArchiveError.wrongMode(database: .paper, book: "main", mode: .live)
        #expect(throws: refusal) { _ = try writer(database, book: "main", mode: .live) }
        #expect(throws: refusal) { _ = try reader(database, book: "main", mode: .live) }
    }

    @Test func `keeps the books of one mode apart`() throws {
        let database = try TestServer.migratedDatabase()
        var one = try writer(database, book: "one")
        var two = try writer(database, book: "two")
        try _ = one.append(SampleLog.raw(12))
        try _ = two.append(SampleLog.raw(5))
        var archive = try reader(database, book: "two")
        #expect(try archive.tip() == LogOffset(5))
    }

    @Test func `is not rewritten by mistake`() throws {
        let database = try TestServer.migratedDatabase()
        var writer = try writer(database)
        try _ = writer.append(SampleLog.raw(3))
        for sql in ["UPDATE log_archive SET trace = ''", "DELETE FROM log_archive", "TRUNCATE audit_heads"] {
            var connection = try PostgresConnection(database)
            #expect(throws: PostgresError.self) { try connection.run(sql) }
        }
    }

    @Test func `keeps an entry that no one can read and says so`() throws {
        let database = try TestServer.migratedDatabase()
        var log = SampleLog.raw(8)
        let good = log[6]
        log[6] = RawEntry(
            offset: good.offset, kind: good.kind, version: good.version, at: good.at, recordedAt: good.recordedAt,
            by: good.by,
            cause: good.cause, trace: good.trace, body: [0xFF, 0x01])
        var writer = try writer(database)
        #expect(try writer.append(log).undecodable.map(\.offset) == [LogOffset(7)])
        var archive = try reader(database)
        #expect(try archive.entry(at: LogOffset(7))?.entry == log[6])
    }

    @Test func `reads the rows of orders, fills and signals out of the entries`() throws {
        let database = try TestServer.migratedDatabase()
        var first = try writer(database)
        try _ = first.append(SampleLog.raw(3))
        // A restart finds the names of instruments and strategies in the archive.
        var writer = try writer(database)
        try _ = writer.append(SampleLog.raw(9))
        #expect(
            try text(database, "SELECT strategy || ' ' || symbol || ' ' || weight FROM signals") == "sma-cross GLD 0.5")
        let order =
            "SELECT concat_ws(' ', order_id, symbol, side, quantity, type, status, filled, venue_order_id) FROM orders"
        #expect(
            try text(database, order) == "paper-20250630T200000Z-GLD-0-1 GLD buy 10 market partially_filled 4 v-1")
        try _ = writer.append(SampleLog.raw(10))
        #expect(try text(database, order) == "paper-20250630T200000Z-GLD-0-1 GLD buy 10 market filled 10 v-1")
        #expect(try text(database, "SELECT average_price::numeric(12,4)::text FROM orders") == "305.0700")
        #expect(try text(database, "SELECT price::text FROM fills ORDER BY \"offset\" LIMIT 1") == "305.01")
        #expect(try text(database, "SELECT happened_at::text FROM fills LIMIT 1") == "2025-06-30 20:00:00+00")
        var archive = try reader(database)
        #expect(try archive.entries(ofOrder: SampleLog.order).map(\.entry.offset.rawValue) == [7, 8, 9, 10])
        #expect(try archive.entries(ofOrder: OrderID("nobody")) == [])
    }

    @Test(arguments: [
        "0", "1", "-1", "0.000000001", "-0.5", "12.5", "10000", "99999999", "100000000", "9223372036.854775807",
        "-9223372036.854775808", "1234.5678", "0.0001", "20000.00005",
    ]) func `holds every amount exactly`(amount: String) throws {
        let database = try TestServer.migratedDatabase()
        var log = SampleLog.raw(6)
        let money = try #require(nanosOfDecimal(amount.utf8) ?? (amount.hasSuffix("808") ? Int64.min : nil))
        let cost = TradeCost(
            order: SampleLog.order, instrument: SampleLog.gold, filled: Quantity(units: 1),
            arrivalPrice: Price(units: 1),
            averagePrice: Price(units: 1), implementationShortfall: Money(nanos: money))
        let entry = Entry(
            offset: LogOffset(7), at: SampleLog.at, by: .oms, cause: .start, trace: "t", event: .tradeCost(cost))
        log.append(RawEntry(entry, recordedAt: SampleLog.at))
        var writer = try writer(database)
        try _ = writer.append(log)
        #expect(try text(database, "SELECT implementation_shortfall::text FROM trade_costs") == amount)
    }
}
