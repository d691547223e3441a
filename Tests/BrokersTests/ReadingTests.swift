import Brokers
import Contracts
import ScriptedServer
import Testing
import Web

@Suite struct `Reading from Alpaca` {
    @Test func `an order keeps its digits and its times`() throws {
        let server = try ScriptedServer { _ in
            .json(
                orderJSON(
                    type: "limit", limit: "\"150.10\"", status: "partially_filled", filled: "3", average: "\"150.0333\""
                ))
        }
        var alpaca = reader(server)
        let order = try #require(try alpaca.order(clientID: OrderID("paper-1")))
        #expect(order.status == .partiallyFilled && !order.status.isTerminal)
        #expect(order.filledQuantity == Quantity(units: 3) && order.filledAveragePrice == Price("150.0333"))
        #expect(order.submittedAt == Timestamp("2025-06-30T16:00:00.577215743Z"))
        #expect(order.updatedAt == Timestamp("2025-06-30T16:00:01.5Z"))
        #expect(
            order.request
                == OrderRequest(
                    side: .buy, quantity: Quantity(units: 10), type: .limit(Price("150.10")!), timeInForce: .day))
    }

    @Test(arguments: [
        (
            #""type":"stop_limit","stop_price":"99","limit_price":"98.5""#,
            OrderType.stopLimit(stop: Price("99")!, limit: Price("98.5")!)
        ),
        (#""type":"trailing_stop","trail_price":"2.5","trail_percent":null"#, .trailingStop(.amount(Price("2.5")!))),
        (#""type":"trailing_stop","trail_price":null,"trail_percent":"1.25""#, .trailingStop(.basisPoints(125))),
    ])
    func `an order keeps the prices of its stop`(members: String, type: OrderType) throws {
        let server = try ScriptedServer { _ in
            .json(
                #"{"id":"v-1","client_order_id":"paper-1","symbol":"GLD","qty":"10","side":"sell","status":"new","#
                    + #""submitted_at":"2025-06-30T16:00:00Z","time_in_force":"gtc","# + members + "}")
        }
        var alpaca = reader(server)
        let order = try #require(try alpaca.order(clientID: OrderID("paper-1")))
        #expect(
            order.request
                == OrderRequest(side: .sell, quantity: Quantity(units: 10), type: type, timeInForce: .gtc))
    }

    @Test func `an order that is not there is nil, and a failure is not`() throws {
        let missing = try ScriptedServer { _ in refusal(404, 40_410_000, "order not found for paper-1") }
        var alpaca = reader(missing)
        #expect(try alpaca.order(clientID: OrderID("paper-1")) == nil)
        let broken = try ScriptedServer { _ in .status(404, body: "<html>") }
        var gateway = reader(broken)
        #expect(throws: BrokerError.self) { try gateway.order(clientID: OrderID("paper-1")) }
    }

    @Test func `an order that we could not have sent has no request`() throws {
        let server = try ScriptedServer { _ in
            .json(
                "[\(orderJSON(quantity: "null")),\(orderJSON(id: "v-2", type: "trailing_stop")),\(orderJSON(id: "v-3", status: "odd"))]"
            )
        }
        var alpaca = reader(server)
        let orders = try alpaca.openOrders()
        #expect(orders.map { $0.request == nil } == [true, true, false])
        #expect(orders.last?.status == .other("odd") && orders.last?.status.isTerminal == false)
    }

    @Test func `orders come page by page without losing those of one instant`() throws {
        // 1,200 orders, submitted 300 at a time.
        let all = (0..<1200).map { number in
            (id: "v-\(number)", submitted: Timestamp("2025-06-30T16:00:00Z")! + Int64(number / 300))
        }
        let server = try ScriptedServer { request in
            let after = request.query("after").flatMap { Timestamp($0.split(separator: "%3A").joined(separator: ":")) }
            let page = all.filter { order in after.map { order.submitted > $0 } ?? true }.prefix(500)
            return .json(
                "[" + page.map { orderJSON(id: $0.id, submitted: $0.submitted.description) }.joined(separator: ",")
                    + "]")
        }
        var alpaca = reader(server)
        #expect(try alpaca.orders(submittedAfter: nil).map(\.venueOrderID) == all.map(\.id))
        #expect(server.requests.allSatisfy { $0.query("status") == "all" && $0.query("direction") == "asc" })
    }

    @Test func `fills come page by page`() throws {
        let server = try ScriptedServer { request in
            let first = request.query("page_token").flatMap { Int($0.suffix(3)) }.map { $0 + 1 } ?? 0
            let items = (first..<min(first + 100, 250)).map { number in
                let digits = String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
                return
                    #"{"id":"20250630120000000::e\#(digits)","activity_type":"FILL","transaction_time":"2025-06-30T16:00:00Z","#
                    + #""type":"fill","price":"1.5","qty":"1","side":"sell_short","symbol":"GLD","leaves_qty":"0","#
                    + #""cum_qty":"\#(number + 1)","order_id":"v-1","order_status":"filled"}"#
            }
            return .json("[" + items.joined(separator: ",") + "]")
        }
        var alpaca = reader(server)
        let fills = try alpaca.fills(after: noon)
        #expect(fills.count == 250)
        #expect(fills.first?.execution == "e000" && fills.last?.cumulativeQuantity == Quantity(units: 250))
        #expect(fills.first?.fill(of: OrderID("x"), in: InstrumentIndex(1)).side == .sell)
        #expect(server.requests.first?.query("after") == "2025-06-30T16%3A00%3A00Z")
    }

    @Test func `positions, account, clock and calendar mean what they say`() throws {
        let server = try ScriptedServer { request in
            switch request.path {
            case "/v2/positions":
                .json(
                    #"[{"asset_id":"a","symbol":"GLD","exchange":"ARCA","qty":"-5","avg_entry_price":"180.5","side":"short","#
                        + #""market_value":"-905.25","cost_basis":"-902.5","current_price":"181.05"}]"#)
            case "/v2/account":
                .json(
                    #"{"id":"i","account_number":"P","status":"ACTIVE","cash":"122086.5","equity":"123346.11","#
                        + #""last_equity":"122011.09751111286868","buying_power":"245432.61","trading_blocked":false,"account_blocked":true}"#
                )
            case "/v2/clock":
                .json(
                    #"{"timestamp":"2025-06-30T15:59:59.123456789-04:00","is_open":true,"next_open":"2025-07-01T09:30:00-04:00","#
                        + #""next_close":"2025-06-30T16:00:00-04:00"}"#)
            case "/v2/calendar":
                .json(
                    #"[{"date":"2025-07-03","open":"09:30","close":"13:00","session_open":"0400","session_close":"1700"}]"#
                )
            default: .json("{}", status: 404)
            }
        }
        var alpaca = reader(server)
        let position = try #require(try alpaca.positions().first)
        #expect(position.quantity == Quantity(units: -5) && position.marketValue == Money("-905.25"))
        let account = try alpaca.account()
        #expect(
            account.cash == Money("122086.5") && account.isBlocked && account.lastEquity == Money("122011.097511113"))
        let clock = try alpaca.clock()
        #expect(clock.isOpen && clock.now == Timestamp("2025-06-30T19:59:59.123456789Z"))
        let day = TradingDate("2025-07-03")!
        let session = try #require(try alpaca.calendar(from: day, through: day).first)
        #expect(session.open == Timestamp("2025-07-03T13:30:00Z") && session.close == Timestamp("2025-07-03T17:00:00Z"))
        #expect(server.requests.last?.target == "/v2/calendar?start=2025-07-03&end=2025-07-03")
    }

    @Test(arguments: [
        (ScriptedAnswer.status(401, body: ""), "credentials"),
        (.status(403, body: "{\"message\":\"forbidden.\"}"), "credentials"),
        (.status(429, headers: [("Retry-After", "2")], body: ""), "fewer requests, again in 2"),
        (.status(500, body: "oops"), "500: oops"), (.json("[1"), "byte 2"), (.json("{}"), "is missing"),
        (.json(#"{"id":"i","status":"ACTIVE","cash":"1e5","equity":"1"}"#), #"cash is "1e5""#),
        (.json(#"{"code":40310000,"message":"no"}"#, status: 403), "code 40310000: no"),
    ])
    func `every failure has its name`(answer: ScriptedAnswer, words: String) throws {
        let server = try ScriptedServer { _ in answer }
        var alpaca = reader(server)
        let error = #expect(throws: BrokerError.self) { try alpaca.account() }
        #expect(error.map { "\($0)".contains(words) } == true, "\(error.map { "\($0)" } ?? "")")
    }
}
