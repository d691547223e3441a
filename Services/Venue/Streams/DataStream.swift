import Contracts
import Exchange
import NIOWebSocket

/// A client of the market data stream.
struct DataClient: Sendable {
    let connection: StreamConnection
    /// What it has authorized itself by; `nil` until it has.
    var keyID: String?
    var isAuthorized: Bool { keyID != nil }
    var subscriptions = DataSubscriptions()
}

// The market data stream: every message is an array of objects that name their type in `T`.
extension Venue {
    /// Greets a client. Keys in the handshake's headers authorize it at once.
    func joinData(_ connection: StreamConnection, id: String?, secret: String?) -> Int {
        clientCount += 1
        dataClients[clientCount] = DataClient(connection: connection)
        connection.send([["T": "success", "msg": "connected"]])
        let client = clientCount
        if settings.accepts(id: id, secret: secret) { authorizeData(client, keyID: id) }
        return client
    }

    private func authorizeData(_ client: Int, keyID: String?) {
        guard let connection = dataClients[client]?.connection else { return }
        guard !isOneTooMany(dataClients.values.map(\.keyID), keyID) else {
            connection.send(streamError(406, "connection limit exceeded"))
            connection.close(.policyViolation)
            return
        }
        dataClients[client]?.keyID = keyID
        connection.send([["T": "success", "msg": "authenticated"]])
    }

    func leaveData(_ id: Int) { dataClients[id] = nil }

    /// Ends a connection that did not authenticate in time.
    func dataAuthenticationDue(_ id: Int) {
        guard let client = dataClients[id], !client.isAuthorized else { return }
        client.connection.send(streamError(404, "auth timeout"))
        client.connection.close(.policyViolation)
    }

    /// Answers one message of a client; `nil` stands for bytes that were no message.
    func hearData(_ id: Int, _ message: WireValue?) {
        guard let client = dataClients[id] else { return }
        switch (message?["action"]?.text, client.isAuthorized) {
        case ("auth", true): client.connection.send(streamError(403, "already authenticated"))
        case ("auth", false):
            guard settings.accepts(id: message?["key"]?.text, secret: message?["secret"]?.text) else {
                client.connection.send(streamError(402, "auth failed"))
                return
            }
            authorizeData(id, keyID: message?["key"]?.text)
        case ("subscribe", true), ("unsubscribe", true):
            var subscriptions = client.subscriptions
            let isAdding = message?["action"] == "subscribe"
            guard let message, subscriptions.change(by: message, adding: isAdding) else {
                client.connection.send(streamError(400, "invalid syntax"))
                return
            }
            dataClients[id]?.subscriptions = subscriptions
            client.connection.send(.list([subscriptions.wire]))
        case ("subscribe", false), ("unsubscribe", false): client.connection.send(streamError(401, "not authenticated"))
        default: client.connection.send(streamError(400, "invalid syntax"))
        }
    }

    /// Sends a frame's bars, to each client all that it wants in one message.
    func sendBars(_ frame: BarFrame) {
        let start = book.start(of: frame)
        let (kind, channel) = book.length == .session ? ("d", "dailyBars") : ("b", "bars")
        let bars = listing.universe.indices.compactMap { instrument in
            frame.bars[instrument.place].map { bar in
                (
                    symbol: listing.symbol(instrument),
                    message: TimedBar(start: start, bar: bar).message(kind, listing.symbol(instrument))
                )
            }
        }
        for client in dataClients.values where client.isAuthorized {
            let wanted = bars.filter { client.subscriptions.wants(channel, $0.symbol) }.map(\.message)
            if !wanted.isEmpty { client.connection.send(.list(wanted)) }
        }
    }

    /// Sends the quotes and trades of the moment and the minutes that just ended.
    func sendLive(_ completed: [(instrument: InstrumentIndex, bar: TimedBar)]) {
        guard let live else { return }
        for client in dataClients.values where client.isAuthorized {
            let minutes = completed.compactMap { instrument, bar -> WireValue? in
                let symbol = listing.symbol(instrument)
                return client.subscriptions.wants("bars", symbol) ? bar.message("b", symbol) : nil
            }
            if !minutes.isEmpty { client.connection.send(.list(minutes)) }
            let ticks = zip(listing.universe.indices, live.quotes).flatMap { instrument, quote in
                messages(quote, listing.symbol(instrument), client.subscriptions)
            }
            if !ticks.isEmpty { client.connection.sendIfIdle(.list(ticks)) }
        }
    }

    private func messages(_ quote: LiveQuote, _ symbol: String, _ wanted: DataSubscriptions) -> [WireValue] {
        var messages: [WireValue] = []
        if wanted.wants("quotes", symbol) { messages.append(tagged("q", symbol, quoteWire(quote))) }
        if wanted.wants("trades", symbol) { messages.append(tagged("t", symbol, tradeWire(quote))) }
        return messages
    }
}

private func tagged(_ kind: String, _ symbol: String, _ value: WireValue) -> WireValue {
    guard case .object(let members) = value else { return value }
    return .object([WireMember(name: "T", value: .text(kind)), WireMember(name: "S", value: .text(symbol))] + members)
}

private func streamError(_ code: Int64, _ text: String) -> WireValue {
    [["T": "error", "code": .integer(code), "msg": .text(text)]]
}
