import Backtesting
import Contracts
import Exchange
import Testing

@Suite struct `The two hosts of a book` {
    /// Four metals, two strategies, and limits that a simulated year runs into: tiers move, prices are doubted, the book is flattened.
    private func book(seed: UInt64, method: AllocationConfiguration.Method) throws -> BookConfiguration {
        let universe = try #require(Universe(["GLD", "SLV", "PPLT", "USO"].compactMap { Symbol($0) }))
        let tightness = Int64(seed % 4)
        return BookConfiguration(
            book: "parity", mode: .paper, universe: universe, startingCash: Money(units: 250_000),
            strategies: [
                StrategyConfiguration(
                    name: "sma-cross", share: 0.6,
                    parameters: [
                        .init(name: "fast", value: 3), .init(name: "short", value: 1), .init(name: "slow", value: 8),
                    ]),
                StrategyConfiguration(
                    name: "cross-sectional-momentum", share: 0.4,
                    parameters: [
                        .init(name: "lookback", value: 10), .init(name: "skip", value: 1), .init(name: "top", value: 2),
                    ]),
            ],
            allocation: AllocationConfiguration(
                method: method, rebalance: seed.isMultiple(of: 2) ? .everyFrame : .weekly, volatilityWindow: 10,
                grossCap: 2,
                minimumTrade: 0.001, fixedQuantity: Quantity(units: 120)),
            limits: RiskLimits(
                dailyLossBasisPoints: 100 + 200 * tightness, maximumDrawdownBasisPoints: 250 + 300 * tightness,
                orderNotional: Money(units: 60_000), positionNotional: Money(units: 120_000),
                grossExposureBasisPoints: 15_000, suspectMoveBasisPoints: 150 + 100 * tightness))
    }

    private func frames(_ universe: Universe, seed: UInt64) -> [BarFrame] {
        var market = SimulatedMarket(universe: universe, seed: seed)
        var chance = seed
        return TradingCalendar.nyse.sessions.prefix(400).compactMap { session in
            guard let close = TradingCalendar.nyse.close(session) else { return nil }
            var frame = market.next(session: session, at: close)
            chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Instruments miss a bar now and then.
            if chance >> 60 == 0 { frame.bars[Int(chance >> 40) % frame.bars.count] = nil }
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
