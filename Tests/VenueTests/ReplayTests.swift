import Contracts
import Testing

@testable import bullion_venue

@Suite struct `A replay` {
    @Test func `exists only where it is allowed`() async throws {
        var settings = replaySettings()
        settings.isAdminAllowed = false
        try await withVenue(settings) { port in
            let answer = try await HTTPConnection(port: port).call("GET", "/admin/replay")
            #expect(answer.status == 404)
        }
    }

    @Test func `moves one session at a time, and repeats harmlessly`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            let begin = try await http.call("GET", "/admin/replay").json
            #expect(begin["index"] == .number("-1") && begin["phase"] == "published" && begin["done"] == false)
            #expect(begin["label"] == "simulated, seed 7")
            let early = try await http.call("POST", "/admin/replay/publish", ["session": .integer(0)])
            #expect(early.status == 409)
            #expect(try await http.call("POST", "/admin/replay/advance", ["session": .integer(1)]).status == 409)
            let advanced = try await http.step("advance", 0)
            #expect(
                advanced["phase"] == "advanced" && advanced["clock"] == "2024-01-02T14:30:00Z"
                    && advanced["session"] == "2024-01-02")
            #expect(try await http.step("advance", 0) == advanced)
            #expect(try await http.call("POST", "/admin/replay/advance", ["session": .integer(1)]).status == 409)
            let published = try await http.step("publish", 0)
            #expect(published["phase"] == "published" && published["clock"] == "2024-01-02T21:00:00Z")
            #expect(try await http.step("publish", 0) == published)
            #expect(try await http.step("advance", 0) == published)
        }
    }

    @Test func `shows only what its clock has published`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            let ask = "/v2/stocks/bars?symbols=GLD,SLV&timeframe=1Day&start=2020-01-01"
            #expect(try await http.call("GET", ask).json == ["bars": .object([]), "next_page_token": .null])
            try await http.play(0)
            _ = try await http.step("advance", 1)
            let bars = try #require(try await http.call("GET", ask).json["bars"])
            #expect(bars["GLD"]?.items?.count == 1 && bars["SLV"]?.items?.count == 1)
            #expect(bars["GLD"]?.items?.first?["t"] == "2024-01-02T05:00:00Z")
            _ = try await http.step("publish", 1)
            #expect(try await http.call("GET", ask).json["bars"]?["GLD"]?.items?.count == 2)
        }
    }

    @Test func `pages through bars by symbol and time`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            for session in 0..<4 { try await http.play(session) }
            var seen: [String] = []
            var token = ""
            repeat {
                let ask =
                    "/v2/stocks/bars?symbols=SLV,GLD,NOPE&timeframe=1Day&start=2020-01-01&limit=3&page_token=\(token)"
                let page = try await http.call("GET", ask).json
                for name in ["GLD", "SLV"] {
                    for bar in page["bars"]?[name]?.items ?? [] { seen.append("\(name) \(bar["t"]?.text ?? "")") }
                }
                token = page["next_page_token"]?.text ?? ""
            } while !token.isEmpty
            #expect(seen.count == 8 && seen == seen.sorted() && Set(seen).count == 8)
        }
    }

    @Test func `tells its own time`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let clock = try await http.call("GET", "/v2/clock").json
            #expect(clock["timestamp"] == "2024-01-02T16:00:00-05:00" && clock["is_open"] == false)
            #expect(
                clock["next_open"] == "2024-01-03T09:30:00-05:00" && clock["next_close"] == "2024-01-03T16:00:00-05:00")
            let calendar = try await http.call("GET", "/v2/calendar?start=2024-07-03&end=2024-07-05").json
            #expect(
                calendar.items?.map { $0["date"] } == ["2024-07-03", "2024-07-05"]
                    && calendar.items?.first?["close"] == "13:00")
        }
    }

    @Test func `fills at the next open, and says so step by step`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            let stream = try await tradeStream(port)
            try await http.play(0)
            let posted = try await http.call("POST", "/v2/orders", order("a")).json
            let resting = try await http.call("POST", "/v2/orders", limit("b", "1.00")).json
            let state = try await http.step("advance", 1)
            #expect(state["executions"] == .number("2"))
            var events: [WireValue] = []
            for _ in 0..<6 { events.append(try #require(try await stream.receiveJSON()["data"])) }
            #expect(events.map { $0["event"] } == ["accepted", "accepted", "new", "new", "fill", "expired"])
            let fill = events[4]
            #expect(
                fill["order"]?["id"] == posted["id"] && fill["order"]?["status"] == "filled"
                    && fill["order"]?["legs"] == .null)
            #expect(fill["qty"] == "10" && fill["position_qty"] == "10" && fill["timestamp"] == "2024-01-03T14:30:00Z")
            #expect(fill["price"] == fill["order"]?["filled_avg_price"])
            #expect(events[5]["order"]?["id"] == resting["id"] && events[5]["timestamp"] == "2024-01-03T21:00:00Z")
            _ = try await http.step("publish", 1)
            let bar = try #require(try await http.call("GET", "/v2/stocks/GLD/bars/latest").json["bar"])
            let open = try #require(ExactDecimal(literal(bar["o"])))
            let paid = try #require(ExactDecimal(fill["price"]?.text ?? ""))
            #expect(paid.nanos == Price(nanos: open.nanos).moved(byBasisPoints: 5).nanos)
        }
    }

    @Test func `sends a session's bars in one message, also again`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            let stream = try await WebSocketConnection(
                port: port, path: "/v2/iex", headers: ["APCA-API-KEY-ID: K", "APCA-API-SECRET-KEY: S"])
            #expect(try await stream.receiveJSON() == [["T": "success", "msg": "connected"]])
            #expect(try await stream.receiveJSON() == [["T": "success", "msg": "authenticated"]])
            try await stream.send(["action": "subscribe", "dailyBars": ["*"]])
            #expect(try await stream.receiveJSON().items?.first?["dailyBars"] == ["*"])
            try await http.play(0)
            let first = try await stream.receiveJSON()
            #expect(first.items?.map { $0["T"] } == ["d", "d"] && first.items?.map { $0["S"] } == ["GLD", "SLV"])
            _ = try await http.step("publish", 0)
            #expect(try await stream.receiveJSON() == first)
        }
    }
}

func limit(_ id: String, _ price: String) -> WireValue {
    [
        "symbol": "SLV", "qty": "1", "side": "buy", "type": "limit", "limit_price": .text(price),
        "time_in_force": "day",
        "client_order_id": .text(id),
    ]
}

func literal(_ value: WireValue?) -> String {
    guard case .number(let text) = value else { return "" }
    return text
}

/// A listener of trade_updates.
func tradeStream(_ port: Int) async throws -> WebSocketConnection {
    let stream = try await WebSocketConnection(port: port, path: "/stream")
    try await stream.send(["action": "authenticate", "data": ["key_id": "K", "secret_key": "S"]])
    #expect(try await stream.receiveJSON()["data"]?["status"] == "authorized")
    try await stream.send(["action": "listen", "data": ["streams": ["trade_updates"]]])
    #expect(try await stream.receiveJSON() == ["stream": "listening", "data": ["streams": ["trade_updates"]]])
    return stream
}
