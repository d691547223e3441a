import Backtesting
import Contracts
import Exchange
import Research
import Testing

@Suite struct `Concentration of profit` {
    private func fill(_ instrument: Int, _ side: Side, _ shares: Int, at price: Int, _ second: Int64) -> Fill {
        Fill(
            order: OrderID("o\(second)"), execution: "x\(second)", instrument: InstrumentIndex(instrument), side: side,
            quantity: Quantity(units: shares), price: Price(units: price), cumulativeQuantity: Quantity(units: shares),
            commission: .zero, happenedAt: Timestamp(nanoseconds: second * 1_000_000_000))
    }

    @Test func `says what part of all gains the best made, and what is left without them`() {
        let profits = [10.0, 30, -5, 60]
        #expect(TopShare(best: 1, of: profits).shareOfGains == 0.6)
        #expect(TopShare(best: 1, of: profits).profitWithout == 35)
        #expect(TopShare(best: 2, of: profits).shareOfGains == 0.9)
        #expect(TopShare(best: 5, of: profits).profitWithout == -5)
        #expect(TopShare(best: 1, of: [-1, -2]).shareOfGains == nil)
        #expect(TopShare(best: 1, of: [-1, -2]).profitWithout == -3)
    }

    @Test func `is told of trades, sessions and instruments`() {
        var record = TradingRecord()
        // 30 made in the first, 10 lost in the second, then 20 more in the first, which is still open.
        for fill in [
            fill(0, .buy, 10, at: 100, 1), fill(0, .sell, 10, at: 103, 2), fill(1, .buy, 5, at: 50, 3),
            fill(1, .sell, 5, at: 48, 4), fill(0, .buy, 10, at: 100, 5),
        ] { record.add(fill) }
        let end = Timestamp(nanoseconds: 6_000_000_000)
        for fill in record.closingFills(at: end, price: { _ in Price(units: 102) }) { record.add(fill) }
        let curve = [1_030, 1_020, 1_040].map { EquityPoint(at: end, equity: Money(units: $0)) }
        let concentration = Concentration(
            trips: record.roundTrips, sessionCurve: curve, start: Money(units: 1_000), instruments: 2)
        #expect(concentration.trades.map(\.count) == [1, 5, 10])
        #expect(concentration.trades.map(\.shareOfGains) == [0.6, 1, 1])
        #expect(concentration.trades.map(\.profitWithout) == [10, -10, -10])
        // One percent and five percent of three sessions are one: the first, which made 30 of 50.
        #expect(concentration.sessions.map(\.count) == [1, 1])
        #expect(concentration.sessions.map(\.shareOfGains) == [0.6, 0.6])
        #expect(concentration.instruments.map(\.profit) == [Money(units: 50), Money(units: -10)])
        #expect(concentration.instruments.map(\.shareOfGains) == [1, nil])
    }

    @Test(arguments: UInt64(0)..<6) func `has trades that add up to what the account gained`(seed: UInt64) throws {
        let strategy = StrategyConfiguration(
            name: "sma-cross",
            parameters: [.init(name: "fast", value: 2), .init(name: "short", value: 1), .init(name: "slow", value: 5)])
        let market = walks([0.001, -0.001], sessions: 120, seed: seed)
        let result = Backtest<DirectHost>(configuration: try book(strategy, instruments: 2), rules: .standard)
            .run(market.source).result
        var record = result.trading
        for fill in record.closingFills(
            at: market.frames[119].at, price: { market.lastClose(of: $0, through: 119) })
        { record.add(fill) }
        #expect(record.roundTrips.allSatisfy { !$0.isOpen })
        let profit = record.roundTrips.reduce(Money.zero) { $0 + $1.profit }
        #expect(profit == result.endEquity - result.startEquity)
    }
}
