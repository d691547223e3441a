public import Contracts

/// Why the archive did not take or give what was asked.
public enum ArchiveError: Error, Hashable, Sendable {
    case postgres(PostgresError)
    /// The database belongs to another world. Paper and live never share one.
    case wrongMode(database: BookMode, book: String, mode: BookMode)
    /// Entries must arrive without a gap.
    case gap(expected: LogOffset, found: LogOffset)
    /// Another writer moved the cursor meanwhile. Open the archive again to go on from there.
    case cursorMoved(expected: LogOffset)
    /// The stored edge of the audit tree can't be read.
    case brokenFrontier(book: String, size: UInt64)
    /// The database has migrations that this build does not know.
    case schemaAhead(database: Int, build: Int)
    /// The database lacks migrations of this build.
    case schemaBehind(missing: [String])
    /// A migration was edited after it had been applied.
    case migrationChanged(fileName: String)

    /// Whether the same work may succeed on a new connection a little later.
    public var isTransient: Bool {
        switch self {
        case .postgres(let error): error.isTransient
        case .cursorMoved: true
        case .wrongMode, .gap, .brokenFrontier, .schemaAhead, .schemaBehind, .migrationChanged: false
        }
    }
}

extension ArchiveError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .postgres(let error): error.description
        case .wrongMode(let database, let book, let mode):
            "this database archives \(database.rawValue) books and refuses book \(book), whose mode is \(mode.rawValue)"
        case .gap(let expected, let found): "the archive expects entry \(expected) next and was given entry \(found)"
        case .cursorMoved(let expected): "another writer archives this book: its cursor is no longer at \(expected)"
        case .brokenFrontier(let book, let size):
            "the stored edge of book \(book)'s audit tree does not fit its size \(size)"
        case .schemaAhead(let database, let build):
            "the database has schema version \(database), this build knows versions up to \(build)"
        case .schemaBehind(let missing):
            "the database lacks \(missing.joined(separator: ", ")): start the recorder once"
        case .migrationChanged(let fileName): "\(fileName) was edited after it had been applied to this database"
        }
    }
}

extension PostgresConnection {
    /// Does work on the database, telling its failures as the archive's.
    mutating func archiving<Answer: ~Copyable>(
        _ body: (inout PostgresConnection) throws(PostgresError) -> Answer
    ) throws(ArchiveError) -> Answer {
        do { return try body(&self) } catch { throw .postgres(error) }
    }

    /// The same in one transaction.
    mutating func archivingTransaction<Answer>(
        _ body: (inout PostgresConnection) throws(ArchiveError) -> Answer
    ) throws(ArchiveError) -> Answer {
        do {
            return try transaction(body)
        } catch {
            switch error {
            case .body(let error): throw error
            case .database(let error): throw .postgres(error)
            }
        }
    }
}
