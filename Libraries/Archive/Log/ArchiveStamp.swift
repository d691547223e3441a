public import Contracts

/// The mark of the world that a database belongs to, set by the first book that it archives.
public enum ArchiveStamp {
    /// Marks a new database, or checks that it belongs to `mode`.
    static func claim(_ connection: inout PostgresConnection, book: String, mode: BookMode) throws(ArchiveError) {
        try connection.archiving { connection throws(PostgresError) in
            _ = try connection.query(
                "INSERT INTO archive_mode (mode) VALUES ($1) ON CONFLICT DO NOTHING", [.text(mode.rawValue)])
        }
        try check(&connection, book: book, mode: mode)
    }

    /// Checks that the database belongs to `mode`, or to no one yet.
    public static func check(
        _ connection: inout PostgresConnection, book: String, mode: BookMode
    ) throws(ArchiveError) {
        let rows = try connection.archiving { connection throws(PostgresError) in
            try connection.query("SELECT mode FROM archive_mode")
        }
        guard rows.count > 0, let found = rows.text(0, 0).flatMap(BookMode.init(rawValue:)), found != mode else {
            return
        }
        throw .wrongMode(database: found, book: book, mode: mode)
    }
}
