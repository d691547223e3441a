public import Contracts

/// The one hand that appends a book's log to the archive: entries, audit leaves, read models and cursor in one transaction.
///
/// What `append` returned from is durable. After a throw that `isTransient`, open a new writer: it goes on where the database stands,
/// and entries that it already has are skipped.
public struct ArchiveWriter: ~Copyable {
    public let book: String
    private var connection: PostgresConnection
    private var frontier: TreeFrontier
    private var names: ReadModelNames

    /// Takes over the connection, claims the database for `mode` and reads where the book stands.
    public init(
        _ connection: consuming PostgresConnection, book: String, mode: BookMode
    ) throws(ArchiveError) {
        var connection = connection
        // A server that is set to answer before the disk has it would break the promise that archived means durable.
        try connection.archiving { connection throws(PostgresError) in
            try connection.run("SET synchronous_commit = on; SET application_name = 'bullion-recorder'")
        }
        try ArchiveStamp.claim(&connection, book: book, mode: mode)
        let frontier = try storedFrontier(&connection, book: book)
        let configuration = try newestConfiguration(&connection, book: book)
        self.connection = connection
        self.book = book
        self.frontier = frontier
        names = ReadModelNames(configuration)
    }

    /// The newest archived entry.
    public var cursor: LogOffset { LogOffset(frontier.size) }

    /// The head of the audit tree over everything archived.
    public var head: TreeHead { frontier.head }

    /// What one call of `append` did.
    public struct Appended: Hashable, Sendable {
        public let head: TreeHead
        /// How many of the entries were new.
        public let count: Int
        /// Entries that are archived as they are, though no read model could make sense of them.
        public let undecodable: [Undecodable]
    }

    /// An entry whose body did not read as its kind says.
    public struct Undecodable: Hashable, Sendable {
        public let offset: LogOffset
        public let reason: String
    }

    /// Makes `entries` durable in one transaction. Those at or before the cursor are skipped, the rest must follow it without a gap.
    public mutating func append(_ entries: [RawEntry]) throws(ArchiveError) -> Appended {
        let new = entries.drop { $0.offset <= cursor }
        guard !new.isEmpty else { return Appended(head: head, count: 0, undecodable: []) }

        var grown = frontier
        var archived = CopyRows()
        var models = ReadModelRows(book: book, names: names)
        for entry in new {
            guard entry.offset.rawValue == grown.size + 1 else {
                throw .gap(expected: LogOffset(grown.size + 1), found: entry.offset)
            }
            let leaf = entry.auditLeaf
            grown.append(leaf)
            archived.put(entry, leaf: leaf, book: book)
            models.take(entry)
        }
        try commit(archived, models, grown)
        frontier = grown
        names = models.names
        return Appended(head: grown.head, count: new.count, undecodable: models.undecodable)
    }

    private mutating func commit(
        _ archived: CopyRows, _ models: ReadModelRows, _ grown: TreeFrontier
    ) throws(ArchiveError) {
        let old = frontier
        let book = book
        try connection.archivingTransaction { connection throws(ArchiveError) in
            try moveCursor(&connection, book: book, from: old, to: grown)
            try connection.archiving { connection throws(PostgresError) in
                try connection.copy(archived, into: CopyRows.archiveColumns)
                try models.copy(into: &connection)
                try connection.query(
                    "INSERT INTO audit_heads (book, size, root) VALUES ($1, $2, $3)",
                    [.text(book), .offset(grown.size), .bytes(grown.root.bytes)])
            }
        }
    }
}

/// Moves the cursor if it still is where this writer left it. The row lock keeps a second writer out until the commit.
private func moveCursor(
    _ connection: inout PostgresConnection, book: String, from old: TreeFrontier, to new: TreeFrontier
) throws(ArchiveError) {
    let moved = try connection.archiving { connection throws(PostgresError) in
        try connection.query(
            """
            INSERT INTO archive_cursor AS cursor (book, size, frontier) SELECT $1, $3, $4
            WHERE $2 = 0 OR EXISTS (SELECT FROM archive_cursor WHERE book = $1)
            ON CONFLICT (book) DO UPDATE SET size = excluded.size, frontier = excluded.frontier, moved_at = now()
            WHERE cursor.size = $2
            RETURNING size
            """,
            [.text(book), .offset(old.size), .offset(new.size), .bytes(new.bytes)])
    }
    guard moved.count == 1 else { throw .cursorMoved(expected: LogOffset(old.size)) }
}

private func storedFrontier(_ connection: inout PostgresConnection, book: String) throws(ArchiveError) -> TreeFrontier {
    let stored = try connection.archiving { connection throws(PostgresError) in
        try connection.query("SELECT size, frontier FROM archive_cursor WHERE book = $1", [.text(book)])
    }
    guard stored.count > 0 else { return TreeFrontier() }
    let size = UInt64(stored.integer(0, 0) ?? 0)
    guard let frontier = TreeFrontier(size: size, bytes: stored.bytes(0, 1) ?? []) else {
        throw .brokenFrontier(book: book, size: size)
    }
    return frontier
}

/// The configuration that names instruments and strategies; `nil` before the first one, or when the newest does not decode.
private func newestConfiguration(
    _ connection: inout PostgresConnection, book: String
) throws(ArchiveError) -> BookConfiguration? {
    let rows = try connection.archiving { connection throws(PostgresError) in
        try connection.query(
            """
            SELECT version, body FROM log_archive WHERE book = $1 AND kind = 'ConfigChange' ORDER BY "offset" DESC LIMIT 1
            """, [.text(book)])
    }
    guard rows.count > 0, let version = rows.integer(0, 0), let body = rows.bytes(0, 1),
        // An undecodable configuration was reported when it was archived; names are then shown as numbers.
        case .configChange(let change)? = try? Event(kind: .configChange, version: Int(version), body: body)
    else { return nil }
    return change.configuration
}

extension CopyRows {
    static let archiveColumns =
        "log_archive (book, \"offset\", kind, version, at_ns, recorded_ns, author, cause, trace, body, leaf)"

    mutating func put(_ entry: RawEntry, leaf: AuditHash, book: String) {
        beginRow(columns: 11)
        put(book)
        put(entry.offset)
        put(entry.kind)
        put(Int32(entry.version))
        put(entry.at.nanoseconds)
        put(entry.recordedAt.nanoseconds)
        put(entry.by)
        put(entry.cause)
        put(entry.trace)
        put(entry.body)
        put(leaf.bytes)
    }
}
