import Contracts
import Exchange
import Testing

@Suite struct `The exchange` {
    @Test func `refuses a second order under an id, also when the first has ended`() {
        var floor = Floor()
        floor.submit("a", gold, buy(1))
        #expect(floor.submit("a", silver, buy(2)) == .rejected(.duplicateID))
        floor.trade(gold: bar("100", "100", "100", "100"))
        let again = floor.submit("a", gold, buy(1))
        #expect(again.rejection?.code == 40_010_001 && again.rejection?.reason == "client_order_id must be unique")
    }

    @Test func `does not take the id of an order that it refused`() {
        var floor = Floor()
        #expect(floor.submit("a", gold, buy(0)) == .rejected(.quantityNotPositive))
        #expect(floor.submit("a", gold, buy(1)).rejection == nil)
    }

    @Test func `refuses to sell more than is held, less what other orders hold`() throws {
        var floor = Floor()
        floor.submit("a", gold, buy(10))
        floor.trade(gold: bar("100", "100", "100", "100"))
        floor.submit("b", gold, sell(4, .limit(price("120")), .gtc))
        let answer = try #require(floor.submit("c", gold, sell(7)).rejection)
        #expect(answer.code == 40_310_000)
        #expect(answer.reason == "insufficient qty available for order (requested: 7, available: 6)")
        #expect(floor.submit("d", gold, sell(6)).rejection == nil)
    }

    @Test func `refuses to turn a short position into a long one with one order`() {
        var floor = Floor()
        floor.submit("a", gold, sell(10))
        floor.trade(gold: bar("100", "100", "100", "100"))
        #expect(
            floor.submit("b", gold, buy(11)).rejection
                == .insufficientQuantity(requested: shares(11), available: shares(10), existing: shares(10)))
        #expect(floor.submit("c", gold, buy(10)).rejection == nil)
    }

    @Test func `lets an account spend twice its equity, and reserves what open orders will need`() {
        var floor = Floor(cash: "1000")
        #expect(floor.exchange.buyingPower == money("2000"))
        floor.submit("a", gold, buy(15))
        #expect(floor.exchange.buyingPower == money("500"))
        #expect(
            floor.submit("b", gold, buy(6)).rejection
                == .insufficientBuyingPower(cost: money("600"), available: money("500")))
        floor.trade(gold: bar("100", "110", "100", "110"))
        #expect(floor.exchange.equity == money("1150"))
        #expect(floor.exchange.buyingPower == money("650"))
    }

    @Test func `refuses an order whose value is beyond all money`() {
        var floor = Floor()
        let request = OrderRequest(
            side: .buy, quantity: shares(9_000_000_000), type: .limit(price("9000000000")), timeInForce: .day)
        #expect(floor.submit("a", gold, request).rejection?.reason == "insufficient buying power")
    }

    @Test func `counts a short at three percent above the market`() {
        var floor = Floor(cash: "1000", rules: ExchangeRules(leverage: 1))
        #expect(
            floor.submit("a", gold, sell(10)).rejection
                == .insufficientBuyingPower(cost: money("1030"), available: money("1000")))
        #expect(floor.submit("b", gold, sell(9)).rejection == nil)
    }

    @Test func `refuses orders that could trade with each other`() {
        var floor = Floor()
        floor.submit("a", gold, buy(10))
        floor.trade(gold: bar("100", "100", "100", "100"))
        floor.submit("low", gold, buy(1, .limit(price("90")), .gtc))
        #expect(
            floor.submit("b", gold, sell(1)).rejection?.reason == "potential wash trade detected. use complex orders")
        #expect(floor.submit("c", gold, sell(1, .limit(price("90")))).rejection != nil)
        #expect(floor.submit("d", gold, sell(1, .limit(price("91")))).rejection == nil)
    }

    @Test func `refuses to open both sides at once`() {
        var floor = Floor()
        floor.submit("a", gold, buy(1, .limit(price("90"))))
        #expect(floor.submit("b", gold, sell(1, .limit(price("110")))).rejection == .shortSellWhileBuying)
        floor.submit("c", silver, sell(1, .limit(price("25"))))
        #expect(floor.submit("d", silver, buy(1, .limit(price("10")))).rejection == .buyWhileShortSelling)
    }

    @Test func `refuses what has no price yet`() {
        var exchange = Exchange(universe: pair, startingCash: money("1000"), rules: ExchangeRules())
        let answer = exchange.submit(OrderID("a"), instrument: gold, request: buy(1), at: Timestamp(nanoseconds: 0))
        #expect(answer == .rejected(.noPrice(pair[gold])))
    }

    @Test func `cancels an open order once`() {
        var floor = Floor()
        floor.submit("a", gold, buy(1))
        let at = Timestamp(nanoseconds: 5)
        guard case .canceled(let execution) = floor.exchange.cancel(OrderID("a"), at: at) else {
            Issue.record("an open order can be canceled")
            return
        }
        #expect(execution.change == .canceled && execution.happenedAt == at)
        #expect(execution.orderEvent?.change == .canceled)
        #expect(floor.exchange.cancel(OrderID("a"), at: at) == .notOpen)
        #expect(floor.exchange.cancel(OrderID("b"), at: at) == .unknown)
        #expect(floor.trade(gold: bar("100", "100", "100", "100")).isEmpty)
    }

    @Test func `keeps the average price of what is held`() {
        var floor = Floor()
        floor.submit("a", gold, buy(10))
        floor.trade(gold: bar("100", "100", "100", "100"))
        floor.submit("b", gold, buy(10))
        floor.trade(gold: bar("110", "110", "110", "110"))
        floor.submit("c", gold, sell(5))
        floor.trade(gold: bar("120", "120", "120", "120"))
        let holding = floor.exchange.holdings[gold.place]
        #expect(holding.quantity == shares(15) && holding.averagePrice == price("105"))
        #expect(floor.exchange.cash == money("98500"))
    }
}
