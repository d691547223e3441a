import Contracts
import Testing

@testable import Quant

@Suite struct `A linear regression` {
    private let rows: [[Double]]
    private let response: [Double]

    init() {
        var chance = SplitMix64(seed: 7)
        rows = (0..<80).map { _ in [chance.normal(), chance.normal(), chance.normal()] }
        response = rows.map { 1 + 2 * $0[0] - 0.5 * $0[1] + $0[2] }
    }

    private var regressors: [Regressor] {
        [Regressor("one", rows.map { $0[0] }), Regressor("two", rows.map { $0[1] })]
    }

    /// Against statsmodels 0.15, within 1e-9.
    @Test func `agrees with another library`() throws {
        let fit = try LinearRegression(of: response, on: regressors)
        #expect(fit.terms.map(\.name) == ["intercept", "one", "two"] && fit.degreesOfFreedom == 77)
        for (place, term) in fit.terms.enumerated() {
            #expect(agree(term.coefficient, ReferenceValues.coefficients[place]))
            #expect(agree(term.standardError, ReferenceValues.standardErrors[place]))
            #expect(agree(term.tStatistic, ReferenceValues.tStatistics[place]))
        }
        #expect(agree(fit.rSquared, ReferenceValues.rSquared))
        let through = try LinearRegression(of: response, on: regressors, intercept: false)
        #expect(agree(through.rSquared, ReferenceValues.rSquaredThroughZero))
    }

    /// y = 1, 3, 2 over x = 0, 1, 2: the line 1.5 + 0.5x leaves 0.5, 1 and 0.5 of error, in turns.
    @Test func `agrees with three points worked out by hand`() throws {
        let fit = try LinearRegression(of: [1, 3, 2], on: [Regressor("x", [0, 1, 2])])
        #expect(agree(fit["intercept"]?.coefficient, 1.5) && agree(fit["x"]?.coefficient, 0.5))
        #expect(agree(fit.residualSumOfSquares, 1.5) && agree(fit.rSquared, 0.25))
        #expect(agree(fit["x"]?.standardError, 0.75.squareRoot()) && fit["y"] == nil)
    }

    @Test func `keeps its digits where a large level hides small moves`() throws {
        let x = (0..<100).map { 1e6 + Double($0) * 0.01 }
        let fit = try LinearRegression(of: x.map { 3 * ($0 - 1e6) + 5 }, on: [Regressor("x", x)])
        #expect(agree(fit["x"]?.coefficient, 3, within: 1e-6))
    }

    @Test func `names the column that is redundant`() {
        let sum = Regressor("sum", rows.map { $0[0] + 3 * $0[1] })
        #expect(throws: StatisticsError.collinear(column: "sum")) {
            try LinearRegression(of: response, on: regressors + [sum])
        }
        #expect(throws: StatisticsError.collinear(column: "flat")) {
            try LinearRegression(of: response, on: [Regressor("flat", Array(repeating: 4, count: 80))])
        }
        #expect(throws: StatisticsError.collinear(column: "zero")) {
            try LinearRegression(
                of: response, on: [Regressor("zero", Array(repeating: 0, count: 80))], intercept: false)
        }
    }

    @Test func `names what is too short, uneven or no number`() {
        #expect(throws: StatisticsError.tooFew(of: "observations", has: 2, needs: 3)) {
            try LinearRegression(of: [1, 2], on: [Regressor("x", [1, 2])])
        }
        #expect(throws: StatisticsError.unequalLengths(of: "x", has: 2, needs: 4)) {
            try LinearRegression(of: [1, 2, 3, 4], on: [Regressor("x", [1, 2])])
        }
        #expect(throws: StatisticsError.notFinite(series: "x", place: 3, value: .infinity)) {
            try LinearRegression(of: [1, 2, 3, 4], on: [Regressor("x", [1, 2, 3, .infinity])])
        }
    }
}

@Suite struct `The Dickey-Fuller test` {
    private static let series = [
        "walk": Series.reverting(seed: 3, count: 250, persistence: 1),
        "reverting": Series.reverting(seed: 4, count: 300, persistence: 0.9),
        "lagged": Series.lagged(seed: 5, count: 300),
    ]

