import Contracts
import Testing

@testable import bullion_venue

@Suite struct `The trading API` {
    @Test func `asks for keys, and takes any pair of the account`() async throws {
        try await withVenue(replaySettings()) { port in
            var http = try await HTTPConnection(port: port)
            #expect(try await http.call("GET", "/v2/account").status == 200)
            http.keys = ("W", "D")
            #expect(try await http.call("GET", "/v2/account").status == 200)
            http.keys = ("W", "S")
            let refused = try await http.call("GET", "/v2/account")
            #expect(refused.status == 401)
            #expect(try refused.json == ["message": "unauthorized."])
            http.keys = nil
            #expect(try await http.call("GET", "/v2/account").status == 401)
        }
    }

    @Test func `takes an order once, whatever its second body says`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let first = try await http.call("POST", "/v2/orders", order("mine-1"))
            #expect(first.status == 200)
            #expect(try first.json["status"] == "accepted")
            #expect(try first.json["qty"] == "10")
            let second = try await http.call("POST", "/v2/orders", order("mine-1", "sell", 3, "SLV"))
            #expect(second.status == 422)
            #expect(try second.json == ["code": .number("40010001"), "message": "client_order_id must be unique"])
            let found = try await http.call("GET", "/v2/orders:by_client_order_id?client_order_id=mine-1")
            #expect(try found.json["id"] == first.json["id"])
            let missing = try await http.call("GET", "/v2/orders:by_client_order_id?client_order_id=other")
            #expect(missing.status == 404)
            #expect(try missing.json["code"] == .number("40410000"))
        }
    }

    @Test func `takes numbers and strings, and decides by their digits`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let body =
                #"{"symbol":"GLD","qty":0.123456789,"side":"buy","type":"market","time_in_force":"day","client_order_id":null}"#
            let fraction = try await http.call("POST", "/v2/orders", bytes: Array(body.utf8))
            #expect(try fraction.json["qty"] == "0.123456789")
            let finer = body.replacing("0.123456789", with: "0.1234567891")
            #expect(try await http.call("POST", "/v2/orders", bytes: Array(finer.utf8)).status == 422)
            let notional = #"{"symbol":"GLD","notional":100.55,"side":"buy","type":"market","time_in_force":"day"}"#
            let answer = try await http.call("POST", "/v2/orders", bytes: Array(notional.utf8))
            #expect(try answer.json["notional"] == "100.55")
            #expect(try answer.json["qty"] == .null)
        }
    }

    @Test(arguments: [
        (
            #"{"symbol":"GLD","side":"buy","type":"market","time_in_force":"day"}"#, 422, "40010001",
            "qty or notional is required"
        ),
        (
            #"{"symbol":"GLD","qty":1,"notional":2,"side":"buy","type":"market","time_in_force":"day"}"#, 422,
            "40010001", "only one of qty or notional is accepted"
        ),
        (
            #"{"symbol":"GLD","qty":0,"side":"buy","type":"market","time_in_force":"day"}"#, 422, "40010001",
            "qty must be > 0"
        ),
        (
            #"{"symbol":"GLD","qty":-1,"side":"buy","type":"market","time_in_force":"day"}"#, 422, "40010001",
            "qty must be > 0"
        ),
        (
            #"{"symbol":"NOPE","qty":1,"side":"buy","type":"market","time_in_force":"day"}"#, 422, "42210000",
            "asset \"NOPE\" not found"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"up","type":"market","time_in_force":"day"}"#, 422, "40010001",
            "invalid side"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"magic","time_in_force":"day"}"#, 422, "40010001",
            "invalid order type"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"market","time_in_force":"soon"}"#, 422, "40010001",
            "invalid time_in_force"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"limit","time_in_force":"day"}"#, 422, "40010001",
            "limit orders require a limit price"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"stop","time_in_force":"day"}"#, 422, "40010001",
            "stop orders require a stop price"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"market","limit_price":"5","time_in_force":"day"}"#, 422,
            "40010001", "market orders require no stop or limit price"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"limit","limit_price":"0","time_in_force":"day"}"#, 422,
            "40010001", "limit price must be > 0"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"limit","limit_price":290.123,"time_in_force":"day"}"#, 422,
            "42210000", "invalid limit_price 290.123. sub-penny increment does not fulfill minimum pricing criteria"
        ),
        (
            #"{"symbol":"GLD","qty":1.5,"side":"buy","type":"market","time_in_force":"gtc"}"#, 422, "42210000",
            "fractional orders must be DAY orders"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"market","time_in_force":"day","extended_hours":true}"#, 422,
            "42210000", "extended hours order must be DAY or GTC limit orders"
        ),
        (
            #"{"symbol":"GLD","notional":0.5,"side":"buy","type":"market","time_in_force":"day"}"#, 403, "40310000",
            "cost basis must be >= minimal amount of order 1"
        ),
        (
            #"{"symbol":"GLD","qty":1000000,"side":"buy","type":"market","time_in_force":"day"}"#, 403, "40310000",
            "insufficient buying power"
        ),
        (
            #"{"symbol":"GLD","qty":true,"side":"buy","type":"market","time_in_force":"day"}"#, 400, "40010000",
            "request body format is invalid"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"buy","type":"stop_limit","stop_price":"5","time_in_force":"day"}"#, 422,
            "40010001", "stop limit orders require both stop and limit price"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"sell","type":"trailing_stop","time_in_force":"day"}"#, 422, "40010001",
            "trailing stop orders require a trail price or a trail percent"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"sell","type":"trailing_stop","trail_percent":"0.125","time_in_force":"day"}"#,
            422, "42210000", "trail_percent must be limited to 2 decimal places"
        ),
        (
            #"{"symbol":"GLD","qty":1,"side":"sell","type":"stop","stop_price":"5","time_in_force":"opg"}"#, 422,
            "42210000", "opg and cls orders must be market or limit orders"
        ),
        (#"{"symbol":"GLD""#, 400, "40010000", "request body format is invalid"),
        (#"[1]"#, 400, "40010000", "request body format is invalid"),
    ])
    func `refuses a bad order with the code and the words of the wire`(
        body: String, status: Int, code: String, message: String
    ) async throws {
        let venue = try await startedVenue()
        let answer = await venue.answer(
            VenueRequest(method: "POST", path: ["v2", "orders"], body: Array(body.utf8)), id: "K", secret: "S"
        ).response
        #expect(answer.status == status)
        let json = try JSONReader.read(answer.body)
        #expect(json["code"] == .number(code) && json["message"] == .text(message))
    }

    @Test(arguments: [
        (
            #""type":"stop_limit","stop_price":"999.5","limit_price":"1000","time_in_force":"gtc""#,
            ["type": "stop_limit", "stop_price": "999.5", "limit_price": "1000", "time_in_force": "gtc"]
        ),
        (
            #""type":"trailing_stop","trail_percent":1.5,"time_in_force":"day""#,
            ["type": "trailing_stop", "trail_percent": "1.5", "time_in_force": "day"]
        ),
        (
            #""type":"trailing_stop","trail_price":"2.50","time_in_force":"gtc""#,
            ["type": "trailing_stop", "trail_price": "2.5", "time_in_force": "gtc"]
        ),
        (#""type":"market","time_in_force":"opg""#, ["type": "market", "time_in_force": "opg"]),
        (#""type":"market","time_in_force":"cls""#, ["type": "market", "time_in_force": "cls"]),
    ])
    func `takes every type and shows it as it was asked for`(members: String, shown: [String: String]) async throws {
        let venue = try await startedVenue()
        let body = #"{"symbol":"GLD","qty":1,"side":"buy","# + members + "}"
        let answer = await venue.answer(
            VenueRequest(method: "POST", path: ["v2", "orders"], body: Array(body.utf8)), id: "K", secret: "S"
        ).response
        #expect(answer.status == 200)
        let json = try JSONReader.read(answer.body)
        for (name, value) in shown { #expect(json[name] == .text(value)) }
        let isTrailing = shown["type"] == "trailing_stop"
        #expect((json["hwm"] != .null) == isTrailing)
    }

    @Test func `tells what was available when shares are missing`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            _ = try await http.call("POST", "/v2/orders", order("a", "buy", 10))
            try await http.play(1)
            let answer = try await http.call("POST", "/v2/orders", order("b", "sell", 11))
            #expect(answer.status == 403)
            let json = try answer.json
            #expect(json["message"] == "insufficient qty available for order (requested: 11, available: 10)")
            #expect(
                json["existing_qty"] == "10" && json["held_for_orders"] == "0" && json["available"] == "10"
                    && json["symbol"] == "GLD")
        }
    }

    @Test func `cancels one order, and then says that it has ended`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let id = try #require(try await http.call("POST", "/v2/orders", order("a")).json["id"]?.text)
            let canceled = try await http.call("DELETE", "/v2/orders/\(id)")
            #expect(canceled.status == 204 && canceled.body.isEmpty)
            #expect(try await http.call("GET", "/v2/orders/\(id)").json["status"] == "canceled")
            let again = try await http.call("DELETE", "/v2/orders/\(id)")
            #expect(again.status == 422)
            #expect(try again.json["message"] == "order is already in \"canceled\" state")
            #expect(try await http.call("DELETE", "/v2/orders/nonsense").status == 422)
            #expect(try await http.call("DELETE", "/v2/orders/904837e3-3b76-47ec-b432-046db621571b").status == 404)
            let none = try await http.call("DELETE", "/v2/orders")
            #expect(none.status == 207)
            #expect(try none.json == .list([]))
        }
    }

    @Test func `closes positions, and reports those that orders hold`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            _ = try await http.call("POST", "/v2/orders", order("a", "buy", 10))
            _ = try await http.call("POST", "/v2/orders", order("b", "sell", 5, "SLV"))
            try await http.play(1)
            let positions = try #require(try await http.call("GET", "/v2/positions").json.items)
            #expect(positions.map { $0["qty"] } == ["10", "-5"] && positions.map { $0["side"] } == ["long", "short"])
            _ = try await http.call("POST", "/v2/orders", order("c", "sell", 10))
            let closed = try await http.call("DELETE", "/v2/positions")
            #expect(closed.status == 207)
            #expect(try closed.json.items?.map { $0["status"] } == [.number("403"), .number("200")])
            let forced = try await http.call("DELETE", "/v2/positions?cancel_orders=True")
            #expect(try forced.json.items?.map { $0["status"] } == [.number("200"), .number("200")])
            try await http.play(2)
            #expect(try await http.call("GET", "/v2/positions").json == .list([]))
            let gone = try await http.call("GET", "/v2/positions/GLD")
            #expect(gone.status == 404)
            #expect(try gone.json["message"] == "position does not exist")
        }
    }

    @Test func `counts requests against its limit`() async throws {
        var settings = replaySettings()
        settings.requestsPerMinute = 2
        let venue = try Venue(settings: settings, dataSet: try settings.dataSet(), now: { Timestamp(nanoseconds: 0) }) {
            _ in fatalError()
        }
        let ask = VenueRequest(method: "GET", path: ["v2", "clock"])
        var seen: [[Int]] = []
        for _ in 0..<3 {
            let answer = await venue.answer(ask, id: "K", secret: "S")
            let quota = answer.quota
            seen.append([
                answer.response.status, quota?.limit ?? -1, quota?.remaining ?? -1, Int(quota?.resetsAt ?? -1),
            ])
        }
        #expect(seen == [[200, 2, 1, 60], [200, 2, 0, 60], [429, 2, 0, 60]])
    }

    @Test func `tells a client about its limit in headers`() async throws {
        try await withVenue(replaySettings()) { port in
            let answer = try await HTTPConnection(port: port).call("GET", "/v2/clock")
            #expect(answer.headers["x-ratelimit-limit"] == "1000000" && answer.headers["x-ratelimit-reset"] != nil)
        }
    }

    @Test func `pages through its fills`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            for number in 0..<5 { _ = try await http.call("POST", "/v2/orders", order("a\(number)", "buy", 1)) }
            try await http.play(1)
            let first = try #require(
                try await http.call("GET", "/v2/account/activities/FILL?page_size=3&direction=asc").json.items)
            #expect(first.count == 3)
            let token = try #require(first.last?["id"]?.text)
            let second = try #require(
                try await http.call(
                    "GET", "/v2/account/activities?activity_types=FILL&direction=asc&page_token=\(token)"
                ).json.items)
            #expect(second.count == 2)
            #expect(Set((first + second).map { $0["order_id"] }).count == 5)
            #expect((first + second).allSatisfy { $0["type"] == "fill" && $0["leaves_qty"] == "0" })
        }
    }
}

/// A venue without a server, one session into its replay.
func startedVenue() async throws -> Venue {
    let settings = replaySettings()
    let venue = try Venue(settings: settings, dataSet: try settings.dataSet(), now: { Timestamp(nanoseconds: 0) }) {
        _ in fatalError()
    }
    try await venue.advance(to: 0)
    try await venue.publish(0)
    return venue
}
