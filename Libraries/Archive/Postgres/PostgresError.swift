/// Why Postgres did not do what it was asked, without any value that was sent to it.
///
/// Neither the connection string nor a parameter ever appears here, so an error may be logged as it is.
public enum PostgresError: Error, Hashable, Sendable {
    /// The connection string itself can't be read. libpq's own words are withheld because they quote parts of it.
    case unreadableConnectionString
    /// No connection came about, such as when the server is away or turned us down.
    case unreachable(server: String, reason: String)
    /// The connection broke while `statement` was on its way: whether it took effect is not known.
    case connectionLost(statement: String)
    /// The server refused `statement`.
    case refused(sqlState: String, message: String, statement: String)

    /// The five-character code of a refusal, such as `23505`.
    public var sqlState: String? {
        if case .refused(let sqlState, _, _) = self { sqlState } else { nil }
    }

    /// Whether the same work may succeed on a new connection a little later.
    public var isTransient: Bool {
        switch self {
        case .unreadableConnectionString: false
        case .unreachable, .connectionLost: true
        case .refused(let sqlState, _, _):
            // Connection trouble, rollback by the server, too little of something, stopped by an operator, disk or file trouble.
            ["08", "40", "53", "57", "58"].contains(String(sqlState.prefix(2)))
        }
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadableConnectionString:
            "the Postgres connection string is neither key=value pairs nor a postgresql:// URL"
        case .unreachable(let server, let reason): "Postgres at \(server) is unreachable: \(reason)"
        case .connectionLost(let statement): "the connection to Postgres broke during: \(statement)"
        case .refused(let sqlState, let message, let statement):
            "Postgres refused (\(sqlState)): \(message), during: \(statement)"
        }
    }
}
