import Contracts
import Testing

@testable import Quant

@Suite struct `The Kelly fraction` {
    /// An even bet won six times in ten is worth a fifth of the capital: Kelly's own example.
    @Test func `is a fifth for an even bet at six in ten`() throws {
        #expect(agree(try Kelly.fraction(winRate: 0.6, payoff: 1), 0.2))
    }

    @Test func `is nothing without an edge`() throws {
        #expect(try Kelly.fraction(winRate: 0.4, payoff: 1) == 0 && Kelly.fraction(winRate: 0.5, payoff: 1) == 0)
        #expect(try Kelly.fraction(mean: -0.001, variance: 0.01) == 0)
    }

    @Test func `is capped, and may ask for leverage if the cap allows it`() throws {
        #expect(try Kelly.fraction(mean: 0.001, variance: 0.0001) == 1)
        #expect(agree(try Kelly.fraction(mean: 0.001, variance: 0.0001, cap: 20), 10))
        #expect(try Kelly.fraction(winRate: 1, payoff: 2, cap: 0.25) == 0.25)
    }

    @Test func `comes from round trips that both won and lost`() throws {
        let fraction = try Kelly.fraction(of: TradeMeter(profits: [20, 20, -10, 20, -10]))
        #expect(agree(fraction, 0.6 - 0.4 / 2))
        #expect(try Kelly.fraction(of: TradeMeter(profits: [5])) == nil)
        #expect(try Kelly.fraction(of: TradeMeter()) == nil)
    }

    @Test(arguments: UInt64(0)..<50) func `grows faster than a little more or a little less`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let (rate, payoff) = (0.55 + 0.3 * chance.uniform(), 1 + chance.uniform())
        let best = try Kelly.fraction(winRate: rate, payoff: payoff)
        /// How the expected logarithm of capital changes with the share.
        func slope(_ share: Double) -> Double { rate * payoff / (1 + payoff * share) - (1 - rate) / (1 - share) }
        #expect(slope(best - 0.01) > 0 && slope(best + 0.01) < 0)
    }

    @Test func `refuses chances and variances that are none`() {
        #expect(throws: StatisticsError.outOfRange(name: "winRate", value: 1.1, allowed: "0…1")) {
            try Kelly.fraction(winRate: 1.1, payoff: 1)
        }
        #expect(throws: StatisticsError.outOfRange(name: "variance", value: 0, allowed: "above 0")) {
            try Kelly.fraction(mean: 1, variance: 0)
        }
    }
}

@Suite struct `Volatility over time` {
    private let returns = Series.returns(seed: 1, count: 500)

    /// Against pandas 3.1, within 1e-9.
    @Test func `agrees with another library`() throws {
        let rolling = try rollingVolatility(of: returns, window: 20)
        for (place, expected) in zip([19, 20, 39, 40, 250, 499], ReferenceValues.rollingVolatility) {
            #expect(agree(rolling[place], expected))
        }
        #expect(rolling[..<19].allSatisfy { $0 == nil } && rolling.count == 500)
        var weighted = try ExponentialVolatility()
        #expect(weighted.annualized() == nil)
        for value in returns { weighted.add(value) }
        #expect(agree(weighted.annualized(), ReferenceValues.exponentialVolatility))
    }

    @Test(arguments: [2, 3, 63]) func `equals the volatility of each window by itself`(window: Int) throws {
        let rolling = try rollingVolatility(of: returns, window: window)
        for place in window - 1..<returns.count {
            let alone = try Performance(returns: Array(returns[place + 1 - window...place]))
            #expect(agree(rolling[place], alone.annualizedVolatility ?? .nan))
        }
    }

    @Test func `is unknown while the window is not full`() throws {
        #expect(try rollingVolatility(of: [0.1, 0.2], window: 3) == [nil, nil])
        #expect(try rollingVolatility(of: [], window: 3).isEmpty)
        #expect(throws: StatisticsError.outOfRange(name: "window", value: 1, allowed: "2 or more")) {
            try rollingVolatility(of: [0.1], window: 1)
        }
    }
}
