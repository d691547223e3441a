import Contracts
import RealModule
import Testing

@testable import Quant

@Suite struct `The least tail loss` {
    private func loss(_ weights: [Double], _ returns: Matrix, _ confidence: Double) throws -> Double {
        try HistoricalRisk(of: returns.times(weights), confidence: confidence).conditionalValueAtRisk
    }

    @Test func `is at the weights of PyPortfolioOpt, to what its solver gives`() throws {
        let returns = SeededData.returns(seed: 7, rows: 80, columns: 6)
        let weights = try MinimumTailLoss.weights(returns, confidence: 0.9)
        #expect(difference(weights, PortfolioReference.leastTailLoss) < 1e-4)
        #expect(try loss(weights, returns, 0.9) <= loss(PortfolioReference.leastTailLoss, returns, 0.9) + 1e-12)
    }

    /// The loss is convex in the weights, so a portfolio that no small step improves is the best of all.
    @Test(arguments: UInt64(0)..<60) func `can't be lowered by any shift of weight`(seed: UInt64) throws {
        let columns = 1 + Int(seed) % 12
        let confidence = [0.5, 0.8, 0.95, 0.99][Int(seed) % 4]
        let returns = SeededData.returns(seed: seed, rows: 3 + 4 * Int(seed), columns: columns)
        let weights = try MinimumTailLoss.weights(returns, confidence: confidence)
        #expect(sumsToOne(weights))
        let least = try loss(weights, returns, confidence)
        var chance = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let other = (0..<columns).map { _ in -Double.log(chance.uniform() + 1e-300) }.summingToOne()
            let step = chance.uniform() * chance.uniform() * chance.uniform()
            let moved = zip(weights, other).map { (1 - step) * $0 + step * $1 }
            #expect(try loss(moved, returns, confidence) >= least - 1e-12)
        }
        for place in 0..<columns {
            var toward = weights.map { $0 * 0.999 }
            toward[place] += 0.001
            #expect(try loss(toward, returns, confidence) >= least - 1e-12)
        }
    }

    @Test func `of a lone instrument, of twins and of still prices is defined`() throws {
        #expect(try MinimumTailLoss.weights(Matrix([[0.1], [-0.1]])) == [1])
        let one = (-20..<20).map { 0.01 * Double($0) }
        let twins = Matrix(one.map { [$0, $0] })
        #expect(sumsToOne(try MinimumTailLoss.weights(twins)))
        #expect(try MinimumTailLoss.weights(Matrix([[0, 0], [0, 0]])) == [0.5, 0.5])
        // The second never falls.
        #expect(difference(try MinimumTailLoss.weights(Matrix([[-0.1, 0.01], [0.2, 0.02]])), [0, 1]) < 1e-14)
    }

    @Test func `is refused without rows, with a hole, or at no confidence`() {
        #expect(throws: PortfolioError.tooFewRows(has: 0, needs: 1)) {
            try MinimumTailLoss.weights(Matrix(rows: 0, columns: 2))
        }
        #expect(throws: PortfolioError.notFinite(input: "the return", row: 0, column: 1, value: "nan")) {
            try MinimumTailLoss.weights(Matrix([[0, .nan]]))
        }
        #expect(throws: PortfolioError.self) { try MinimumTailLoss.weights(Matrix([[0.1]]), confidence: 1) }
    }
}
