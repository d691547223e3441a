import Testing

@testable import Quant

@Suite struct `A covariance` {
    let returns = SeededData.returns(seed: 7, rows: 80, columns: 6)

    @Test func `of a sample is that of pandas`() throws {
        #expect(difference(try Covariance.sample(of: returns).matrix.values, PortfolioReference.sample) < 1e-12)
    }

    @Test func `with exponential weights is that of pandas around zero`() throws {
        let covariance = try Covariance.exponentiallyWeighted(of: returns, decay: 0.94)
        #expect(difference(covariance.matrix.values, PortfolioReference.exponentiallyWeighted) < 1e-12)
    }

    @Test func `shrinks towards a scaled identity as in scikit-learn`() throws {
        let result = try LedoitWolf(of: returns)
        #expect(difference([result.shrinkage], PortfolioReference.identityShrinkage) < 1e-9)
        #expect(difference(result.covariance.matrix.values, PortfolioReference.shrunkToIdentity) < 1e-9)
    }

    @Test func `shrinks towards a constant correlation as in PyPortfolioOpt`() throws {
        let result = try LedoitWolf(of: returns, towards: .constantCorrelation)
        #expect(difference([result.shrinkage], PortfolioReference.correlationShrinkage) < 1e-9)
        #expect(difference(result.covariance.matrix.values, PortfolioReference.shrunkToCorrelation) < 1e-9)
    }

    @Test(arguments: UInt64(0)..<30) func `by any estimator passes the check, with fewer rows than columns too`(
        seed: UInt64
    ) throws {
        let few = SeededData.returns(seed: seed, rows: 2 + Int(seed) % 9, columns: 7)
        for estimate in [
            try Covariance.sample(of: few), try .exponentiallyWeighted(of: few), try LedoitWolf(of: few).covariance,
            try LedoitWolf(of: few, towards: .constantCorrelation).covariance,
        ] {
            #expect(try Covariance(checking: estimate.matrix) == estimate)
        }
    }

    @Test func `of two returns is worked out by hand`() throws {
        let covariance = try Covariance.sample(of: Matrix([[1, 2], [3, -2]]))
        #expect(covariance.matrix == Matrix([[2, -4], [-4, 8]]))
        #expect(difference(try covariance.correlation().values, [1, -1, -1, 1]) < 1e-15)
        // Weights of 1 and 0.5: the new period's squares and half of the old one's.
        let weighted = try Covariance.exponentiallyWeighted(of: Matrix([[1], [3]]), decay: 0.5)
        #expect(abs(weighted.matrix[0, 0] - (9 + 0.5) / 1.5) < 1e-14)
    }

    @Test func `is refused where a return is missing, naming its place`() {
        var holed = returns
        holed[17, 3] = .nan
        let expected = PortfolioError.notFinite(input: "the return", row: 17, column: 3, value: "nan")
        #expect(throws: expected) { try Covariance.sample(of: holed) }
        #expect(throws: expected) { try Covariance.exponentiallyWeighted(of: holed) }
        #expect(throws: expected) { try LedoitWolf(of: holed) }
        #expect("\(expected)" == "the return at row 17, column 3 is nan, not a finite number")
    }

    @Test func `needs rows, columns and a decay that decays`() {
        let one = Matrix([[0.1, 0.2]])
        #expect(throws: PortfolioError.tooFewRows(has: 1, needs: 2)) { try Covariance.sample(of: one) }
        #expect(throws: PortfolioError.tooFewRows(has: 1, needs: 2)) { try LedoitWolf(of: one) }
        #expect(throws: PortfolioError.noInstruments) { try Covariance.sample(of: Matrix(rows: 5, columns: 0)) }
        for decay in [0, 1, -0.5, .nan] {
            #expect(throws: PortfolioError.self) { try Covariance.exponentiallyWeighted(of: returns, decay: decay) }
        }
    }

    @Test func `made elsewhere must be square, symmetric and positive semidefinite`() throws {
        #expect(throws: PortfolioError.wrongSize(input: "a row of the covariance", has: 2, needs: 1)) {
            try Covariance(checking: Matrix([[1, 2]]))
        }
        #expect(throws: PortfolioError.notSymmetric(row: 1, column: 0, value: 0.3, mirrored: 0.2)) {
            try Covariance(checking: Matrix([[1, 0.2], [0.3, 1]]))
        }
        #expect(throws: PortfolioError.notFinite(input: "the covariance", row: 1, column: 1, value: "inf")) {
            try Covariance(checking: Matrix([[1, 0], [0, .infinity]]))
        }
        let refused = #expect(throws: PortfolioError.self) { try Covariance(checking: Matrix([[1, 2], [2, 1]])) }
        guard case .notPositiveSemidefinite(let smallest, _) = refused else {
            Issue.record("refused for \(String(describing: refused))")
            return
        }
        #expect(abs(smallest + 1) < 1e-12)
        #expect(throws: Never.self) { try Covariance(checking: Matrix([[1, 1], [1, 1]])) }
        #expect(throws: Never.self) { try Covariance(checking: Matrix([[0, 0], [0, 0]])) }
    }

    @Test func `nearest to an impossible one loses its negative eigenvalue and nothing else`() throws {
        // Eigenvalues 3 and −1: what is left of the matrix is 3 × ½ everywhere.
        let nearest = try Covariance(nearestTo: Matrix([[1, 2], [2, 1]]))
        #expect(difference(nearest.matrix.values, [1.5, 1.5, 1.5, 1.5]) < 1e-14)
        let sound = Matrix([[2, 1], [1, 2]])
        #expect(try Covariance(nearestTo: sound).matrix == sound)
    }

    @Test func `has no correlation with a price that doesn't move`() throws {
        let flat = try Covariance.sample(of: Matrix([[0.01, 0], [0.02, 0], [-0.01, 0]]))
        #expect(throws: PortfolioError.noVariance(column: 1, variance: 0, floor: 1e-18)) { try flat.correlation() }
    }
}
