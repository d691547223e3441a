import Contracts
import Testing

@testable import bullion_venue

@Suite struct `A live venue` {
    @Test func `is always open, has minutes to look back on, and streams quotes`() async throws {
        try await withVenue(liveSettings()) { port in
            let http = try await HTTPConnection(port: port)
            #expect(try await http.call("GET", "/v2/clock").json["is_open"] == true)
            let bars = try await http.call("GET", "/v2/stocks/GLD/bars?timeframe=1Min&start=2020-01-01&limit=50").json
            #expect(bars["bars"]?.items?.count == 50 && bars["next_page_token"] != .null)
            #expect(try await http.call("GET", "/v2/account").json["account_number"] == "SIMULATED-1")
            let stream = try await WebSocketConnection(
                port: port, path: "/v2/iex", headers: ["APCA-API-KEY-ID: K", "APCA-API-SECRET-KEY: S"])
            _ = try await stream.receive()
            _ = try await stream.receive()
            try await stream.send(["action": "subscribe", "quotes": ["GLD"]])
            _ = try await stream.receive()
            #expect(try await stream.receiveJSON().items?.first?["T"] == "q")
        }
    }

    @Test func `fills a market order at once, and a limit when the quote comes to it`() async throws {
        try await withVenue(liveSettings()) { port in
            let http = try await HTTPConnection(port: port)
            let stream = try await tradeStream(port)
            let posted = try await http.call("POST", "/v2/orders", order("a")).json
            #expect(posted["status"] == "pending_new")
            var events: [WireValue?] = []
            for _ in 0..<3 { events.append(try await stream.receiveJSON()["data"]?["event"]) }
            #expect(events == ["pending_new", "new", "fill"])
            #expect(try await http.call("GET", "/v2/orders/\(posted["id"]?.text ?? "")").json["status"] == "filled")
            #expect(try await http.call("GET", "/v2/positions/GLD").json["qty"] == "10")
        }
    }

    @Test func `completes a minute when the clock passes it`() {
        let start = Timestamp(nanoseconds: 1_700_000_040_000_000_000)
        var market = LiveMarket(universe: Universe([Symbol("GLD")!])!, seed: 1, now: start)
        let before = market.minutes[0].count
        #expect(market.tick(at: start + 30).isEmpty)
        let completed = market.tick(at: start + 60)
        #expect(completed.map(\.bar.start) == [Timeframe.minutes(1).start(of: start)])
        #expect(market.minutes[0].count == before + 1)
        #expect(zip(market.minutes[0], market.minutes[0].dropFirst()).allSatisfy { $0.start + 60 == $1.start })
    }
}

@Suite struct `A timeframe` {
    @Test(arguments: ["1Min", "59T", "23Hour", "1Day", "1D", "1Week", "12Month"]) func `is read`(text: String) {
        #expect(Timeframe(text) != nil)
    }
    @Test(arguments: ["60Min", "24Hour", "2Day", "5Month", "Min", "", "1Year"])
    func `that the wire does not know is refused`(text: String) {
        #expect(Timeframe(text) == nil)
    }

    @Test func `merges bars by their calendar`() throws {
        let days = ["2024-01-30", "2024-01-31", "2024-02-01", "2024-02-05"].map { TradingDate($0)! }
        let bars = days.enumerated().map { place, date in
            let price = Price(units: 10 + place)
            return TimedBar(
                start: midnight(date), bar: Bar(open: price, high: price, low: price, close: price, volume: 1))
        }
        #expect(Timeframe.weeks.merge(bars).map(\.bar.volume) == [3, 1])
        let months = Timeframe.months(1).merge(bars)
        #expect(months.map(\.start) == ["2024-01-01", "2024-02-01"].map { midnight(TradingDate($0)!) })
        #expect(months[0].bar.open == Price(units: 10) && months[0].bar.close == Price(units: 11))
    }
}
