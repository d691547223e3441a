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
    /// The fills of each frame, with its bars.
    var traded: [(bars: [Bar?], fills: [Fill])] = []
    /// What came and went that is no trade: dividends less borrowing fees, and the shares that splits made.
    var carried = Money.zero
    var splitShares = [Quantity.zero, Quantity.zero]
    private let hasActions: Bool
    private var days = 0

    init(seed: UInt64, hasActions: Bool = false) {
        var chance = Chance(seed: seed)
        let slippage: [SlippageModel] = [
            .basisPoints(Int64.random(in: 0...30, using: &chance)), .halfSpread(basisPoints: 7),
            .squareRootImpact(spreadBasisPoints: 3, fullVolumeBasisPoints: 27),
        ]
        let commission: [CommissionModel] = [
            .perTrade(Money(nanos: Int64.random(in: 0...2_000_000_000, using: &chance))),
            .perShare(money("0.0035"), minimum: money("0.35")), .basisPoints(2),
        ]
        let rules = ExchangeRules(
            slippage: slippage[Int(seed % 3)], commission: commission[Int(seed / 3 % 3)],
            fees: seed.isMultiple(of: 2) ? .unitedStates : nil,
            participationBasisPoints: Bool.random(using: &chance) ? 0 : 1, borrowBasisPoints: 150)
        self.hasActions = hasActions
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
            if hasActions { carry(to: frame.session) }
            let known = executions.count
            exchange.match(
                frame, opensAt: Timestamp(nanoseconds: close.nanoseconds - 23_400 * nanosPerUnit), into: &executions)
            exchange.mark(frame)
            traded.append((frame.bars, executions[known...].compactMap(\.fill)))
            for number in 0..<Int.random(in: 0...3, using: &chance) { act(day, number, close) }
        }
    }

    /// Borrowing is charged, and every now and then an instrument pays a dividend or is split.
    private mutating func carry(to session: TradingDate) {
        carried -= exchange.chargeBorrow(until: session)
        guard Int.random(in: 0..<10, using: &chance) == 0 else { return }
        let instrument = InstrumentIndex(Int.random(in: 0...1, using: &chance))
        let held = exchange.holdings[instrument.place].quantity
        let change: CorporateAction.Change =
            Bool.random(using: &chance) ? .dividend(perShare: price("0.37")) : .split(new: 3, old: 2)
        exchange.apply(CorporateAction(instrument: instrument, exDate: session, change: change))
        switch change {
        case .dividend(let perShare): carried += perShare.notional(of: held)
        case .split: splitShares[instrument.place] += exchange.holdings[instrument.place].quantity - held
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
        let types: [OrderType] = [
            .market, .limit(named), .stop(named), .stopLimit(stop: named, limit: named.moved(byBasisPoints: 50)),
            .stopLimit(stop: named, limit: named.moved(byBasisPoints: -50)), .trailingStop(.basisPoints(120)),
            .trailingStop(.amount(price("0.8"))),
        ]
        let type = types[Int.random(in: 0..<types.count, using: &chance)]
        let forces = TimeInForce.allCases
        let request = OrderRequest(
            side: Bool.random(using: &chance) ? .buy : .sell, quantity: shares(Int.random(in: 1...150, using: &chance)),
            type: type,
            timeInForce: forces[Int.random(in: 0..<forces.count, using: &chance)])
        let id = OrderID("t-\(day)-\(number)")
        if case .accepted = exchange.submit(id, instrument: instrument, request: request, at: at) {
            accepted[id] = request
        }
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

    @Test(arguments: UInt64(1)...60) func `conserves money and shares through dividends, splits and borrowing`(
        seed: UInt64
    ) {
        var trial = Trial(seed: seed, hasActions: true)
        trial.run(days: 120)
        var cash = money("50000") + trial.carried
        var positions = trial.splitShares
        for fill in trial.executions.compactMap(\.fill) {
            let signed = Quantity(nanos: fill.quantity.nanos * fill.side.sign)
            cash -= fill.price.notional(of: signed) + fill.commission
            positions[fill.instrument.place] += signed
        }
        #expect(trial.exchange.cash == cash)
        #expect(trial.exchange.holdings.map(\.quantity) == positions)
    }

    @Test(arguments: UInt64(1)...60) func `fills within the bar's range, slippage aside`(seed: UInt64) {
        var trial = Trial(seed: seed, hasActions: true)
        trial.run(days: 120)
        for (bars, fills) in trial.traded {
            for fill in fills {
                guard let bar = bars[fill.instrument.place] else {
                    Issue.record("a fill without a bar")
                    continue
                }
                // No model of these trials takes more than 30 basis points.
                #expect(fill.price <= bar.high.moved(byBasisPoints: fill.side == .buy ? 30 : 0))
                #expect(fill.price >= bar.low.moved(byBasisPoints: fill.side == .sell ? -30 : 0))
            }
        }
    }

    @Test(arguments: UInt64(1)...60) func `takes no more than its share of a bar's volume`(seed: UInt64) {
        var trial = Trial(seed: seed, hasActions: true)
        trial.run(days: 120)
        guard trial.exchange.rules.participationBasisPoints > 0 else { return }
        for (bars, fills) in trial.traded {
            for place in bars.indices {
                let taken = fills.reduce(Quantity.zero) { $1.instrument.place == place ? $0 + $1.quantity : $0 }
                #expect(taken <= Quantity(units: Int((bars[place]?.volume ?? 0) / 10_000)))
            }
        }
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
