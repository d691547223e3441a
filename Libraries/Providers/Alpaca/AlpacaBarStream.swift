public import Contracts
public import Web

/// What a stream of bars delivers, in order. `closed` is the last.
public enum BarStreamMessage: Hashable, Sendable {
    /// The bars of one WebSocket message.
    case bars(BarBatch)
    /// A message that could not be understood; bars may be missing.
    case unreadable(String)
    /// Bars may be missed from here on: connect again, then ask by REST.
    case closed(String)
}

/// Why a stream of bars could not be opened.
public enum BarStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    case connection(WebSocketError)
    /// The data source's own code and words: 402 is a wrong key, 406 one connection too many.
    case refused(code: Int64, message: String)
    case notOffered(symbols: [String])
    case closed(String)
    case timedOut(waitingFor: String)

    public var description: String {
        switch self {
        case .connection(let error): error.description
        case .refused(let code, let message): "the data stream answered error \(code): \(message)"
        case .notOffered(let symbols): "the data stream does not offer \(symbols.joined(separator: ", "))"
        case .closed(let reason): "the data stream ended in its handshake: \(reason)"
        case .timedOut(let wanted): "the data stream did not answer: no \(wanted)"
        }
    }
}

/// Alpaca's stream of market data, listened to for bars of one length. It repeats nothing.
public struct AlpacaBarStream: ~Copyable {
    private let socket: WebSocketClient
    private let instruments: InstrumentTable
    private let timeframe: BarTimeframe
    /// Came together with the last answer of the handshake.
    private var early: [WebSocketMessage]

    /// Connects, authenticates and subscribes; waits until the source has confirmed all three.
    ///
    /// - Parameter url: the whole address, such as `wss://stream.data.alpaca.markets/v2/iex`.
    public init(
        connectingTo url: String, credentials: Credentials, universe: Universe, timeframe: BarTimeframe,
        options: WebSocketClient.Options = .init()
    ) throws(BarStreamError) {
        let subscribed = try subscribe(to: url, credentials, universe, timeframe, options)
        socket = subscribed.socket
        early = subscribed.pending
        instruments = InstrumentTable(universe)
        self.timeframe = timeframe
    }

    /// Readable while messages wait. Call `takeAll` once before the first `poll`: some may have come with the handshake.
    public var descriptor: Int32 { socket.mailbox.descriptor }

    /// Everything that has come, oldest first; empty when there is nothing.
    public mutating func takeAll() -> [BarStreamMessage] {
        let raw = early + socket.mailbox.takeAll()
        early = []
        var messages: [BarStreamMessage] = []
        for one in raw {
            if let message = message(one) { messages.append(message) }
        }
        return messages
    }

    public func close() { socket.close() }

    private func message(_ raw: WebSocketMessage) -> BarStreamMessage? {
        if case .closed(let reason) = raw { return .closed(reason.description) }
        let items: [JSONValue]
        do {
            guard let elements = try raw.json()?.elements else { return .unreadable("not an array") }
            items = elements
        } catch {
            return .unreadable("not JSON: \(error)")
        }
        var batch = BarBatch()
        for item in items {
            switch item["T"]?.text {
            case "b" where timeframe == .minute, "d" where timeframe == .day: add(item, to: &batch)
            case "error": return .unreadable("error \(item["code"]?.integer ?? 0): \(item["msg"]?.text ?? "")")
            case nil: return .unreadable("an item without its type \"T\"")
            default: break  // Trades, quotes and confirmations are not bars.
            }
        }
        return batch.bars.isEmpty && batch.quarantined.isEmpty ? nil : .bars(batch)
    }

    private func add(_ item: JSONValue, to batch: inout BarBatch) {
        let symbol = item["S"]?.text ?? ""
        guard let instrument = instruments[symbol] else {
            batch.quarantined.append(
                QuarantinedBar(
                    source: "stream \(timeframe.rawValue)", reason: "a bar of \"\(symbol)\", which was not asked for"))
            return
        }
        batch.add(alpaca: item, of: instrument, source: "stream \(timeframe.rawValue) \(symbol)")
    }
}

private func subscribe(
    to url: String, _ credentials: Credentials, _ universe: Universe, _ timeframe: BarTimeframe,
    _ options: WebSocketClient.Options
) throws(BarStreamError) -> WebSocketConversation {
    let socket: WebSocketClient
    do {
        // The header decides the encoding for the whole connection: without it a server may choose msgpack.
        socket = try WebSocketClient(
            connectingTo: url, headers: [HTTPHeader("Content-Type", "application/json")], options: options)
    } catch {
        throw .connection(error)
    }
    var conversation = WebSocketConversation(on: socket, within: options.connectTimeout)
    _ = try conversation.answer("connected") { $0["T"]?.text == "success" && $0["msg"]?.text == "connected" }
    conversation.say(["action": "auth", "key": .string(credentials.keyID), "secret": .string(credentials.secret)])
    _ = try conversation.answer("authenticated") { $0["T"]?.text == "success" && $0["msg"]?.text == "authenticated" }
    let channel = timeframe == .day ? "dailyBars" : "bars"
    let names = universe.symbols.map(\.name)
    let list = JSONValue.array(names.map { .string($0) })
    conversation.say(
        .object(JSONObject([.init(name: "action", value: "subscribe"), .init(name: channel, value: list)])))
    let subscription = try conversation.answer("subscription") { $0["T"]?.text == "subscription" }
    let offered = Set((subscription[channel]?.elements ?? []).compactMap(\.text))
    let missing = offered.contains("*") ? [] : names.filter { !offered.contains($0) }
    guard missing.isEmpty else { throw .notOffered(symbols: missing) }
    return conversation
}

extension WebSocketConversation {
    /// The next item that `isIt` accepts. An error of the source ends the conversation.
    fileprivate mutating func answer(
        _ wanted: String, _ isIt: (JSONValue) -> Bool
    ) throws(BarStreamError) -> JSONValue {
        while let message = next() {
            if case .closed(let reason) = message { throw .closed(reason.description) }
            // What is not JSON is not the answer, and before the subscription no bar of ours can be in it.
            for item in (try? message.json())?.elements ?? [] {
                if item["T"]?.text == "error" {
                    throw .refused(code: item["code"]?.integer ?? 0, message: item["msg"]?.text ?? "")
                }
                if isIt(item) { return item }
            }
        }
        throw .timedOut(waitingFor: wanted)
    }
}
