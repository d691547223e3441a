import Contracts
import Exchange
import Testing

/// A seeded stream of commands against a simulated market.
private struct Trial {
    var exchange: Exchange
    var market: SimulatedMarket
    var executions: [Execution] = []
    var accepted: [OrderID: OrderRequest] = [:]
    var chance: Chance
    private var days = 0

    init(seed: UInt64) {
        var chance = Chance(seed: seed)
        let rules = ExchangeRules(
            slippageBasisPoints: Int64.random(in: 0...30, using: &chance),
            commissionPerTrade: Money(nanos: Int64.random(in: 0...2_000_000_000, using: &chance)),
            participationBasisPoints: Bool.random(using: &chance) ? 0 : 1)
        exchange = Exchange(universe: pair, startingCash: money("50000"), rules: rules)
        market = SimulatedMarket(universe: pair, seed: seed)
        self.chance = chance
    }

    mutating func run(days: Int) {
        for _ in 0..<days {
            self.days += 1
            let day = self.days
            let close = Timestamp(nanoseconds: Int64(day) * 86_400 * nanosPerUnit)
            let frame = market.next(session: TradingDate(daysSinceEpoch: Int32(day)), at: close)
            exchange.match(
                frame, opensAt: Timestamp(nanoseconds: close.nanoseconds - 23_400 * nanosPerUnit), into: &executions)
            exchange.mark(frame)
            for number in 0..<Int.random(in: 0...3, using: &chance) { act(day, number, close) }
        }
    }

    private mutating func act(_ day: Int, _ number: Int, _ at: Timestamp) {
        if Int.random(in: 0..<6, using: &chance) == 0, let order = exchange.openOrders.first {
            if case .canceled(let execution) = exchange.cancel(order.id, at: at) { executions.append(execution) }
            return
        }
        let instrument = InstrumentIndex(Int.random(in: 0...1, using: &chance))
        let last = exchange.lastPrices[instrument.place]!
        let named = last.moved(byBasisPoints: Int64.random(in: -200...200, using: &chance))
        let type: OrderType = [.market, .limit(named), .stop(named)][Int.random(in: 0..<3, using: &chance)]
        let request = OrderRequest(
            side: Bool.random(using: &chance) ? .buy : .sell, quantity: shares(Int.random(in: 1...150, using: &chance)),
            type: type,
            timeInForce: Bool.random(using: &chance) ? .day : .gtc)
        let id = OrderID("t-\(day)-\(number)")
        if case .accepted = exchange.submit(id, instrument: instrument, request: request, at: at) {
            accepted[id] = request
        }
    }
}

private struct Chance: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite struct `Any run of the exchange` {
    @Test(arguments: UInt64(1)...60) func `conserves money and shares`(seed: UInt64) {
        var trial = Trial(seed: seed)
        trial.run(days: 120)
        var cash = money("50000")
        var positions = [Quantity.zero, Quantity.zero]
        for fill in trial.executions.compactMap(\.fill) {
            let signed = Quantity(nanos: fill.quantity.nanos * fill.side.sign)
            cash -= fill.price.notional(of: signed) + fill.commission
            positions[fill.instrument.place] += signed
        }
        #expect(!trial.executions.isEmpty)
        #expect(trial.exchange.cash == cash)
        #expect(trial.exchange.holdings.map(\.quantity) == positions)
        #expect(trial.exchange.equity == cash + trial.exchange.marketValue)
    }

    @Test(arguments: UInt64(1)...60) func `fills no order beyond its quantity, and ends each at most once`(seed: UInt64)
    {
        var trial = Trial(seed: seed)
        trial.run(days: 120)
        var filled: [OrderID: Quantity] = [:]
        var ended: Set<OrderID> = []
        for execution in trial.executions {
            #expect(!ended.contains(execution.order))
            if let fill = execution.fill {
                filled[fill.order, default: .zero] += fill.quantity
                #expect(fill.cumulativeQuantity == filled[fill.order])
                #expect(fill.cumulativeQuantity <= trial.accepted[fill.order]!.quantity)
            } else {
                ended.insert(execution.order)
            }
        }
        #expect(
            Set(trial.executions.compactMap { $0.fill?.execution }).count == trial.executions.compactMap(\.fill).count)
    }

    @Test(arguments: UInt64(1)...20) func `never holds more shares for closing orders than there are`(seed: UInt64) {
        var trial = Trial(seed: seed)
        for _ in 0..<40 {
            trial.run(days: 3)
            for instrument in pair.indices {
                #expect(
                    trial.exchange.heldForOrders(instrument)
                        <= trial.exchange.holdings[instrument.place].quantity.magnitude)
            }
        }
    }

    @Test(arguments: UInt64(1)...20) func `repeats to the last digit`(seed: UInt64) {
        var first = Trial(seed: seed)
        var second = Trial(seed: seed)
        first.run(days: 80)
        second.run(days: 80)
        #expect(first.executions == second.executions && first.exchange == second.exchange)
    }
}
