import BrokerOrders
import Brokers
import Contracts
import LogRules
import ScriptedServer
import Testing
import Web

@Suite struct `An approved order` {
    @Test func `is made from a committed intent of the OMS`() throws {
        let order = try approved()
        #expect(order.id == OrderID("paper-1") && order.symbol == gold && order.offset == LogOffset(7))
    }

    @Test func `is made from nothing else`() {
        #expect(ApprovedOrder(entry(by: .gateway), in: metals) == nil)
        #expect(ApprovedOrder(entry(by: .strategy), in: metals) == nil)
        #expect(ApprovedOrder(entry(offset: 0), in: metals) == nil)
        #expect(ApprovedOrder(entry(quantity: 0), in: metals) == nil)
        #expect(ApprovedOrder(entry(quantity: -1), in: metals) == nil)
        #expect(ApprovedOrder(entry(instrument: 2), in: metals) == nil)
        let canceled = OrderEvent(
            order: OrderID("a"), instrument: InstrumentIndex(0), change: .canceled, happenedAt: noon)
        let other = Entry(
            offset: LogOffset(7), at: noon, by: .oms, cause: .start, trace: "", event: .orderEvent(canceled))
        #expect(ApprovedOrder(other, in: metals) == nil)
    }
}

@Suite struct `Submitting an order` {
    @Test func `sends decimals as text, our id, and the keys as headers`() throws {
        let server = try ScriptedServer { _ in .json(orderJSON(type: "limit", limit: "\"181.25\"")) }
        var alpaca = sender(server)
        let price = try #require(Price("181.25"))
        #expect(alpaca.submit(try approved(type: .limit(price))) == .accepted(venueOrderID: "v-1"))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.target == "/v2/orders")
        #expect(request.header("APCA-API-KEY-ID") == "key" && request.header("APCA-API-SECRET-KEY") == "hush")
        let body = try JSONValue(parsing: request.body)
        #expect(
            body == [
                "symbol": "GLD", "qty": "10", "side": "buy", "time_in_force": "day", "client_order_id": "paper-1",
                "type": "limit", "limit_price": "181.25",
            ])
    }

    @Test(arguments: [
        (
            OrderType.stopLimit(stop: Price("180.5")!, limit: Price("180")!),
            ["type": "stop_limit", "stop_price": "180.5", "limit_price": "180"]
        ),
        (.trailingStop(.amount(Price("2.5")!)), ["type": "trailing_stop", "trail_price": "2.5"]),
        (.trailingStop(.basisPoints(125)), ["type": "trailing_stop", "trail_percent": "1.25"]),
    ])
    func `names the prices of every stop`(type: OrderType, members: [String: String]) throws {
        let server = try ScriptedServer { _ in .status(503, body: "") }
        var alpaca = sender(server)
        _ = alpaca.submit(try approved(type: type))
        let body = try JSONValue(parsing: try #require(server.requests.first).body)
        for (name, value) in members { #expect(body[name]?.text == value) }
    }

    @Test(arguments: [
        (403, 40_310_000, "insufficient buying power"), (422, 42_210_000, "asset \\\"X\\\" not found"),
        (422, 40_010_001, "qty must be > 0"), (400, 40_010_000, "request body format is invalid"),
    ])
    func `is rejected only in the venue's own words`(status: Int, code: Int, message: String) throws {
        let server = try ScriptedServer { _ in refusal(status, code, message) }
        var alpaca = sender(server)
        guard case .rejected(Int64(code), _) = alpaca.submit(try approved()) else {
            Issue.record("not a rejection")
            return
        }
    }

    @Test func `is rejected when the venue takes it and shows it rejected`() throws {
        let server = try ScriptedServer { _ in .json(orderJSON(status: "rejected")) }
        var alpaca = sender(server)
        guard case .rejected(0, _) = alpaca.submit(try approved()) else {
            Issue.record("not a rejection")
            return
        }
    }

    @Test(arguments: [
        ScriptedAnswer.json("{\"message\":\"internal\"}", status: 500), .status(503, body: "<html>busy</html>"),
        .json("{\"code\":50410000,\"message\":\"timeout\"}", status: 504), .hangUp, .silence,
        .bytes("this is not HTTP"), .json("not JSON"), .json("{}"), .json(orderJSON(clientID: "someone-else")),
        .json(orderJSON(quantity: "\"11\"")), .json(orderJSON(side: "sell")), .json(orderJSON(symbol: "SLV")),
        .status(422, body: "<html>a gateway</html>"), .status(408, body: ""), .status(302, body: ""),
        .json("{\"code\":40910000,\"message\":\"conflict\"}", status: 409),
    ])
    func `is unknown whenever the answer does not settle it`(answer: ScriptedAnswer) throws {
        let server = try ScriptedServer { _ in answer }
        var alpaca = sender(server, timeout: .milliseconds(300))
        guard case .unknown = alpaca.submit(try approved()) else {
            Issue.record("not unknown")
            return
        }
    }

    @Test func `may be tried again when nothing was sent`() throws {
        let server = try ScriptedServer()
        try server.stop()
        var alpaca = sender(server)
        guard case .tryAgain(_, nil) = alpaca.submit(try approved()) else {
            Issue.record("not tryAgain")
            return
        }
    }

    @Test func `may be tried again after a rate limit, when the venue says so`() throws {
        let server = try ScriptedServer { _ in
            .status(
                429, headers: [("Retry-After", "7")], body: "{\"code\":42910000,\"message\":\"rate limit exceeded\"}")
        }
        var alpaca = sender(server)
        #expect(alpaca.submit(try approved()) == .tryAgain(reason: "rate limit", after: .seconds(7)))
    }

    @Test(arguments: [
        ScriptedAnswer.status(401, body: "<html>nginx</html>"), .json("{\"message\":\"unauthorized.\"}", status: 401),
        .json("{\"code\":40110000,\"message\":\"request is not authorized\"}", status: 401),
        .json("{\"message\":\"forbidden.\"}", status: 403),
    ])
    func `is not rejected because our keys are wrong`(answer: ScriptedAnswer) throws {
        let server = try ScriptedServer { _ in answer }
        var alpaca = sender(server)
        guard case .tryAgain = alpaca.submit(try approved()) else {
            Issue.record("not tryAgain")
            return
        }
    }

    @Test func `again finds the order that is there already`() throws {
        let server = try ScriptedServer { request in
            request.method == "POST"
                ? refusal(422, 40_010_001, "client_order_id must be unique") : .json(orderJSON(id: "v-9"))
        }
        var alpaca = sender(server)
        #expect(alpaca.submit(try approved()) == .accepted(venueOrderID: "v-9"))
        #expect(server.requests.map(\.method) == ["POST", "GET"])
        #expect(server.requests.last?.target == "/v2/orders:by_client_order_id?client_order_id=paper-1")
    }

    @Test(arguments: [
        ScriptedAnswer.json("{\"code\":40410000,\"message\":\"order not found\"}", status: 404), .hangUp,
        .json("{}", status: 500), .json(orderJSON(symbol: "SLV")),
    ])
    func `again is unknown when what is there can't be told`(lookup: ScriptedAnswer) throws {
        let server = try ScriptedServer { request in
            request.method == "POST" ? refusal(422, 40_010_001, "client_order_id must be unique") : lookup
        }
        var alpaca = sender(server)
        guard case .unknown = alpaca.submit(try approved()) else {
            Issue.record("not unknown")
            return
        }
    }
}

@Suite struct `Canceling` {
    @Test func `is a request, and the venue's answers keep their meanings`() throws {
        let answers: [(ScriptedAnswer, CancelOutcome)] = [
            (.status(204, body: ""), .requested), (refusal(404, 40_410_000, "order not found for x"), .notFound),
            (
                refusal(422, 42_210_000, "order is already in filled state"),
                .tooLate(reason: "order is already in filled state")
            ),
            (.status(429, body: ""), .tryAgain(reason: "rate limit", after: nil)),
        ]
        for (answer, outcome) in answers {
            let server = try ScriptedServer { _ in answer }
            var alpaca = sender(server)
            #expect(alpaca.cancel(venueOrderID: "v-1") == outcome)
            #expect(server.requests.first?.method == "DELETE" && server.requests.first?.target == "/v2/orders/v-1")
        }
    }

    @Test func `is unknown when the venue does not answer`() throws {
        let server = try ScriptedServer { _ in .hangUp }
        var alpaca = sender(server)
        guard case .unknown = alpaca.cancel(venueOrderID: "v-1") else {
            Issue.record("not unknown")
            return
        }
    }

    @Test func `everything tells what became of each order`() throws {
        let server = try ScriptedServer { _ in
            .json(
                #"[{"id":"a","status":200},{"id":"b","status":422,"body":{"code":42210000,"message":"too late"}}]"#,
                status: 207)
        }
        var alpaca = sender(server)
        let outcomes = try alpaca.cancelAll()
        #expect(outcomes.map(\.isDone) == [true, false])
        #expect(outcomes.last == BulkOutcome(subject: "b", status: 422, reason: "too late"))
    }

    @Test func `and closing everything takes the open orders with it`() throws {
        let server = try ScriptedServer { _ in
            .json(#"[{"symbol":"GLD","status":200,"body":\#(orderJSON(side: "sell"))}]"#, status: 207)
        }
        var alpaca = sender(server)
        #expect(try alpaca.closeAll() == [BulkOutcome(subject: "GLD", status: 200, reason: nil)])
        #expect(server.requests.first?.target == "/v2/positions?cancel_orders=true")
    }

    @Test func `everything with nothing to do is an empty list`() throws {
        let server = try ScriptedServer { _ in .json("[]", status: 207) }
        var alpaca = sender(server)
        #expect(try alpaca.cancelAll().isEmpty)
    }
}
