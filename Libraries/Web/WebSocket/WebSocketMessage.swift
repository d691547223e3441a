/// What a WebSocket connection tells its owner, in order. `closed` is the last.
public enum WebSocketMessage: Hashable, Sendable {
    case text(String)
    case binary([UInt8])
    case closed(WebSocketClosure)
}

/// Why a WebSocket connection ended. Whether to connect again is the owner's decision.
public enum WebSocketClosure: Hashable, Sendable, CustomStringConvertible {
    /// `close` was called.
    case byUs
    /// The peer sent a close frame.
    case byPeer(code: UInt16?, reason: String)
    /// The connection broke; the text is the system's.
    case lost(String)
    /// Nothing came for so long that not even pings can have been answered.
    case silent(seconds: Int64)
    /// The owner did not empty its mailbox: messages would have been lost, so the connection was given up.
    case mailboxFull(capacity: Int)
    /// What the peer sent is not WebSocket.
    case protocolError(String)

    public var description: String {
        switch self {
        case .byUs: "closed by us"
        case .byPeer(let code, let reason):
            "closed by the peer, code \(code.map(String.init) ?? "none")" + (reason.isEmpty ? "" : ": \(reason)")
        case .lost(let reason): "connection lost: \(reason)"
        case .silent(let seconds): "silent for \(seconds) s"
        case .mailboxFull(let capacity): "mailbox full at \(capacity) messages"
        case .protocolError(let reason): "not WebSocket: \(reason)"
        }
    }
}

/// Why there is no WebSocket connection.
public struct WebSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Reason: Hashable, Sendable {
        case badURL
        case connectFailed(String)
        case tlsFailed(String)
        /// The server answered the handshake with another status than 101.
        case refused(status: Int)
        case timedOut
    }

    public let reason: Reason
    /// Without its query.
    public let url: String

    public init(reason: Reason, url: String) {
        self.reason = reason
        self.url = url
    }

    public var description: String {
        switch reason {
        case .badURL: "\(url): not an address such as wss://host/path"
        case .connectFailed(let detail): "\(url): connect failed: \(detail)"
        case .tlsFailed(let detail): "\(url): TLS failed: \(detail)"
        case .refused(let status): "\(url): the server answered \(status) instead of 101"
        case .timedOut: "\(url): no WebSocket within the time allowed"
        }
    }
}
