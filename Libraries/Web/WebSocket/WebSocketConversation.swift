/// The first exchanges on a WebSocket, one message at a time: what servers ask for before their stream begins.
public struct WebSocketConversation {
    public let socket: WebSocketClient
    /// Came, and has not been asked for yet. After the conversation this is the beginning of the stream.
    public private(set) var pending: [WebSocketMessage] = []
    private let deadline: ContinuousClock.Instant

    /// - Parameter limit: for the whole conversation.
    public init(on socket: WebSocketClient, within limit: Duration) {
        self.socket = socket
        deadline = .now + limit
    }

    public func say(_ json: JSONValue) { socket.send(text: String(decoding: json.encoded, as: UTF8.self)) }

    /// The next message; `nil` when the time is over.
    public mutating func next() -> WebSocketMessage? {
        while pending.isEmpty {
            let now = ContinuousClock.now
            guard now < deadline else { return nil }
            pending = socket.mailbox.takeAll(waitingAtMost: deadline - now)
        }
        return pending.removeFirst()
    }
}

extension WebSocketMessage {
    /// The message as JSON, sent as text or as bytes; `nil` for the end.
    public func json() throws(JSONError) -> JSONValue? {
        switch self {
        case .text(let text): try JSONValue(parsing: text)
        case .binary(let bytes): try JSONValue(parsing: bytes)
        case .closed: nil
        }
    }
}
