import Contracts
import Exchange
import Testing

private func split(_ new: Int64, for old: Int64) -> CorporateAction {
    CorporateAction(
        instrument: gold, exDate: TradingDate(daysSinceEpoch: 9), change: .split(new: new, old: old))
}

private func dividend(_ text: String) -> CorporateAction {
    CorporateAction(
        instrument: gold, exDate: TradingDate(daysSinceEpoch: 9), change: .dividend(perShare: price(text)))
}

@Suite struct `A position that is carried` {
    private func holding(_ request: OrderRequest, rules: ExchangeRules = ExchangeRules()) -> Floor {
        var floor = Floor(rules: rules)
        floor.submit("in", gold, request)
        floor.trade(gold: bar("100", "100", "100", "100"))
        return floor
    }

    @Test(arguments: [(buy(30), "97015"), (sell(30), "102985")])
    func `receives dividends when long and pays them when short`(request: OrderRequest, cash: String) {
        var floor = holding(request)
        let before = floor.exchange.equity
        floor.exchange.apply(dividend("0.5"))
        #expect(floor.exchange.cash == money(cash))
        #expect(floor.exchange.equity == before)
        #expect(floor.exchange.lastPrices[gold.place] == price("99.5"))
    }

    @Test func `is restated by a split, with its orders and its mark`() throws {
        var floor = holding(buy(30))
        floor.submit("limit", gold, sell(12, .limit(price("120")), .gtc))
        floor.submit("trail", gold, sell(6, .trailingStop(.amount(price("10"))), .gtc))
        let before = floor.exchange.equity
        floor.exchange.apply(split(4, for: 1))
        #expect(floor.exchange.holdings[gold.place].quantity == shares(120))
        #expect(floor.exchange.holdings[gold.place].averagePrice == price("25"))
        #expect(floor.exchange.equity == before)
        let orders = floor.exchange.openOrders
        #expect(orders.map(\.leaves) == [shares(48), shares(24)])
        #expect(orders[0].request.type == .limit(price("30")))
        #expect(orders[1].bestPrice == price("25") && orders[1].stopPrice == price("22.5"))
        let fill = try #require(floor.trade(gold: bar("29", "31", "28", "30")).first?.fill)
        #expect(fill.quantity == shares(48) && fill.cumulativeQuantity == shares(48) && fill.price == price("30"))
    }

    @Test func `keeps fractions of a share`() {
        var floor = holding(buy(25))
        floor.exchange.apply(split(1, for: 10))
        #expect(floor.exchange.holdings[gold.place].quantity == Quantity("2.5"))
        floor.exchange.apply(split(1, for: 3))
        #expect(floor.exchange.holdings[gold.place].quantity == Quantity("0.833333333"))
        #expect(floor.exchange.lastPrices[gold.place] == price("3000"))
    }

    @Test(arguments: UInt64(1)...300) func `is never promised twice after a split`(seed: UInt64) {
        var chance = Chance(seed: seed)
        let count = Int(chance.next() % 200) + 3
        var floor = Floor(cash: "1000000")
        floor.submit("in", gold, buy(count))
        floor.trade(gold: bar("100", "100", "100", "100"))
        var rest = count
        for number in 0..<4 where rest > 0 {
            let part = 1 + Int(chance.next() % UInt64(rest))
            floor.submit("out-\(number)", gold, sell(part, .limit(price("150")), .gtc))
            rest -= part
        }
        floor.exchange.apply(split(Int64(chance.next() % 7) + 1, for: Int64(chance.next() % 7) + 1))
        #expect(floor.exchange.heldForOrders(gold) <= floor.exchange.holdings[gold.place].quantity)
        floor.trade(gold: bar("9999", "9999", "9999", "9999"))
        #expect(floor.exchange.holdings[gold.place].quantity >= .zero)
    }

    @Test func `pays for borrowed shares by the calendar day`() throws {
        let rules = ExchangeRules(slippage: .basisPoints(0), commission: .perTrade(.zero), borrowBasisPoints: 300)
        var floor = Floor(cash: "200000", rules: rules)
        floor.submit("in", gold, sell(1_000))
        floor.trade(gold: bar("100", "100", "100", "100"))
        let cash = floor.exchange.cash
        let friday = TradingDate(daysSinceEpoch: Int32(floor.day))
        #expect(floor.exchange.chargeBorrow(until: friday) == .zero)
        #expect(floor.exchange.chargeBorrow(until: friday + 3) == money("25"))
        #expect(floor.exchange.cash == cash - money("25"))
    }

    @Test func `pays nothing for what is held outright`() {
        let rules = ExchangeRules(slippage: .basisPoints(0), commission: .perTrade(.zero), borrowBasisPoints: 300)
        var floor = holding(buy(30), rules: rules)
        #expect(floor.exchange.chargeBorrow(until: TradingDate(daysSinceEpoch: 100)) == .zero)
    }
}
