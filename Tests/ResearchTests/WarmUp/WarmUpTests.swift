import Contracts
import Kernel
import Research
import Testing

@Suite struct `The warm-up of a strategy` {
    private func report(_ strategy: StrategyConfiguration, lengths: [Int], bars: Int = 300) throws -> WarmUpReport {
        let book = BookConfiguration(
            book: "warm", mode: .paper, universe: try ProofMarket.universe(), startingCash: Money(units: 100_000),
            strategies: [strategy],
            allocation: AllocationConfiguration(
                method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0),
            limits: RiskLimits(
                dailyLossBasisPoints: 10_000, maximumDrawdownBasisPoints: 10_000,
                orderNotional: Money(units: 1_000_000),
                positionNotional: Money(units: 1_000_000), grossExposureBasisPoints: 100_000,
                suspectMoveBasisPoints: 5_000))
        return try WarmUpSensitivity(book, lengths: lengths).measure(ProofMarket.frames(bars), checks: 8)
    }

    private let crossing = StrategyConfiguration(
        name: "sma-cross", parameters: [.init(name: "fast", value: 5), .init(name: "slow", value: 40)])

    private func row(_ report: WarmUpReport, _ feature: FeatureSpec) throws -> WarmUpReport.Row {
        try #require(report.rows.first { $0.feature == feature })
    }

    @Test func `ends for a moving average with its window, exactly`() throws {
        let report = try report(crossing, lengths: [39, 40, 100])
        let average = try row(report, .sma(40))
        #expect(average.driftPercent[0] == nil)
        // A window that slides keeps its sum, which rounds on its way: as good as nothing, but not always nothing.
        #expect(try #require(average.driftPercent[1]) < 1e-9)
        #expect(report.settledLength(of: average, within: 1e-9) == 40)
    }

    @Test func `goes on for an exponential average, less and less`() throws {
        let report = try report(crossing, lengths: [26, 60, 120, 200])
        let drifts = try row(report, .ema(26)).driftPercent.compactMap { $0 }
        #expect(drifts.count == 4)
        #expect(drifts[0] > 0.01)
        #expect(zip(drifts, drifts.dropFirst()).allSatisfy { $0 > $1 })
        #expect(drifts[3] < 0.001)
    }

    @Test func `ends for the views of a crossover where both averages are there`() throws {
        let report = try report(crossing, lengths: [10, 39, 40, 60, 200])
        #expect(report.settledLength == 40)
        #expect(report.changedViews[0] > 0)
        #expect(report.changedViews[2...].allSatisfy { $0 == 0 })
    }

    @Test func `outlasts the window of a strategy that waits to leave`() throws {
        let ratio = StrategyConfiguration(
            name: "gold-silver-ratio", parameters: [.init(name: "entry", value: 1.5), .init(name: "window", value: 20)])
        let report = try report(ratio, lengths: [20, 280])
        // At twenty bars it has just begun to look, and can't know what it would still hold.
        #expect(report.changedViews[0] > 0)
        #expect(report.changedViews[1] == 0)
    }

    @Test func `needs more bars than the greatest length`() {
        #expect(throws: WarmUpError.tooShort(frames: 100, longest: 100)) {
            try report(crossing, lengths: [100], bars: 100)
        }
    }
}
