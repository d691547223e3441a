import Backtesting
import Contracts
import Exchange
import Testing

@Suite struct `The two hosts of a book` {
    /// Four metals, two strategies, and limits that a simulated year runs into: tiers move, prices are doubted, the book is flattened.
    private func book(seed: UInt64, method: AllocationConfiguration.Method) throws -> BookConfiguration {
        let universe = try Universe.fourMetals()
        return BookConfiguration(
            book: "parity", mode: .paper, universe: universe, startingCash: Money(units: 250_000),
            strategies: busyStrategies,
            allocation: AllocationConfiguration(
                method: method, rebalance: seed.isMultiple(of: 2) ? .everyFrame : .weekly, volatilityWindow: 10,
                grossCap: 2,
                minimumTrade: 0.001, fixedQuantity: Quantity(units: 120)),
            limits: .tight(Int64(seed % 4)))
    }

    private func frames(_ universe: Universe, seed: UInt64) -> [BarFrame] {
        var chance = SplitMix64(seed: seed)
        return dailyFrames(universe, count: 400, seed: seed).map { frame in
            var frame = frame
            // Instruments miss a bar now and then.
            if chance.next() % 16 == 0 { frame.bars[Int(chance.next() % UInt64(frame.bars.count))] = nil }
            return frame
        }
    }

    @Test(arguments: UInt64(1)...24)
    func `decide alike, order for order and to the billionth`(seed: UInt64) throws {
        let methods: [AllocationConfiguration.Method] = [.equalWeight, .inverseVolatility, .fixedQuantity]
        let book = try book(seed: seed, method: methods[Int(seed) % methods.count])
        let frames = frames(book.universe, seed: seed)
        let rules = ExchangeRules(slippageBasisPoints: 5, commissionPerTrade: Money(units: 1))
        let (logged, _) = Backtest<LogHost>(configuration: book, rules: rules).run(FrameList(frames))
        let (direct, _) = Backtest<DirectHost>(configuration: book, rules: rules).run(FrameList(frames))
        #expect(!logged.trading.fills.isEmpty)
        #expect(logged.trading.orders == direct.trading.orders)
        #expect(logged.trading.fills == direct.trading.fills)
        #expect(logged.curve == direct.curve)
    }

    @Test func `are compared on runs in which every tier is reached`() throws {
        var tiers: Set<RiskTier> = []
        for seed in UInt64(1)...24 {
            let book = try book(seed: seed, method: .equalWeight)
            let (_, host) = Backtest<LogHost>(configuration: book, rules: ExchangeRules(slippageBasisPoints: 5))
                .run(FrameList(frames(book.universe, seed: seed)))
            for entry in host.log.entries { if case .tierChange(let change) = entry.event { tiers.insert(change.to) } }
        }
        #expect(tiers == [.warn, .throttle, .noNew, .flatten])
    }
}
