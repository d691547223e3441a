/// Where a Redis server listens.
public enum RedisAddress: Hashable, Sendable, CustomStringConvertible {
    /// A unix socket: the fastest way, where the server is local.
    case unix(path: String)
    /// A TCP socket.
    case tcp(host: String, port: Int)

    /// The longest path of a unix socket that the system takes.
    static let longestPath = 107

    /// Reads `unix:/path` or `host:port`; `nil` if it is neither.
    public init?(parsing text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard path.hasPrefix("/"), path.utf8.count <= Self.longestPath else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port) else {
            return nil
        }
        self = .tcp(host: host, port: port)
    }

    public var description: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