    /// Against statsmodels 0.15, within 1e-9: three series, three deterministics, three choices of lags.
    @Test(arguments: ReferenceValues.unitRoots.keys.sorted())
    func `agrees with another library`(key: String) throws {
        let parts = key.split(separator: " ").map(String.init)
        let kinds: [String: DickeyFuller.Deterministics] = ["n": .none, "c": .constant, "ct": .constantAndTrend]
        let choices: [String: DickeyFuller.Lags] = ["AIC": .akaike(), "BIC": .schwarz(), "3": .fixed(3)]
        let series = try #require(Self.series[parts[0]])
        let test = try DickeyFuller(series, #require(kinds[parts[1]]), lags: #require(choices[parts[2]]))
        let expected = try #require(ReferenceValues.unitRoots[key])
        #expect(agree(test.statistic, expected[0]) && agree(test.pValue, expected[1]))
        #expect(test.lags == Int(expected[2]) && test.observations == Int(expected[3]))
        #expect(agree(test.criticalValues.onePercent, expected[4]))
        #expect(agree(test.criticalValues.fivePercent, expected[5]))
        #expect(agree(test.criticalValues.tenPercent, expected[6]))
    }

    @Test func `rejects a walk about as often as it says`() throws {
        var rejected = 0
        for seed in UInt64(0)..<400 {
            let walk = Series.reverting(seed: 500 + seed, count: 120, persistence: 1)
            if try DickeyFuller(walk, lags: .fixed(1)).pValue < 0.05 { rejected += 1 }
        }
        #expect((8...34).contains(rejected))  // 20 expected, deviation 4.4.
    }

    @Test func `is certain beyond what the surfaces were fitted to`() {
        #expect(MacKinnon.pValue(-25, .constant) == 0 && MacKinnon.pValue(3, .constant) == 1)
    }

    @Test func `refuses a series that does not move or is too short`() {
        #expect(throws: StatisticsError.collinear(column: "level")) {
            try DickeyFuller(Array(repeating: 7, count: 50), lags: .fixed(0))
        }
        #expect(throws: StatisticsError.tooFew(of: "values", has: 3, needs: 6)) { try DickeyFuller([1, 2, 1]) }
        #expect(throws: StatisticsError.outOfRange(name: "lags", value: 9, allowed: "0…8")) {
            try DickeyFuller(Series.returns(seed: 1, count: 20), lags: .fixed(9))
        }
    }
}

@Suite struct `Mean reversion` {
    @Test func `has the persistence that another library finds`() throws {
        let found = try MeanReversion(Series.reverting(seed: 4, count: 300, persistence: 0.9))
        #expect(agree(found.persistence, ReferenceValues.persistence))
        #expect(agree(found.standardError, ReferenceValues.persistenceError))
    }

    /// Distances from 8 of 16, 8, 4, 2, 1: half of each is gone in one period.
    @Test func `halves in a period what halves in a period`() throws {
        let found = try MeanReversion([24, 16, 12, 10, 9])
        #expect(agree(found.halfLife, 1) && agree(found.mean, 8))
    }

    @Test func `has no half-life where nothing returns, or within a period`() throws {
        let grows = try MeanReversion([1, 2, 4, 8, 16])
        #expect(grows.halfLife == nil && grows.mean == nil)
        #expect(try MeanReversion([1, -1, 1.1, -0.9, 1]).halfLife == nil)
        #expect(throws: StatisticsError.collinear(column: "level")) { try MeanReversion([2, 2, 2, 2]) }
    }

    /// Averages of twenty series of 2,000 values; one estimate scatters by about 0.03.
    @Test func `shows in the Hurst exponent`() throws {
        func average(_ persistence: Double) throws -> Double {
            try (UInt64(0)..<20).reduce(0) { sum, seed in
                let series = Series.reverting(seed: 60 + seed, count: 2_000, persistence: persistence)
                return sum + (try #require(try hurstExponent(of: series))) / 20
            }
        }
        #expect(abs(try average(1) - 0.5) < 0.03)
        #expect(try average(0.5) < 0.15)
        #expect(try hurstExponent(of: (0..<200).map(Double.init)) == nil)
    }
}
