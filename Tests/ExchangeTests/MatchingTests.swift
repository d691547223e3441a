import Contracts
import Exchange
import Testing

@Suite struct `A bar` {
    @Test func `fills a market order at its open, moved against us by the slippage`() {
        var floor = Floor(rules: ExchangeRules(slippageBasisPoints: 10))
        floor.submit("a", gold, buy(10))
        floor.submit("b", silver, sell(10))
        let news = floor.trade(gold: bar("101", "103", "100", "102"), silver: bar("20", "21", "19", "20"))
        #expect(news.map(\.filledPrice) == [price("101.101"), price("19.98")])
        #expect(news.allSatisfy { $0.happenedAt == floor.opensAt })
    }

    @Test(arguments: [
        (buy(1, .limit(price("100"))), bar("101", "102", "99", "100"), "100", false),
        (buy(1, .limit(price("100"))), bar("98", "102", "97", "100"), "98", true),
        (sell(1, .limit(price("100"))), bar("99", "101", "98", "100"), "100", false),
        (sell(1, .limit(price("100"))), bar("103", "104", "98", "100"), "103", true),
        (buy(1, .stop(price("100"))), bar("99", "101", "98", "100"), "100", false),
        (buy(1, .stop(price("100"))), bar("105", "106", "98", "100"), "105", true),
        (sell(1, .stop(price("100"))), bar("101", "102", "99", "100"), "100", false),
        (sell(1, .stop(price("100"))), bar("95", "102", "94", "100"), "95", true),
    ])
    func `fills limits and stops at their price, or at the open beyond it`(
        request: OrderRequest, day: Bar, expected: String, isAtOpen: Bool
    ) throws {
        var floor = Floor()
        floor.submit("a", gold, request)
        let fill = try #require(floor.trade(gold: day).first?.fill)
        #expect(fill.price == price(expected))
        #expect(fill.happenedAt == (isAtOpen ? floor.opensAt : floor.closesAt))
    }

    @Test(arguments: [
        (buy(1, .limit(price("100"))), bar("101", "102", "100.01", "101")),
        (sell(1, .limit(price("100"))), bar("98", "99.99", "97", "98")),
        (buy(1, .stop(price("100"))), bar("98", "99.99", "97", "98")),
        (sell(1, .stop(price("100"))), bar("101", "102", "100.01", "101")),
    ])
    func `leaves an order alone that it does not reach`(request: OrderRequest, day: Bar) {
        var floor = Floor()
        floor.submit("a", gold, request)
        #expect(floor.trade(gold: day).map(\.change) == [.expired])
        #expect(floor.exchange.openOrders.isEmpty)
    }

    @Test func `slips a stop, never a limit`() {
        var floor = Floor(rules: ExchangeRules(slippageBasisPoints: 100))
        floor.submit("limit", gold, buy(1, .limit(price("90"))))
        floor.submit("stop", gold, buy(1, .stop(price("110"))))
        #expect(floor.trade(gold: bar("100", "110", "90", "100")).map(\.filledPrice) == [price("90"), price("111.1")])
    }

    @Test func `that is missing fills nothing and ends the day order all the same`() {
        var floor = Floor()
        floor.submit("day", gold, buy(1))
        floor.submit("rests", gold, buy(1, .market, .gtc))
        let news = floor.trade(silver: bar("20", "20", "20", "20"))
        #expect(news.map(\.change) == [.expired])
        #expect(news.first?.happenedAt == floor.closesAt)
        #expect(floor.exchange.openOrders.map(\.id) == [OrderID("rests")])
        #expect(floor.trade(gold: bar("100", "101", "99", "100")).first?.fill?.order == OrderID("rests"))
    }

    @Test func `that does not end its session keeps day orders open`() {
        var floor = Floor()
        floor.submit("a", gold, buy(1, .limit(price("50"))))
        var news: [Execution] = []
        let frame = BarFrame(
            at: floor.closesAt, session: TradingDate(daysSinceEpoch: 0), bars: [bar("99", "99", "99", "99"), nil])
        floor.exchange.match(frame, opensAt: floor.opensAt, endsSession: false, into: &news)
        #expect(news.isEmpty && floor.exchange.openOrders.count == 1)
        floor.exchange.endSession(at: floor.closesAt, into: &news)
        #expect(news.map(\.change) == [.expired])
    }

    @Test func `gives our orders no more than their share of its volume`() {
        var floor = Floor(rules: ExchangeRules(participationBasisPoints: 1_000))
        floor.submit("a", gold, buy(70, .market, .gtc))
        floor.submit("b", gold, buy(70, .market, .gtc))
        let first = floor.trade(gold: bar("100", "100", "100", "100", volume: 1_000)).compactMap(\.fill)
        #expect(first.map(\.quantity) == [shares(70), shares(30)])
        let second = floor.trade(gold: bar("100", "100", "100", "100", volume: 1_000)).compactMap(\.fill)
        #expect(second.map(\.quantity) == [shares(40)] && second.first?.cumulativeQuantity == shares(70))
    }
}

@Suite struct `A quote` {
    @Test func `fills orders at the far side, and rests those it does not reach`() {
        var floor = Floor()
        floor.submit("market", gold, buy(1))
        floor.submit("near", gold, buy(1, .limit(price("100.10"))))
        floor.submit("far", gold, buy(1, .limit(price("99"))))
        floor.submit("stop", gold, buy(1, .stop(price("101"))))
        floor.submit("other", silver, buy(1))
        var news: [Execution] = []
        floor.exchange.match(gold, bid: price("100"), ask: price("100.05"), at: floor.closesAt, into: &news)
        #expect(news.compactMap(\.fill).map(\.order.text) == ["market", "near"])
        #expect(news.compactMap(\.filledPrice) == [price("100.05"), price("100.05")])
        #expect(floor.exchange.openOrders.map(\.id.text) == ["far", "stop", "other"])
        floor.exchange.match(gold, bid: price("101"), ask: price("101.02"), at: floor.closesAt, into: &news)
        #expect(news.last?.fill?.order.text == "stop" && news.last?.filledPrice == price("101.02"))
    }
}
