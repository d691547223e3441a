import Contracts
import NIOWebSocket

/// A client of the `/stream` endpoint.
struct TradeClient: Sendable {
    let connection: StreamConnection
    /// What it has authorized itself by; `nil` until it has.
    var keyID: String?
    var isAuthorized: Bool { keyID != nil }
    var listens = false
}

// The trade_updates stream: silent until spoken to, then every event of every order.
extension Venue {
    func joinTrades(_ connection: StreamConnection) -> Int {
        clientCount += 1
        tradeClients[clientCount] = TradeClient(connection: connection)
        return clientCount
    }

    /// Whether a key that may have one connection has another already.
    func isOneTooMany(_ taken: [String?], _ keyID: String?) -> Bool {
        guard faults.isArmed(.oneConnection), taken.contains(keyID) else { return false }
        return faults.strike([.oneConnection]) != nil
    }

    func leaveTrades(_ id: Int) { tradeClients[id] = nil }

    /// Answers one message of a client; `nil` stands for bytes that were no message.
    func hearTrade(_ id: Int, _ message: WireValue?) {
        guard let client = tradeClients[id] else { return }
        switch message?["action"]?.text {
        case "authenticate", "auth":
            let action = message?["action"] ?? "auth"
            let data = message?["data"] ?? message ?? .null
            let keyID = data["key_id"]?.text ?? data["key"]?.text
            let isGood = settings.accepts(id: keyID, secret: data["secret_key"]?.text ?? data["secret"]?.text)
            if isGood, isOneTooMany(tradeClients.values.map(\.keyID), keyID) {
                client.connection.send(["action": "error", "data": ["error_message": "connection limit exceeded"]])
                client.connection.close(.policyViolation)
                return
            }
            tradeClients[id]?.keyID = isGood ? keyID : nil
            var answer: [WireMember] = [
                .init(name: "status", value: isGood ? "authorized" : "unauthorized"),
                .init(name: "action", value: action),
            ]
            if !isGood { answer.append(.init(name: "message", value: "access key verification failed")) }
            client.connection.send(["stream": "authorization", "data": .object(answer)])
        case "listen":
            guard client.isAuthorized else {
                client.connection.send([
                    "stream": "authorization", "data": ["status": "unauthorized", "action": "listen"],
                ])
                return
            }
            let listens = message?["data"]?["streams"]?.items?.contains("trade_updates") ?? false
            tradeClients[id]?.listens = listens
            client.connection.send([
                "stream": "listening", "data": ["streams": .list(listens ? ["trade_updates"] : [])],
            ])
        default:
            client.connection.send(["action": "error", "data": ["error_message": "invalid message"]])
            client.connection.close(.protocolError)
        }
    }

    /// Tells every listener what happened.
    func tell(_ update: TradeUpdate) {
        let listeners = tradeClients.values.filter { $0.listens && $0.isAuthorized }
        guard !listeners.isEmpty else { return }
        let message = update.wire(listing)
        for client in listeners { client.connection.send(message) }
    }
}
