import Contracts
import Testing

@testable import Quant

@Suite struct `The performance of a run` {
    @Test func `is mostly undefined without returns, and never NaN`() throws {
        let none = try Performance(returns: [])
        #expect(none.periods == 0 && none.totalReturn == 0 && none.maximumDrawdown == 0 && none.ulcerIndex == 0)
        #expect(none.annualReturn == nil && none.annualizedVolatility == nil && none.sharpe == nil)
        #expect(none.sortino == nil && none.calmar == nil && none.skewness == nil && none.kurtosis == nil)
        #expect(none.gainRate == nil && none.bestReturn == nil && none.worstReturn == nil)
    }

    @Test func `has a total but no Sharpe after one return`() throws {
        let one = try Performance(returns: [-0.1], periodsPerYear: 2)
        #expect(agree(one.totalReturn, -0.1))
        #expect(agree(one.annualReturn, 0.9 * 0.9 - 1))
        #expect(one.annualizedVolatility == nil && one.sharpe == nil && one.sortino == nil)
        #expect(agree(one.maximumDrawdown, 0.1) && one.longestDrawdown == 1)
        #expect(agree(one.calmar, -0.19 / 0.1))
        #expect(one.gainRate == 0 && one.bestReturn == -0.1 && one.worstReturn == -0.1)
    }

    /// 1 → 1.1 → 0.99 → 1.188 → 1.188: a fall of a tenth from the first peak, one period long.
    @Test func `agrees with four returns worked out by hand`() throws {
        let run = try Performance(returns: [0.1, -0.1, 0.2, 0], periodsPerYear: 4)
        let variance = (0.0025 + 0.0225 + 0.0225 + 0.0025) / 3
        #expect(agree(run.totalReturn, 0.188) && agree(run.annualReturn, 0.188))
        #expect(agree(run.annualizedVolatility, variance.squareRoot() * 2))
        #expect(agree(run.sharpe, 0.05 / variance.squareRoot() * 2))
        #expect(agree(run.sortino, 0.05 / 0.05 * 2))  // √(0.01 ÷ 4) is 0.05.
        #expect(agree(run.maximumDrawdown, 0.1) && agree(run.calmar, 1.88) && run.longestDrawdown == 1)
        #expect(agree(run.ulcerIndex, 0.05))
        #expect(run.gainRate == 0.5 && run.bestReturn == 0.2 && run.worstReturn == -0.1)
        #expect(agree(run.skewness, 0) && agree(run.kurtosis, (2 * 0.15 * 0.15 * 0.0225 + 2 * 6.25e-6) / 4 / 1.5625e-4))
    }

    @Test(arguments: [0.01, 0, -0.02]) func `has no Sharpe when every return is the same`(value: Double) throws {
        let run = try Performance(returns: Array(repeating: value, count: 50))
        #expect(run.sharpe == nil && run.skewness == nil && run.kurtosis == nil && run.annualizedVolatility == 0)
    }

    @Test func `takes the rounding of a steady curve for no variance`() throws {
        var equity = [1_000 * 1.0007]
        for place in 0..<300 { equity.append(equity[place] * 1.0007) }
        #expect(try Performance(equity: equity, start: 1_000).sharpe == nil)
    }

    @Test func `is the same from the curve as from its returns`() throws {
        let returns = Series.returns(seed: 11, count: 300)
        var curve: [Double] = []
        for value in returns { curve.append((curve.last ?? 5_000) * (1 + value)) }
        let (one, other) = (try Performance(returns: returns), try Performance(equity: curve, start: 5_000))
        #expect(agree(one.totalReturn, other.totalReturn) && agree(one.sharpe, other.sharpe ?? .nan))
        #expect(agree(one.maximumDrawdown, other.maximumDrawdown) && one.longestDrawdown == other.longestDrawdown)
    }

    @Test func `counts the start as a peak`() throws {
        let run = try Performance(equity: [75, 90, 100], start: 100)
        #expect(run.maximumDrawdown == 0.25 && run.longestDrawdown == 2)
    }

    @Test func `ends at zero once the equity is gone`() throws {
        for run in [try Performance(returns: [0.5, -1.5, 2]), try Performance(equity: [150, -20, 400], start: 100)] {
            #expect(run.totalReturn == -1 && run.annualReturn == -1 && run.maximumDrawdown == 1)
        }
    }

    @Test func `measures Sharpe and Sortino above what cash earns`() throws {
        let plain = try Performance(returns: [0.03, -0.01, 0.02])
        let excess = try Performance(returns: [0.04, 0, 0.03], riskFree: 0.01)
        #expect(agree(excess.sharpe, plain.sharpe ?? .nan) && agree(excess.sortino, plain.sortino ?? .nan))
        #expect(excess.totalReturn > plain.totalReturn)
    }

    @Test func `refuses a return that is no number, and names its place`() {
        #expect(throws: StatisticsError.notFinite(series: "returns", place: 1, value: .infinity)) {
            try Performance(returns: [0.1, .infinity])
        }
        #expect(throws: StatisticsError.outOfRange(name: "start", value: 0, allowed: "above 0")) {
            try Performance(equity: [1], start: 0)
        }
    }

    /// Against quantstats 0.0.86, SciPy 1.17 and pandas 3.1, within 1e-9.
    @Test func `agrees with other libraries over 500 returns`() throws {
        let returns = Series.returns(seed: 1, count: 500)
        let run = try Performance(returns: returns)
        #expect(agree(run.totalReturn, ReferenceValues.totalReturn))
        #expect(agree(run.annualReturn, ReferenceValues.annualReturn))
        #expect(agree(run.annualizedVolatility, ReferenceValues.annualizedVolatility))
        #expect(agree(run.sharpe, ReferenceValues.sharpe))
        #expect(agree(run.sortino, ReferenceValues.sortino))
        #expect(agree(run.maximumDrawdown, ReferenceValues.maximumDrawdown))
        #expect(agree(run.calmar, ReferenceValues.calmar))
        #expect(agree(run.skewness, ReferenceValues.skewness) && agree(run.kurtosis, ReferenceValues.kurtosis))
        #expect(agree(run.ulcerIndex, ReferenceValues.ulcerIndex))
        #expect(run.longestDrawdown == ReferenceValues.longestDrawdown)
        #expect(agree(tailRatio(of: returns), ReferenceValues.tailRatio))
    }

    @Test func `has a tail ratio only where bad days have a size`() {
        #expect(tailRatio(of: []) == nil && tailRatio(of: [0, 0, 0]) == nil)
        #expect(tailRatio(of: [0.02]) == 1)
        #expect(agree(tailRatio(of: [-0.01, 0, 0.03]), 0.027 / 0.009))
    }
}

@Suite struct `The normal distribution` {
    /// Against SciPy 1.17: within 1e-12 of the expected value, far tails included.
    @Test func `agrees with another library in both directions`() {
        for (score, expected) in zip(ReferenceValues.normalScores, ReferenceValues.normalCumulative) {
            #expect(abs(Normal.cumulative(score) / expected - 1) < 1e-12, "\(score)")
        }
        for (chance, expected) in zip(ReferenceValues.normalChances, ReferenceValues.normalQuantiles) {
            #expect(abs(Normal.quantile(chance) - expected) <= 1e-12 * max(1, abs(expected)), "\(chance)")
        }
        #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity)
    }

    @Test func `undoes itself`() {
        var chance = SplitMix64(seed: 5)
        for _ in 0..<2_000 {
            let share = chance.uniform()
            #expect(abs(Normal.cumulative(Normal.quantile(share)) - share) < 1e-14)
        }
    }
}
