import Backtesting
import Contracts
import Exchange
import Research
import Testing

@Suite struct `A run at a multiple of its costs` {
    /// A hundred shares that trade whenever short averages cross, so that no cost changes what is traded.
    private func run(_ rules: ExchangeRules) throws -> BacktestResult {
        let strategy = StrategyConfiguration(
            name: "sma-cross", parameters: [.init(name: "fast", value: 2), .init(name: "slow", value: 5)])
        let market = walks([0.0002], sessions: 300, seed: 4)
        return Backtest<DirectHost>(configuration: try book(strategy, shares: 100), rules: rules)
            .run(market.source).result
    }

    @Test(arguments: [
        ExchangeRules(slippageBasisPoints: 10, commissionPerTrade: Money(units: 1)),
        ExchangeRules(slippage: .halfSpread(basisPoints: 6), commission: .perTrade(Money(units: 1))),
        // Without slippage: a share of the price paid would grow with the price that slippage moves.
        ExchangeRules(slippage: .basisPoints(0), commission: .basisPoints(2)),
        ExchangeRules(
            slippage: .squareRootImpact(spreadBasisPoints: 4, fullVolumeBasisPoints: 100),
            commission: .perShare(Money(nanos: 5_000_000), minimum: Money(units: 1), maximum: Money(units: 3))),
    ])
    func `pays exactly that multiple for the same fills`(rules: ExchangeRules) throws {
        let without = try run(free)
        #expect(without.trading.fills.count > 40)
        let once = without.endEquity - (try run(rules)).endEquity
        #expect(once > .zero)
        for factor in [Int64(2), 4] {
            let stressed = try run(try #require(rules.costing(times: factor)))
            #expect(stressed.trading.fills.count == without.trading.fills.count)
            let paid = without.endEquity - stressed.endEquity
            // Each fill's price is rounded to a billionth, for a hundred shares.
            let rounding = 100 * Int64(without.trading.fills.count) * (factor + 1)
            #expect(abs(paid.nanos - factor * once.nanos) <= rounding)
        }
    }

    @Test func `is exact to the billionth where prices are whole cents`() throws {
        let rules = ExchangeRules(slippageBasisPoints: 10, commissionPerTrade: Money(units: 1))
        let (without, once) = (try run(free).endEquity, try run(rules).endEquity)
        let twice = try run(try #require(rules.costing(times: 2))).endEquity
        #expect(without - twice == (without - once) + (without - once))
    }

    @Test func `multiplies fees and borrowing, and nothing that is no cost`() throws {
        let rules = ExchangeRules(
            slippage: .basisPoints(1), commission: .perTrade(.zero), fees: .unitedStates, leverage: 3,
            allowsShorting: false, participationBasisPoints: 50, borrowBasisPoints: 30, fill: .signalClose)
        let stressed = try #require(rules.costing(times: 2))
        #expect(stressed.borrowBasisPoints == 60)
        let (before, after) = (try #require(rules.fees).rates, try #require(stressed.fees).rates)
        #expect(after.map(\.perMillion.nanos) == before.map { $0.perMillion.nanos * 2 })
        #expect(after.map(\.perShare.nanos) == before.map { $0.perShare.nanos * 2 })
        #expect(after.map(\.perShareCap.nanos) == before.map { $0.perShareCap.nanos * 2 })
        #expect(stressed.leverage == 3 && !stressed.allowsShorting && stressed.fill == .signalClose)
        #expect(stressed.participationBasisPoints == 50)
        #expect(rules.costing(times: 1) == rules)
    }

    @Test func `is refused where slippage would be the whole price`() {
        #expect(ExchangeRules(slippageBasisPoints: 2_500).costing(times: 4) == nil)
        #expect(ExchangeRules(slippageBasisPoints: 2_499).costing(times: 4) != nil)
    }
}
