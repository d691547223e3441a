import Archive
import Contracts
import Supervision
import Testing

@Suite struct `A Postgres connection` {
    @Test func `sends and answers every kind of value`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        let rows = try connection.query(
            "SELECT $1::bigint, $2::text, $3::bytea, $4::text, 7::smallint, 8::integer, true, $1 IS NULL",
            [.integer(.min), .text("a'b\"ç"), .bytes([0, 255, 7]), .null])
        #expect(rows.count == 1)
        #expect(rows.integer(0, 0) == .min)
        #expect(rows.text(0, 1) == "a'b\"ç")
        #expect(rows.bytes(0, 2) == [0, 255, 7])
        #expect(rows.text(0, 3) == nil)
        #expect(rows.integer(0, 4) == 7)
        #expect(rows.integer(0, 5) == 8)
        #expect(rows.boolean(0, 6) == true)
        #expect(rows.boolean(0, 7) == false)
    }

    @Test func `says the SQL state of a refusal and none of the values`() throws {
        var connection = try PostgresConnection(try TestServer.database())
        try connection.run("CREATE TABLE t (k text PRIMARY KEY)")
        try connection.query("INSERT INTO t VALUES ($1)", [.text("s3cret")])
        let error = #expect(throws: PostgresError.self) {
            try connection.query("INSERT INTO t VALUES ($1)", [.text("s3cret")])
        }
        #expect(error?.sqlState == "23505")
        #expect(error?.isTransient == false)
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test(arguments: [
        "host=/nowhere user=u password=s3cret", "postgresql://u:s3cret@127.0.0.1:1/db", "password s3cret",
        "postgresql://u:s3cret@[",
    ]) func `never shows the password of a connection string`(text: String) {
        let error = #expect(throws: PostgresError.self) { _ = try PostgresConnection(text) }
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test func `takes the password over the loopback port`() throws {
        var connection = try PostgresConnection(TestServer.postgres.loopbackURL())
        #expect(try connection.query("SELECT 1::bigint").integer(0, 0) == 1)
        let wrong = TestServer.postgres.loopbackURL().replacing(TestServer.postgres.password, with: "guess")
        #expect(throws: PostgresError.self) { _ = try PostgresConnection(wrong) }
    }

    @Test func `rolls back what a failed transaction did and stays usable`() throws {
        struct Refusal: Error {}
        var connection = try PostgresConnection(try TestServer.database())
        try connection.run("CREATE TABLE t (k bigint)")
        #expect(throws: TransactionError<Refusal>.self) {
            try connection.transaction { connection throws(Refusal) in
                do { try connection.run("INSERT INTO t VALUES (1)") } catch { fatalError("\(error)") }
                throw Refusal()
            }
        }
        #expect(try connection.query("SELECT count(*) FROM t").integer(0, 0) == 0)
    }
}
