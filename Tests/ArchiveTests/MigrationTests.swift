import Archive
import Foundation
import Testing

@Suite struct `The migrations` {
    /// The directory of the files, found from this source file.
    private var directory: URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../infra/postgres/migrations")
            .standardized
    }

    @Test func `in the binary equal the files`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
        #expect(names == Migration.all.map(\.fileName), "run infra/postgres/embed-migrations.sh")
        for migration in Migration.all {
            let file = try String(contentsOf: directory.appending(path: migration.fileName), encoding: .utf8)
            #expect(migration.sql == file, "run infra/postgres/embed-migrations.sh")
        }
    }

    @Test func `are applied once, and a second run finds nothing to do`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        #expect(try Migrator.missing(on: &connection) == Migration.all)
        #expect(try Migrator.migrate(&connection) == Migration.all.map(\.version))
        #expect(try Migrator.migrate(&connection) == [])
        #expect(try Migrator.missing(on: &connection) == [])
    }

    @Test func `are applied only where they are missing`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        let first = Array(Migration.all.prefix(1))
        #expect(try Migrator.migrate(&connection, to: first) == [1])
        #expect(try Migrator.migrate(&connection) == Migration.all.dropFirst().map(\.version))
    }

    @Test func `leave nothing behind when one fails`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        let broken = Migration(
            fileName: "0001_broken.sql", sql: "CREATE TABLE t (k bigint); SELECT nothing FROM nowhere;")
        #expect(throws: ArchiveError.self) { try Migrator.migrate(&connection, to: [broken]) }
        #expect(try connection.query("SELECT to_regclass('t') IS NULL").boolean(0, 0) == true)
        #expect(try Migrator.migrate(&connection) == Migration.all.map(\.version))
    }

    @Test func `refuse a database whose applied migrations read differently`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        try Migrator.migrate(&connection)
        var edited = Migration.all
        edited[0] = Migration(fileName: edited[0].fileName, sql: edited[0].sql + "-- edited\n")
        #expect(throws: ArchiveError.migrationChanged(fileName: edited[0].fileName)) {
            try Migrator.migrate(&connection, to: edited)
        }
    }

    @Test func `refuse a database that is ahead of this build`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        try Migrator.migrate(&connection)
        #expect(throws: ArchiveError.schemaAhead(database: Migration.all.count, build: 1)) {
            try Migrator.migrate(&connection, to: Array(Migration.all.prefix(1)))
        }
    }
}
