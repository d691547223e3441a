public import Contracts

/// Reads one book's log, audit leaves and heads from the archive. It changes nothing.
public struct ArchiveReader: ~Copyable {
    public let book: String
    private var connection: PostgresConnection

    /// Takes over the connection. Refuses a database of another mode, or one whose schema this build does not know.
    public init(
        _ connection: consuming PostgresConnection, book: String, mode: BookMode
    ) throws(ArchiveError) {
        var connection = connection
        let missing = try Migrator.missing(on: &connection)
        guard missing.isEmpty else { throw .schemaBehind(missing: missing.map(\.fileName)) }
        try ArchiveStamp.check(&connection, book: book, mode: mode)
        self.connection = connection
        self.book = book
    }

    /// Lets `body` see the archive as it is now, whatever is appended meanwhile.
    public mutating func inOneSnapshot(
        _ body: (inout ArchiveReader) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        func run(_ script: String) throws(ArchiveError) {
            try connection.archiving { connection throws(PostgresError) in try connection.run(script) }
        }
        try run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do throws(ArchiveError) {
            try body(&self)
        } catch {
            // Nothing was written, so a rollback that fails leaves nothing behind either.
            try? run("ROLLBACK")
            throw error
        }
        try run("COMMIT")
    }

    /// The newest archived entry; `start` for a book without any.
    public mutating func tip() throws(ArchiveError) -> LogOffset {
        let rows = try query("SELECT coalesce(max(\"offset\"), 0) FROM log_archive WHERE book = $1", [])
        return LogOffset(UInt64(rows.integer(0, 0) ?? 0))
    }

    /// Up to `limit` entries after `cursor`, oldest first. What was deleted is missing here: look at the offsets.
    public mutating func entries(after cursor: LogOffset, limit: Int) throws(ArchiveError) -> [ArchivedEntry] {
        try archived(
            "WHERE book = $1 AND \"offset\" > $2 ORDER BY \"offset\" LIMIT $3",
            [.offset(cursor.rawValue), .integer(Int64(limit))])
    }

    /// The entry at `offset`; `nil` if the archive has none there.
    public mutating func entry(at offset: LogOffset) throws(ArchiveError) -> ArchivedEntry? {
        try archived("WHERE book = $1 AND \"offset\" = $2", [.offset(offset.rawValue)]).first
    }

    /// All entries that speak of one order: its events, fills and cost, oldest first.
    public mutating func entries(ofOrder order: OrderID) throws(ArchiveError) -> [ArchivedEntry] {
        try archived(
            """
            WHERE book = $1 AND "offset" IN (
                SELECT "offset" FROM order_events WHERE book = $1 AND order_id = $2
                UNION SELECT "offset" FROM fills WHERE book = $1 AND order_id = $2
                UNION SELECT "offset" FROM trade_costs WHERE book = $1 AND order_id = $2
            ) ORDER BY "offset"
            """, [.text(order.text)])
    }

    /// The configuration in force at `offset`.
    public mutating func configuration(at offset: LogOffset) throws(ArchiveError) -> ArchivedEntry? {
        try archived(
            "WHERE book = $1 AND kind = 'ConfigChange' AND \"offset\" <= $2 ORDER BY \"offset\" DESC LIMIT 1",
            [.offset(offset.rawValue)]
        ).first
    }

    /// The stored leaves of entries 1 to `count`, in order. Fewer come back when entries are missing.
    public mutating func leaves(count: UInt64) throws(ArchiveError) -> [AuditHash] {
        var leaves: [AuditHash] = []
        leaves.reserveCapacity(Int(count))
        var cursor: UInt64 = 0
        while cursor < count {
            let rows = try query(
                """
                SELECT "offset", leaf FROM log_archive WHERE book = $1 AND "offset" > $2 AND "offset" <= $3
                ORDER BY "offset" LIMIT 65536
                """, [.offset(cursor), .offset(count)])
            for row in 0..<rows.count {
                cursor += 1
                guard rows.integer(row, 0) == Int64(cursor), let hash = AuditHash(bytes: rows.bytes(row, 1) ?? [])
                else {
                    return leaves
                }
                leaves.append(hash)
            }
            if rows.count == 0 { return leaves }
        }
        return leaves
    }

    /// The audit heads of sizes above `size`, smallest first.
    public mutating func heads(above size: UInt64, limit: Int) throws(ArchiveError) -> [TreeHead] {
        try heads("AND size > $2 ORDER BY size LIMIT $3", [.offset(size), .integer(Int64(limit))])
    }

    /// The head over everything archived; `nil` for a book without entries.
    public mutating func newestHead() throws(ArchiveError) -> TreeHead? {
        try heads("ORDER BY size DESC LIMIT 1", []).first
    }

    /// The smallest stored head that includes `offset`.
    public mutating func head(including offset: LogOffset) throws(ArchiveError) -> TreeHead? {
        try heads("AND size >= $2 ORDER BY size LIMIT 1", [.offset(offset.rawValue)]).first
    }

    /// How far the writer's cursor says it is; `start` for a book without entries.
    public mutating func cursor() throws(ArchiveError) -> LogOffset {
        let rows = try query("SELECT size FROM archive_cursor WHERE book = $1", [])
        return LogOffset(rows.count == 0 ? 0 : UInt64(rows.integer(0, 0) ?? 0))
    }

    private mutating func heads(_ condition: String, _ parameters: [PostgresValue]) throws(ArchiveError) -> [TreeHead] {
        let rows = try query("SELECT size, root FROM audit_heads WHERE book = $1 \(condition)", parameters)
        return (0..<rows.count).compactMap { row in
            AuditHash(bytes: rows.bytes(row, 1) ?? []).map {
                TreeHead(size: UInt64(rows.integer(row, 0) ?? 0), root: $0)
            }
        }
    }

    private mutating func archived(
        _ condition: String, _ parameters: [PostgresValue]
    ) throws(ArchiveError) -> [ArchivedEntry] {
        let rows = try query(
            """
            SELECT "offset", kind, version, at_ns, recorded_ns, author, cause, trace, body, leaf
            FROM log_archive \(condition)
            """, parameters)
        return (0..<rows.count).map { archivedEntry(rows, $0) }
    }

    private mutating func query(
        _ statement: String, _ parameters: [PostgresValue]
    ) throws(ArchiveError) -> PostgresRows {
        do { return try connection.query(statement, [.text(book)] + parameters) } catch { throw .postgres(error) }
    }
}

/// The columns are `NOT NULL`, so a missing value means another statement than the one above.
private func archivedEntry(_ rows: borrowing PostgresRows, _ row: Int) -> ArchivedEntry {
    func offset(_ column: Int) -> LogOffset { LogOffset(UInt64(bitPattern: rows.integer(row, column) ?? 0)) }
    func time(_ column: Int) -> Timestamp { Timestamp(nanoseconds: rows.integer(row, column) ?? 0) }
    let entry = RawEntry(
        offset: offset(0), kind: rows.text(row, 1) ?? "", version: Int(rows.integer(row, 2) ?? 0), at: time(3),
        recordedAt: time(4), by: rows.text(row, 5) ?? "", cause: offset(6), trace: rows.text(row, 7) ?? "",
        body: rows.bytes(row, 8) ?? [])
    guard let leaf = AuditHash(bytes: rows.bytes(row, 9) ?? []) else {
        preconditionFailure("the table holds leaves of 32 bytes")
    }
    return ArchivedEntry(entry: entry, leaf: leaf)
}
