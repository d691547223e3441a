public import Web

/// What the stream of trade updates delivers, in order. `closed` is the last.
public enum TradeStreamMessage: Hashable, Sendable {
    case update(TradeUpdate)
    /// A message that could not be understood. Something may have happened to an order: ask by REST.
    case unreadable(String)
    /// Updates may be missed from here on: connect again, then ask by REST.
    case closed(String)
}

/// Why the stream of trade updates could not be opened.
public enum TradeStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    case connection(WebSocketError)
    case unauthorized(String)
    case closed(String)
    case timedOut(waitingFor: String)

    public var description: String {
        switch self {
        case .connection(let error): error.description
        case .unauthorized(let reason): "the broker does not accept our credentials: \(reason)"
        case .closed(let reason): "the stream of trade updates ended in its handshake: \(reason)"
        case .timedOut(let wanted): "the stream of trade updates did not answer: no \(wanted)"
        }
    }
}

/// Alpaca's stream of what happens to orders. It repeats nothing: whoever connects asks by REST for what came before.
public struct TradeUpdateStream: ~Copyable {
    private let socket: WebSocketClient
    /// Came together with the last answer of the handshake.
    private var early: [WebSocketMessage]

    /// Connects, authenticates and listens; waits until the broker has confirmed all three.
    ///
    /// - Parameter url: the whole address, such as `wss://paper-api.alpaca.markets/stream`.
    public init(
        connectingTo url: String, credentials: Credentials, options: WebSocketClient.Options = .init()
    ) throws(TradeStreamError) {
        let listening = try listen(to: url, credentials, options)
        socket = listening.socket
        early = listening.pending
    }

    /// Readable while messages wait. Call `takeAll` once before the first `poll`: some may have come with the handshake.
    public var descriptor: Int32 { socket.mailbox.descriptor }

    /// Everything that has come, oldest first; empty when there is nothing.
    public mutating func takeAll() -> [TradeStreamMessage] {
        let raw = early + socket.mailbox.takeAll()
        early = []
        var messages: [TradeStreamMessage] = []
        for one in raw {
            if let message = message(one) { messages.append(message) }
        }
        return messages
    }

    public func close() { socket.close() }

    private func message(_ raw: WebSocketMessage) -> TradeStreamMessage? {
        if case .closed(let reason) = raw { return .closed(reason.description) }
        let json: JSONValue?
        do {
            json = try raw.json()
        } catch {
            return .unreadable("not JSON: \(error)")
        }
        if json?["action"]?.text == "error" {
            return .unreadable("error: \(json?["data"]?["error_message"]?.text ?? "no text")")
        }
        guard let stream = json?["stream"]?.text, let data = json?["data"] else {
            return .unreadable("a message without stream and data")
        }
        // Other streams, and confirmations of what was asked, say nothing about an order.
        guard stream == "trade_updates" else { return nil }
        do {
            return .update(try TradeUpdate(alpaca: data))
        } catch {
            return .unreadable("trade update: \(error)")
        }
    }
}

private func listen(
    to url: String, _ credentials: Credentials, _ options: WebSocketClient.Options
) throws(TradeStreamError) -> WebSocketConversation {
    let socket: WebSocketClient
    do {
        socket = try WebSocketClient(connectingTo: url, options: options)
    } catch {
        throw .connection(error)
    }
    var conversation = WebSocketConversation(on: socket, within: options.connectTimeout)
    conversation.say([
        "action": "authenticate",
        "data": ["key_id": .string(credentials.keyID), "secret_key": .string(credentials.secret)],
    ])
    let authorization = try conversation.answer(on: "authorization")
    guard authorization["status"]?.text == "authorized" else {
        throw .unauthorized(authorization["message"]?.text ?? authorization["status"]?.text ?? "no status")
    }
    conversation.say(["action": "listen", "data": ["streams": ["trade_updates"]]])
    let listening = try conversation.answer(on: "listening")
    guard listening["streams"]?.elements?.contains("trade_updates") == true else {
        throw .closed("the broker does not offer trade_updates")
    }
    return conversation
}

extension WebSocketConversation {
    /// The `data` of the next message of a stream.
    fileprivate mutating func answer(on stream: String) throws(TradeStreamError) -> JSONValue {
        while let message = next() {
            if case .closed(let reason) = message { throw .closed(reason.description) }
            // What is not JSON is not the answer, and before we listen no order of ours can be in it.
            guard let json = try? message.json() else { continue }
            if json["stream"]?.text == stream, let data = json["data"] { return data }
            if json["action"]?.text == "error" {
                throw .unauthorized(json["data"]?["error_message"]?.text ?? "error")
            }
        }
        throw .timedOut(waitingFor: stream)
    }
}
