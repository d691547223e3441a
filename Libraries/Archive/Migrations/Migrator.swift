/// Brings a database to the schema of this build.
public enum Migrator {
    /// Any number, the same in every build: two services that start together take turns.
    private static let lock = 0x62756C6C696F6E

    /// Applies what is missing, each migration in a transaction of its own, and answers the versions it applied.
    ///
    /// Refuses a database that is ahead of this build and one whose applied migrations read differently.
    @discardableResult
    public static func migrate(
        _ connection: inout PostgresConnection, to migrations: [Migration] = Migration.all
    ) throws(ArchiveError) -> [Int] {
        do {
            try connection.query("SELECT pg_advisory_lock($1)", [.integer(Int64(lock))])
            let outcome: Result<[Int], ArchiveError>
            do throws(ArchiveError) {
                outcome = .success(try applyMissing(migrations, on: &connection))
            } catch {
                outcome = .failure(error)
            }
            if case .failure(.postgres(.connectionLost)) = outcome {
            } else {
                try connection.query("SELECT pg_advisory_unlock($1)", [.integer(Int64(lock))])
            }
            return try outcome.get()
        } catch let error as ArchiveError {
            throw error
        } catch let error as PostgresError {
            throw .postgres(error)
        } catch {
            preconditionFailure("nothing else is thrown here: \(error)")
        }
    }

    /// What of `migrations` the database has not seen.
    public static func missing(
        _ migrations: [Migration] = Migration.all, on connection: inout PostgresConnection
    ) throws(ArchiveError) -> [Migration] {
        do {
            let table = try connection.query("SELECT to_regclass('schema_migrations') IS NOT NULL")
            guard table.boolean(0, 0) == true else { return migrations }
            let rows = try connection.query("SELECT version, checksum FROM schema_migrations ORDER BY version")
            var applied: [Int: [UInt8]] = [:]
            for row in 0..<rows.count { applied[Int(rows.integer(row, 0) ?? 0)] = rows.bytes(row, 1) }
            if let newest = applied.keys.max(), newest > migrations.count {
                throw ArchiveError.schemaAhead(database: newest, build: migrations.count)
            }
            for migration in migrations {
                guard let checksum = applied[migration.version], checksum != migration.checksum else { continue }
                throw ArchiveError.migrationChanged(fileName: migration.fileName)
            }
            return migrations.filter { applied[$0.version] == nil }
        } catch let error as ArchiveError {
            throw error
        } catch let error as PostgresError {
            throw .postgres(error)
        } catch {
            preconditionFailure("nothing else is thrown here: \(error)")
        }
    }

    private static func applyMissing(
        _ migrations: [Migration], on connection: inout PostgresConnection
    ) throws(ArchiveError) -> [Int] {
        precondition(
            migrations.map(\.version) == Array(1...migrations.count), "migrations are counted from 1 without gaps")
        let missing = try missing(migrations, on: &connection)
        try connection.archiving { connection throws(PostgresError) in
            try connection.run(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    version integer PRIMARY KEY,
                    file_name text NOT NULL,
                    checksum bytea NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now()
                )
                """)
        }
        for migration in missing {
            try connection.archivingTransaction { connection throws(ArchiveError) in
                try connection.archiving { connection throws(PostgresError) in
                    try connection.run(migration.sql)
                    try connection.query(
                        "INSERT INTO schema_migrations (version, file_name, checksum) VALUES ($1::bigint::integer, $2, $3)",
                        [.integer(Int64(migration.version)), .text(migration.fileName), .bytes(migration.checksum)])
                }
            }
        }
        return missing.map(\.version)
    }
}
