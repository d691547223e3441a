import Testing

@testable import Quant

@Suite struct `Historical risk` {
    @Test func `is that of Riskfolio`() throws {
        let returns = SeededData.returns(seed: 7, rows: 80, columns: 6)
        let equal = returns.times(Array(repeating: 1.0 / 6, count: 6))
        let risks = try [0.95, 0.9, 0.67].map { try HistoricalRisk(of: equal, confidence: $0) }
        #expect(difference(risks.map { $0.valueAtRisk }, PortfolioReference.valueAtRisk) < 1e-12)
        #expect(difference(risks.map { $0.conditionalValueAtRisk }, PortfolioReference.conditionalValueAtRisk) < 1e-12)
    }

    @Test func `counts the last period of the tail in part`() throws {
        // A tail of 2½ of ten periods: −5, −4 and half of −3.
        let returns = [1.0, -5, 2, 3, -3, 4, -4, 5, 6, 7]
        let risk = try HistoricalRisk(of: returns, confidence: 0.75)
        #expect(risk.valueAtRisk == 3)
        #expect(abs(risk.conditionalValueAtRisk - (5 + 4 + 1.5) / 2.5) < 1e-14)
    }

    @Test func `takes a twentieth of a hundred periods for five, though one less 0.95 isn't a twentieth`() throws {
        let risk = try HistoricalRisk(of: (1...100).map { Double($0) }, confidence: 0.95)
        #expect(risk.valueAtRisk == -5)
        #expect(risk.conditionalValueAtRisk == -3)
    }

    @Test func `of one period is that period`() throws {
        let risk = try HistoricalRisk(of: [-0.02], confidence: 0.99)
        #expect(risk.valueAtRisk == 0.02 && risk.conditionalValueAtRisk == 0.02)
    }

    @Test func `is refused without periods, with a hole, or at no confidence`() {
        #expect(throws: PortfolioError.tooFewRows(has: 0, needs: 1)) { try HistoricalRisk(of: []) }
        #expect(throws: PortfolioError.notFinite(input: "the return", row: 0, column: 1, value: "nan")) {
            try HistoricalRisk(of: [0.1, .nan])
        }
        for confidence in [0, 1, 95, .nan] {
            #expect(throws: PortfolioError.self) { try HistoricalRisk(of: [0.1], confidence: confidence) }
        }
    }
}

@Suite struct `Risk contributions` {
    @Test(arguments: UInt64(0)..<40) func `sum to the whole and match a small step in each weight`(
        seed: UInt64
    ) throws {
        let returns = SeededData.returns(seed: seed, rows: 90, columns: 5)
        let weights = [0.3, -0.1, 0.4, 0.2, 0.2]
        let covariance = try Covariance.sample(of: returns)
        let volatility = try RiskContributions.toVolatility(of: weights, covariance)
        let tail = try RiskContributions.toConditionalValueAtRisk(of: weights, returns: returns, confidence: 0.93)
        let whole = try HistoricalRisk(of: returns.times(weights), confidence: 0.93).conditionalValueAtRisk
        #expect(difference([volatility.values.reduce(0, +)], [volatility.whole]) < 1e-13)
        #expect(difference([tail.values.reduce(0, +), tail.whole], [whole, whole]) < 1e-13)
        for place in weights.indices {
            var more = weights
            more[place] += 1e-7
            let stepped = covariance.variance(of: more).squareRoot()
            let slope = (stepped - volatility.whole) / 1e-7
            #expect(abs(weights[place] * slope - volatility.values[place]) < 1e-7)
            let steppedTail = try HistoricalRisk(of: returns.times(more), confidence: 0.93).conditionalValueAtRisk
            #expect(abs(weights[place] * (steppedTail - whole) / 1e-7 - tail.values[place]) < 1e-7)
        }
    }

    @Test func `of a portfolio without risk are zero, and have no shares`() throws {
        let hedge = try Covariance(checking: Matrix([[1, -1], [-1, 1]]))
        let result = try RiskContributions.toVolatility(of: [0.5, 0.5], hedge)
        #expect(result.values == [0, 0] && result.whole == 0 && result.shares == nil)
    }

    @Test func `need a weight for every instrument`() throws {
        let covariance = try Covariance(checking: Matrix([[1, 0], [0, 1]]))
        #expect(throws: PortfolioError.wrongSize(input: "the weights", has: 1, needs: 2)) {
            try RiskContributions.toVolatility(of: [1], covariance)
        }
        #expect(throws: PortfolioError.wrongSize(input: "the weights", has: 3, needs: 2)) {
            try RiskContributions.toConditionalValueAtRisk(of: [1, 0, 0], returns: Matrix([[0.1, 0.2]]))
        }
    }
}
