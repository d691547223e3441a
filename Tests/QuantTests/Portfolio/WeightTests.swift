import Testing

@testable import Quant

/// Three instruments: two alike, and one of its own.
private let hedged = try! Covariance(checking: Matrix([[4, 3, 0], [3, 4, 0], [0, 0, 1]]))

@Suite struct `Weights by inverse risk` {
    @Test func `are worked out by hand`() throws {
        #expect(difference(try InverseWeights.byVolatility(hedged), [0.25, 0.25, 0.5]) < 1e-15)
        #expect(difference(try InverseWeights.byVariance(hedged), [1.0 / 6, 1.0 / 6, 4.0 / 6]) < 1e-15)
    }

    @Test func `give a lone instrument everything, and refuse one that doesn't move`() throws {
        let lone = try Covariance(checking: Matrix([[0.3]]))
        #expect(try InverseWeights.byVolatility(lone) == [1])
        #expect(try InverseWeights.byVariance(lone) == [1])
        let flat = try Covariance(checking: Matrix([[1, 0], [0, 0]]))
        let refusal = PortfolioError.noVariance(column: 1, variance: 0, floor: 1e-18)
        #expect(throws: refusal) { try InverseWeights.byVolatility(flat) }
        #expect(throws: refusal) { try InverseWeights.byVariance(flat) }
    }
}

@Suite struct `Risk budgets` {
    /// The largest difference of a contribution from its budget, as a share of the mean budget.
    private func error(_ weights: [Double], _ covariance: Covariance, _ budgets: [Double]) throws -> Double {
        let shares = try #require(RiskContributions.toVolatility(of: weights, covariance).shares)
        let total = budgets.reduce(0, +)
        return zip(shares, budgets).map { abs($0 - $1 / total) }.max()! * Double(budgets.count)
    }

    @Test func `are those of Riskfolio, to what its solver gives`() throws {
        let covariance = try Covariance.sample(of: SeededData.returns(seed: 7, rows: 80, columns: 6))
        #expect(difference(try RiskBudget.equal(covariance), PortfolioReference.equalRisk) < 1e-5)
        let budgeted = try RiskBudget.weights(covariance, budgets: [1, 2, 3, 4, 5, 6])
        #expect(difference(budgeted, PortfolioReference.budgetedRisk) < 1e-4)
    }

    @Test(arguments: UInt64(0)..<60) func `are met to twelve digits, by few observations too`(seed: UInt64) throws {
        let columns = 2 + Int(seed) % 43
        let rows = seed % 2 == 0 ? 10 : 200
        let covariance = try Covariance.sample(of: SeededData.returns(seed: seed, rows: rows, columns: columns))
        let budgets = (0..<columns).map { 1 + Double($0 % 5) }
        let equal = try RiskBudget.equal(covariance)
        #expect(sumsToOne(equal))
        #expect(try error(equal, covariance, Array(repeating: 1, count: columns)) < 1e-11)
        let weights = try RiskBudget.weights(covariance, budgets: budgets)
        #expect(sumsToOne(weights))
        #expect(try error(weights, covariance, budgets) < 1e-11)
    }

    @Test func `don't depend on the unit of one instrument's returns, but for its weight`() throws {
        let wild = try Covariance(checking: Matrix([[1e-12, 5e-7], [5e-7, 1]]))
        let weights = try RiskBudget.equal(wild)
        #expect(abs(weights[1] / weights[0] - 1e-6) < 1e-16)
    }

    @Test func `let twins share, and a lone instrument have everything`() throws {
        let twins = try Covariance(checking: Matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1]]))
        let weights = try RiskBudget.equal(twins)
        #expect(abs(weights[0] - weights[1]) < 1e-12)
        // By hand: a(2a) = c² for equal thirds, so c = √2·a.
        #expect(abs(weights[2] / weights[0] - 2.0.squareRoot()) < 1e-11)
        #expect(try RiskBudget.equal(Covariance(checking: Matrix([[7]]))) == [1])
    }

    @Test func `are refused where they mean nothing`() throws {
        let hedge = try Covariance(checking: Matrix([[1, -1], [-1, 1]]))
        #expect(throws: PortfolioError.risklessCombination) { try RiskBudget.equal(hedge) }
        let flat = try Covariance(checking: Matrix([[1, 0], [0, 0]]))
        #expect(throws: PortfolioError.noVariance(column: 1, variance: 0, floor: 1e-18)) { try RiskBudget.equal(flat) }
        #expect(throws: PortfolioError.wrongSize(input: "the risk budget", has: 1, needs: 3)) {
            try RiskBudget.weights(hedged, budgets: [1])
        }
        for bad in [0, -1, 1e-9] {
            #expect(throws: PortfolioError.self) { try RiskBudget.weights(hedged, budgets: [1, 1, bad]) }
        }
    }
}

@Suite struct `The least variance` {
    @Test func `is at the weights of PyPortfolioOpt, to what its solver gives`() throws {
        let covariance = try Covariance.sample(of: SeededData.returns(seed: 7, rows: 80, columns: 6))
        #expect(difference(try MinimumVariance.weights(covariance), PortfolioReference.leastVariance) < 1e-4)
    }

    @Test(arguments: UInt64(0)..<60) func `can't be lowered by buying anything`(seed: UInt64) throws {
        let columns = 1 + Int(seed) % 44
        let rows = seed % 2 == 0 ? 12 : 300
        let covariance = try Covariance.sample(of: SeededData.returns(seed: seed, rows: rows, columns: columns))
        let weights = try MinimumVariance.weights(covariance)
        #expect(sumsToOne(weights))
        // At the optimum each marginal risk is the variance, or above it where nothing is held.
        let marginal = covariance.matrix.times(weights)
        let variance = covariance.variance(of: weights)
        let scale = covariance.variances.min()!
        for (place, weight) in weights.enumerated() {
            #expect(marginal[place] >= variance - 1e-9 * scale)
            #expect(weight == 0 || abs(marginal[place] - variance) < 1e-9 * scale)
        }
    }

    @Test func `is worked out by hand`() throws {
        #expect(difference(try MinimumVariance.weights(hedged), [1.0 / 9, 1.0 / 9, 7.0 / 9]) < 1e-14)
        // The second only adds risk to the first.
        let alike = try Covariance(checking: Matrix([[1, 1.5], [1.5, 4]]))
        #expect(try MinimumVariance.weights(alike) == [1, 0])
    }

    @Test func `is zero where a hedge or a flat price makes it so`() throws {
        let hedge = try Covariance(checking: Matrix([[1, -2, 0], [-2, 4, 0], [0, 0, 1]]))
        #expect(difference(try MinimumVariance.weights(hedge), [2.0 / 3, 1.0 / 3, 0]) < 1e-12)
        let flat = try Covariance(checking: Matrix([[1, 0, 0], [0, 0, 0], [0, 0, 0]]))
        #expect(try MinimumVariance.weights(flat) == [0, 0.5, 0.5])
    }

    @Test func `goes to the first of two twins`() throws {
        let twins = try Covariance(checking: Matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1]]))
        let weights = try MinimumVariance.weights(twins)
        #expect(difference(weights, [0.5, 0, 0.5]) < 1e-14)
    }
}
