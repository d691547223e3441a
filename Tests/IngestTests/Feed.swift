import Contracts
import ScriptedServer
import Synchronization

/// A data source on a loopback port: clock, bars of the past, and a stream of bars, all saying what has been published.
final class Feed: Sendable {
    struct Published: Sendable {
        /// When each bar's interval begins and ends.
        let start: Timestamp
        let at: Timestamp
        /// One bar of the wire for each symbol that has one, without its tags.
        let bars: [(symbol: String, json: String)]
    }

    private struct State {
        var published: [Published] = []
        var sockets: [ScriptedSocket] = []
        var now: Timestamp
        var isOpen = false
        var neverCloses = false
    }

    private let state: Mutex<State>
    private let server = Mutex<ScriptedServer?>(nil)

    /// - Parameter now: the clock before anything is published.
    init(now: Timestamp) throws {
        state = Mutex(State(now: now))
        let started = try ScriptedServer(
            onRequest: { [weak self] request in self?.answer(request) ?? .hangUp },
            onSocket: { [weak self] socket, event in self?.hear(socket, event) })
        server.withLock { $0 = started }
    }

    var port: Int { server.withLock { $0?.port ?? 0 } }
    var subscribers: Int { state.withLock { $0.sockets.count } }
    func requests(to path: String) -> Int { server.withLock { $0?.requests.filter { $0.path == path }.count ?? 0 } }

    /// Moves the clock, and lets the regular hours begin or end.
    func set(now: Timestamp, isOpen: Bool) {
        state.withLock { state in
            state.now = now
            state.isOpen = isOpen
        }
    }

    /// From now on it is open around the clock.
    func neverCloses() { state.withLock { $0.neverCloses = true } }

    /// Makes bars known to REST, and tells the stream unless it is to miss them.
    func publish(_ published: Published, kind: String = "d", onStream: Bool = true) {
        let sockets = state.withLock { state in
            state.published.append(published)
            state.now = max(state.now, published.at)
            return onStream ? state.sockets : []
        }
        let items = published.bars.map { #"{"T":"\#(kind)","S":"\#($0.symbol)","# + $0.json.dropFirst() }
        for socket in sockets { socket.send(text: "[" + items.joined(separator: ",") + "]") }
    }

    /// Sends a text to every subscriber.
    func say(_ text: String) { for socket in state.withLock({ $0.sockets }) { socket.send(text: text) } }

    /// Breaks every connection of the stream.
    func drop() {
        let sockets = state.withLock { state in
            defer { state.sockets = [] }
            return state.sockets
        }
        for socket in sockets { socket.drop() }
    }

    private func hear(_ socket: ScriptedSocket, _ event: ScriptedEvent) {
        switch event {
        case .opened: socket.send(text: #"[{"T":"success","msg":"connected"}]"#)
        case .message(let text) where text.contains(#""auth""#):
            socket.send(text: #"[{"T":"success","msg":"authenticated"}]"#)
        case .message:
            socket.send(text: #"[{"T":"subscription","bars":["*"],"dailyBars":["*"]}]"#)
            state.withLock { $0.sockets.append(socket) }
        case .pong, .closed: break
        }
    }

    private func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
        let (published, now, isOpen, neverCloses) = state.withLock { ($0.published, $0.now, $0.isOpen, $0.neverCloses) }
        switch request.path {
        case "/v2/clock":
            if neverCloses {
                return .json(
                    #"{"timestamp":"\#(now)","is_open":true,"next_open":"\#(now + 7200)","next_close":"\#(now + 3600)"}"#
                )
            }
            let calendar = TradingCalendar.nyse
            let date = NewYork.date(at: now)
            guard let close = isOpen ? calendar.close(date) : calendar.next(after: date).flatMap(calendar.close) else {
                return .hangUp
            }
            return .json(
                #"{"timestamp":"\#(now)","is_open":\#(isOpen),"next_open":"\#(close + 60_000)","next_close":"\#(close)"}"#
            )
        case "/v2/stocks/bars":
            guard let start = instant(request, "start"), let end = instant(request, "end") else {
                return .json(#"{"message":"no range"}"#, status: 400)
            }
            let chosen = published.filter { $0.start >= start && $0.start <= end && $0.at <= now }
            let symbols = Set(chosen.flatMap { $0.bars.map(\.symbol) }).sorted()
            let members = symbols.map { symbol in
                let bars = chosen.flatMap { $0.bars.filter { $0.symbol == symbol }.map(\.json) }
                return #""\#(symbol)":[\#(bars.joined(separator: ","))]"#
            }
            return .json(#"{"bars":{\#(members.joined(separator: ","))},"next_page_token":null}"#)
        default: return .json(#"{"code":40410000,"message":"endpoint not found"}"#, status: 404)
        }
    }

    private func instant(_ request: ScriptedRequest, _ name: String) -> Timestamp? {
        request.query(name).flatMap { Timestamp($0.replacing("%3A", with: ":")) }
    }
}

extension Feed.Published {
    /// A session's bars: a close for each symbol, `nil` where it did not trade.
    static func session(_ date: TradingDate, _ closes: KeyValuePairs<String, Int?>) -> Feed.Published {
        let start = NewYork.instant(on: date, hour: 0, minute: 0)
        return Feed.Published(
            start: start, at: TradingCalendar.nyse.close(date) ?? start, bars: bars(start, closes))
    }

    /// A minute's bars, by the minute's beginning.
    static func minute(_ start: Timestamp, _ closes: KeyValuePairs<String, Int?>) -> Feed.Published {
        Feed.Published(start: start, at: start + 60, bars: bars(start, closes))
    }

    private static func bars(_ start: Timestamp, _ closes: KeyValuePairs<String, Int?>) -> [(
        symbol: String, json: String
    )] {
        closes.compactMap { symbol, close in
            close.map {
                (symbol, #"{"t":"\#(start)","o":\#($0),"h":\#($0 + 1),"l":1,"c":\#($0),"v":100,"n":1,"vw":\#($0)}"#)
            }
        }
    }
}
