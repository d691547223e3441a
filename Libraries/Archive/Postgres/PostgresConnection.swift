internal import CLibpq

/// One blocking connection to Postgres. One thread uses it at a time, and the compiler sees to that.
///
/// After `connectionLost` the connection is of no more use: open a new one.
public struct PostgresConnection: ~Copyable {
    private let handle: OpaquePointer
    /// The statements this session has prepared, by their text.
    private var prepared: [String: String] = [:]

    deinit { PQfinish(handle) }

    /// Connects by a libpq connection string, as key=value pairs or as a URL.
    ///
    /// What the string leaves out is bounded here: 5 s to connect, 10 s for bytes that no one acknowledges.
    public init(_ connectionString: String, applicationName: String = "bullion") throws(PostgresError) {
        var reason: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(connectionString, &reason)
        PQfreemem(reason)
        guard let options else { throw .unreadableConnectionString }
        PQconninfoFree(options)

        let keywords = ["connect_timeout", "tcp_user_timeout", "application_name", "dbname"]
        let values = ["5", "10000", applicationName, connectionString]
        guard
            let handle = withCStrings(
                keywords,
                { keywords in
                    withCStrings(values) { values in PQconnectdbParams(keywords, values, 1) }
                })
        else { throw .unreachable(server: "?", reason: "out of memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let error = PostgresError.unreachable(server: serverName(handle), reason: firstLine(PQerrorMessage(handle)))
            PQfinish(handle)
            throw error
        }
        clibpq_silence_notices(handle)
        self.handle = handle
    }

    /// Runs one or more statements that take no parameters and answer no rows.
    public mutating func run(_ script: String) throws(PostgresError) {
        _ = try checked(PQexec(handle, script), during: script)
    }

    /// Runs one statement and answers its rows. The statement is prepared on first use and kept.
    @discardableResult
    public mutating func query(_ statement: String, _ parameters: [PostgresValue] = []) throws(PostgresError)
        -> PostgresRows
    {
        let name = try prepare(statement, parameters)
        let result = PostgresValue.withPointers(to: parameters) { values, lengths, formats in
            PQexecPrepared(handle, name, Int32(parameters.count), values, lengths, formats, 1)
        }
        return try checked(result, during: statement)
    }

    /// Runs `body` in one transaction: all of it is durable when this returns, none of it if it throws.
    public mutating func transaction<Failure: Error, Answer>(
        _ body: (inout PostgresConnection) throws(Failure) -> Answer
    ) throws(TransactionError<Failure>) -> Answer {
        do { try run("BEGIN") } catch { throw .database(error) }
        let answer: Answer
        do {
            answer = try body(&self)
        } catch {
            // Best effort: a server that can't be told to roll back does so when the connection ends.
            try? run("ROLLBACK")
            throw .body(error)
        }
        do { try run("COMMIT") } catch { throw .database(error) }
        return answer
    }

    /// Appends rows to a table by `COPY … FROM STDIN BINARY`. `columns` is the table with its column list.
    func copy(_ rows: consuming CopyRows, into columns: String) throws(PostgresError) {
        let statement = "COPY \(columns) FROM STDIN WITH (FORMAT binary)"
        _ = try checked(PQexec(handle, statement), during: statement)
        let bytes = rows.finished()
        let isSent = bytes.withUnsafeBytes { buffer in
            PQputCopyData(handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count)) == 1
        }
        guard isSent, PQputCopyEnd(handle, nil) == 1 else { throw failure(nil, during: statement) }
        let outcome = PQgetResult(handle)
        // The protocol ends a COPY with an empty result; reading it makes the connection ready again.
        while let rest = PQgetResult(handle) { PQclear(rest) }
        _ = try checked(outcome, during: statement)
    }

    private mutating func prepare(_ statement: String, _ parameters: [PostgresValue]) throws(PostgresError) -> String {
        if let name = prepared[statement] { return name }
        let name = "s\(prepared.count)"
        let types = parameters.map(\.typeIdentifier)
        _ = try checked(PQprepare(handle, name, statement, Int32(types.count), types), during: statement)
        prepared[statement] = name
        return name
    }

    private func checked(_ result: OpaquePointer?, during statement: String) throws(PostgresError) -> PostgresRows {
        guard let result else { throw failure(nil, during: statement) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_COPY_IN: return PostgresRows(result)
        default:
            let error = failure(result, during: statement)
            PQclear(result)
            throw error
        }
    }

    /// What went wrong. The server's DETAIL is left out, since it quotes values.
    private func failure(_ result: OpaquePointer?, during statement: String) -> PostgresError {
        let statement = String(statement.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(80))
        guard PQstatus(handle) == CONNECTION_OK, let result,
            let sqlState = PQresultErrorField(result, clibpq_sqlstate_field())
        else { return .connectionLost(statement: statement) }
        return .refused(
            sqlState: String(cString: sqlState),
            message: firstLine(PQresultErrorField(result, clibpq_message_field())), statement: statement)
    }
}

/// Why a transaction was not committed.
public enum TransactionError<Failure: Error>: Error {
    /// The body threw, and everything was rolled back.
    case body(Failure)
    /// `BEGIN` or `COMMIT` failed. After a lost `COMMIT` only the database knows whether it took effect.
    case database(PostgresError)
}

/// The server as an operator knows it, without user and password.
private func serverName(_ handle: OpaquePointer) -> String {
    let host = PQhost(handle).map { String(cString: $0) } ?? ""
    let port = PQport(handle).map { String(cString: $0) } ?? ""
    return port.isEmpty ? host : "\(host):\(port)"
}

private func firstLine(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "no reason given" }
    return String(cString: text).split(separator: "\n").first.map(String.init) ?? "no reason given"
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Answer>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Answer
) -> Answer {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for string in strings {
        starts.append(bytes.count)
        bytes.append(contentsOf: string.utf8CString)
    }
    return bytes.withUnsafeBufferPointer { buffer in
        var pointers = starts.map { start in buffer.baseAddress.map { $0 + start } }
        pointers.append(nil)
        return pointers.withUnsafeBufferPointer { list in
            guard let first = list.baseAddress else { preconditionFailure("the list has its terminator") }
            return body(first)
        }
    }
}
