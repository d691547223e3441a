import Contracts
import Testing

@testable import Quant

/// The examples are those of the two papers; figures are per period unless they say otherwise.
@Suite struct `The evidence behind a Sharpe ratio` {
    /// Bailey and López de Prado (2012), section 4: 24 monthly returns with mean 3.6 % and deviation 7.9 %, which
    /// look far better if taken for normal.
    @Test func `is weaker for skewed and fat-tailed returns, as published`() throws {
        let sharpe = 0.036 / 0.079
        let normal = try SharpeEvidence(sharpe: sharpe, observations: 24)
        let real = try SharpeEvidence(sharpe: sharpe, observations: 24, skewness: -2.448, kurtosis: 10.164)
        #expect(agree(normal.probability(), 0.982, within: 0.001))
        #expect(agree(real.probability(), 0.913, within: 0.001))
    }

    /// The same paper, section 5: an annual Sharpe ratio of 2 against 1, at 95 %.
    @Test(arguments: [(252.0, 2.73), (52, 2.83), (12, 3.24)])
    func `takes as many years as published`(periods: Double, years: Double) throws {
        let yearly = periods.squareRoot()
        let evidence = try SharpeEvidence(sharpe: 2 / yearly, observations: 24)
        let needed = try #require(try evidence.minimumTrackRecord(above: 1 / yearly))
        #expect(abs(needed / periods - years) < 0.005)
    }

    /// Bailey and López de Prado (2014), the numerical example: an annual 2.5 over five years of 250 days, skewness −3,
    /// kurtosis 10, the best of trials whose annual Sharpe ratios have a variance of one half.
    @Test func `is deflated by the number of trials, as published`() throws {
        let best = try SharpeEvidence(
            sharpe: 2.5 / 250.0.squareRoot(), observations: 1_250, skewness: -3, kurtosis: 10)
        let hundred = try Trials(count: 100, variance: 0.5 / 250)
        #expect(abs(hundred.expectedMaximum - 0.1132) < 0.00005)
        #expect(abs(best.deflated(by: hundred) - 0.9004) < 0.00005)
        #expect(abs(best.deflated(by: try Trials(count: 46, variance: 0.5 / 250)) - 0.9505) < 0.00005)
    }

    @Test func `reaches its confidence at the minimum track record`() throws {
        let short = try SharpeEvidence(sharpe: 0.1, observations: 10, skewness: -1, kurtosis: 6)
        let needed = try #require(try short.minimumTrackRecord(above: 0.02, confidence: 0.9))
        let before = try SharpeEvidence(sharpe: 0.1, observations: Int(needed), skewness: -1, kurtosis: 6)
        let after = try SharpeEvidence(sharpe: 0.1, observations: Int(needed) + 1, skewness: -1, kurtosis: 6)
        #expect(before.probability(above: 0.02) < 0.9 && after.probability(above: 0.02) >= 0.9)
        #expect(try short.minimumTrackRecord(above: 0.1) == nil)
    }

    @Test func `comes from the moments of returns`() throws {
        let moments = Moments(Series.returns(seed: 1, count: 500))
        let evidence = try #require(SharpeEvidence(moments))
        #expect(evidence.observations == 500)
        #expect(agree(evidence.sharpe * 252.0.squareRoot(), ReferenceValues.sharpe))
        #expect(SharpeEvidence(Moments([0.1, 0.1])) == nil && SharpeEvidence(Moments([0.1])) == nil)
    }

    /// The mean of the largest of N draws, by simulation: the formula is a limit, so within 3 %.
    @Test(arguments: [10, 100]) func `expects the best of many trials where simulation finds it`(count: Int) throws {
        var chance = SplitMix64(seed: 77)
        var sum = 0.0
        for _ in 0..<4_000 { sum += (0..<count).reduce(-Double.infinity) { best, _ in max(best, chance.gaussian()) } }
        let expected = try Trials(count: Double(count), variance: 1).expectedMaximum
        #expect(abs(sum / 4_000 / expected - 1) < 0.03)
    }

    @Test func `is not deflated by a single trial`() throws {
        let evidence = try SharpeEvidence(sharpe: 0.1, observations: 100)
        #expect(evidence.deflated(by: try Trials(sharpes: [0.1])) == evidence.probability())
    }

    @Test func `refuses what can't be`() {
        #expect(throws: StatisticsError.tooFew(of: "observations", has: 1, needs: 2)) {
            try SharpeEvidence(sharpe: 1, observations: 1)
        }
        #expect(throws: StatisticsError.outOfRange(name: "kurtosis", value: 4, allowed: "5.0 or more")) {
            try SharpeEvidence(sharpe: 1, observations: 9, skewness: 2, kurtosis: 4)
        }
        #expect(throws: StatisticsError.outOfRange(name: "trials", value: 0, allowed: "1 or more")) {
            try Trials(count: 0, variance: 1)
        }
    }
}
