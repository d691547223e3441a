import Contracts
import Exchange
import Testing

/// What one bar makes of one order: a fill at a price, at the open or later, or nothing.
private struct Case: CustomTestStringConvertible, Sendable {
    let about: String
    let request: OrderRequest
    let day: Bar
    /// `nil` when the order rests.
    let fill: String?
    var isAtOpen = false

    var testDescription: String { about }
}

private func stopLimit(_ stop: String, _ limit: String) -> OrderType {
    .stopLimit(stop: price(stop), limit: price(limit))
}

private func trail(_ distance: String) -> OrderType { .trailingStop(.amount(price(distance))) }

// Gold is marked at 100 when these orders are accepted.
private let stopLimits: [Case] = [
    Case(
        about: "a sell is woken within the bar and fills at its stop", request: sell(1, stopLimit("98", "97"), .gtc),
        day: bar("100", "101", "96", "97"), fill: "98"),
    Case(
        about: "a sell that the market opens beyond its stop fills at the open",
        request: sell(1, stopLimit("98", "95"), .gtc), day: bar("96", "97", "94", "95"), fill: "96", isAtOpen: true),
    Case(
        about: "a sell that the market opens beyond its limit rests", request: sell(1, stopLimit("98", "97"), .gtc),
        day: bar("95", "96", "94", "95"), fill: nil),
    Case(
        about: "a sell beyond its limit fills at the limit when the bar comes back",
        request: sell(1, stopLimit("98", "97"), .gtc), day: bar("95", "97.5", "94", "95"), fill: "97"),
    Case(
        about: "a sell whose limit is better than its stop waits for a close that proves it",
        request: sell(1, stopLimit("98", "99"), .gtc), day: bar("100", "101", "97", "98.5"), fill: nil),
    Case(
        about: "a sell whose limit is better than its stop fills when the close is beyond it",
        request: sell(1, stopLimit("98", "99"), .gtc), day: bar("100", "101", "97", "99.5"), fill: "99"),
    Case(
        about: "a sell that is not reached rests", request: sell(1, stopLimit("98", "97"), .gtc),
        day: bar("100", "101", "98.01", "99"), fill: nil),
    Case(
        about: "a buy is woken within the bar and fills at its stop", request: buy(1, stopLimit("102", "103"), .gtc),
        day: bar("100", "104", "99", "103"), fill: "102"),
    Case(
        about: "a buy that the market opens beyond its limit rests", request: buy(1, stopLimit("102", "103"), .gtc),
        day: bar("105", "106", "104", "105"), fill: nil),
]

private let trailingStops: [Case] = [
    Case(
        about: "a sell is met at its first stop", request: sell(1, trail("3"), .gtc),
        day: bar("99", "99.5", "96", "98"), fill: "97"),
    Case(
        about: "a sell that the market opens below its stop fills at the open", request: sell(1, trail("3"), .gtc),
        day: bar("95", "99", "94", "98"), fill: "95", isAtOpen: true),
    Case(
        about: "the open moves the stop before the low meets it", request: sell(1, trail("3"), .gtc),
        day: bar("104", "104", "100.5", "102"), fill: "101"),
    Case(
        about: "the high moves the stop before the close meets it", request: sell(1, trail("3"), .gtc),
        day: bar("100", "106", "99", "102"), fill: "103"),
    Case(
        about: "a high and a low alone prove nothing", request: sell(1, trail("3"), .gtc),
        day: bar("100", "106", "98", "104"), fill: nil),
    Case(
        about: "a buy follows the price down", request: buy(1, trail("3"), .gtc), day: bar("96", "99.5", "96", "98"),
        fill: "99"),
    Case(
        about: "a sell trails by basis points", request: sell(1, .trailingStop(.basisPoints(250)), .gtc),
        day: bar("100", "100", "97", "98"), fill: "97.5"),
]

private let auctions: [Case] = [
    Case(
        about: "market on open", request: buy(1, .market, .opg), day: bar("101", "102", "99", "100"), fill: "101",
        isAtOpen: true),
    Case(
        about: "market on close", request: sell(1, .market, .cls), day: bar("101", "102", "99", "100"), fill: "100"),
    Case(
        about: "limit on open within its limit", request: buy(1, .limit(price("102")), .opg),
        day: bar("101", "102", "99", "100"), fill: "101", isAtOpen: true),
    Case(
        about: "limit on close within its limit", request: sell(1, .limit(price("99")), .cls),
        day: bar("101", "102", "99", "100"), fill: "100"),
]

@Suite struct `An order of a rarer type` {
    private func check(_ rule: Case) throws {
        var floor = Floor()
        floor.submit("a", gold, rule.request)
        let news = floor.trade(gold: rule.day)
        guard let expected = rule.fill else {
            #expect(news.isEmpty && floor.exchange.openOrders.count == 1)
            return
        }
        let fill = try #require(news.first?.fill)
        #expect(fill.price == price(expected))
        #expect(fill.happenedAt == (rule.isAtOpen ? floor.opensAt : floor.closesAt))
        #expect(floor.exchange.openOrders.isEmpty)
    }

    @Test(arguments: stopLimits) private func `wakes at its stop and keeps its limit`(rule: Case) throws {
        try check(rule)
    }

    @Test(arguments: trailingStops) private func `follows the best price by what is certain of a bar`(rule: Case) throws
    {
        try check(rule)
    }

    @Test(arguments: auctions) private func `takes part in its auction`(rule: Case) throws { try check(rule) }

    @Test func `stays awake, so that a limit fills on a later bar that no longer reaches the stop`() {
        var floor = Floor()
        floor.submit("a", gold, sell(1, stopLimit("98", "97"), .gtc))
        #expect(floor.trade(gold: bar("95", "96", "94", "95")).isEmpty)
        #expect(floor.exchange.openOrders.first?.isAwake == true)
        #expect(floor.trade(gold: bar("99", "100", "98.5", "99")).first?.filledPrice == price("99"))
    }

    @Test func `moves its stop with each bar, and never back`() {
        var floor = Floor()
        floor.submit("a", gold, sell(1, trail("5"), .gtc))
        floor.trade(gold: bar("100", "104", "100", "103"))
        #expect(floor.exchange.openOrders.first?.stopPrice == price("99"))
        floor.trade(gold: bar("102", "103", "100", "101"))
        #expect(floor.exchange.openOrders.first?.bestPrice == price("104"))
        #expect(floor.trade(gold: bar("101", "102", "98", "99")).first?.filledPrice == price("99"))
    }

    @Test func `that a bar's volume cuts short goes on at the market once it is awake`() {
        var floor = Floor(rules: ExchangeRules(participationBasisPoints: 1_000))
        floor.submit("a", gold, sell(70, .stop(price("98")), .gtc))
        #expect(
            floor.trade(gold: bar("100", "100", "97", "98", volume: 400)).compactMap(\.fill).map(\.quantity)
                == [shares(40)])
        #expect(floor.trade(gold: bar("103", "104", "102", "103")).first?.filledPrice == price("103"))
    }

    @Test func `slips from its stop no further than its limit`() {
        var floor = Floor(rules: ExchangeRules(slippageBasisPoints: 100))
        floor.submit("bounded", gold, sell(1, stopLimit("98", "97.5"), .gtc))
        floor.submit("free", gold, sell(1, stopLimit("98", "90"), .gtc))
        #expect(
            floor.trade(gold: bar("100", "101", "96", "97")).map(\.filledPrice) == [price("97.5"), price("97.02")])
    }

    @Test func `in an auction beyond its limit ends with it`() {
        var floor = Floor()
        floor.submit("open", gold, buy(1, .limit(price("100")), .opg))
        floor.submit("close", gold, buy(1, .limit(price("99")), .cls))
        let news = floor.trade(gold: bar("101", "102", "98", "100"))
        #expect(news.map(\.change) == [.expired, .expired])
        #expect(news.map(\.happenedAt) == [floor.opensAt, floor.closesAt])
    }

    @Test func `waits through its session for the auction`() {
        var floor = Floor()
        let morning = BarFrame(
            at: floor.opensAt, session: TradingDate(daysSinceEpoch: 0), bars: [bar("99", "99", "99", "99"), nil])
        floor.exchange.mark(morning)
        floor.submit("open", gold, buy(1, .market, .opg))
        floor.submit("close", gold, buy(1, .market, .cls))
        var noon = morning
        noon.at = floor.closesAt
        var news: [Execution] = []
        floor.exchange.match(noon, opensAt: floor.opensAt, endsSession: false, into: &news)
        #expect(news.isEmpty && floor.exchange.openOrders.count == 2)
        floor.exchange.match(noon, opensAt: floor.opensAt, endsSession: true, into: &news)
        #expect(news.map(\.order.text) == ["close"])
        floor.exchange.mark(noon)
        #expect(floor.trade(gold: bar("101", "102", "98", "100")).map(\.order.text) == ["open"])
    }

    @Test func `is no auction order if it is a stop`() {
        var floor = Floor()
        #expect(floor.submit("a", gold, sell(1, .stop(price("98")), .opg)) == .rejected(.stopInAuction))
        #expect(floor.submit("b", gold, sell(1, trail("2"), .cls)) == .rejected(.stopInAuction))
    }

    @Test(arguments: [
        (OrderType.stopLimit(stop: price("0"), limit: price("1")), Rejection.stopPriceNotPositive),
        (.stopLimit(stop: price("1"), limit: price("-1")), .limitPriceNotPositive),
        (.trailingStop(.amount(price("0"))), .trailOutOfRange),
        (.trailingStop(.amount(price("100"))), .trailOutOfRange),
        (.trailingStop(.basisPoints(0)), .trailOutOfRange), (.trailingStop(.basisPoints(10_000)), .trailOutOfRange),
        (.trailingStop(.amount(Price(nanos: .max))), .trailOutOfRange),
    ])
    func `is refused with prices that make no sense`(type: OrderType, expected: Rejection) {
        var floor = Floor()
        #expect(floor.submit("a", gold, buy(1, type)) == .rejected(expected))
    }

    @Test func `meets quotes in their order`() {
        var floor = Floor()
        floor.submit("trail", gold, sell(1, trail("2"), .gtc))
        floor.submit("limit", gold, sell(1, stopLimit("99", "98.5"), .gtc))
        floor.submit("auction", gold, sell(1, .market, .opg))
        var news: [Execution] = []
        #expect(!floor.exchange.isReached(gold, bid: price("99.5"), ask: price("99.6")))
        #expect(floor.exchange.isReached(gold, bid: price("103"), ask: price("103.1")))
        for bid in ["103", "101.5", "98", "98.6"] {
            floor.exchange.match(gold, bid: price(bid), ask: price("110"), at: floor.closesAt, into: &news)
        }
        #expect(news.map(\.order.text) == ["trail", "limit"])
        #expect(news.map(\.filledPrice) == [price("98"), price("98.6")])
        #expect(floor.exchange.openOrders.map(\.id.text) == ["auction"])
    }
}

@Suite struct `A fill at the close of the signal` {
    private let at = Timestamp(nanoseconds: 75_600 * nanosPerUnit)
    private var day: BarFrame {
        BarFrame(at: at, session: TradingDate(daysSinceEpoch: 0), bars: [bar("99", "103", "98", "102"), nil])
    }

    @Test func `takes the close, slipped, for market orders and for limits that it satisfies`() {
        var floor = Floor(
            rules: ExchangeRules(slippage: .basisPoints(100), commission: .perTrade(.zero), fill: .signalClose))
        floor.exchange.mark(day)
        floor.submit("market", gold, buy(1))
        floor.submit("limit", gold, buy(1, .limit(price("103"))))
        floor.submit("far", gold, buy(1, .limit(price("101")), .gtc))
        floor.submit("stop", gold, buy(1, .stop(price("101")), .gtc))
        floor.submit("silent", silver, buy(1))
        var news: [Execution] = []
        floor.exchange.matchAtClose(day, into: &news)
        #expect(news.map(\.order.text) == ["market", "limit"])
        #expect(news.map(\.filledPrice) == [price("103.02"), price("102")])
        #expect(news.allSatisfy { $0.happenedAt == at })
        #expect(floor.exchange.openOrders.map(\.id.text) == ["far", "stop", "silent"])
    }

    @Test func `leaves alone what was accepted before`() {
        var floor = Floor()
        floor.day = -1
        floor.submit("old", gold, buy(1, .market, .gtc))
        var news: [Execution] = []
        floor.exchange.matchAtClose(day, into: &news)
        #expect(news.isEmpty)
    }
}
