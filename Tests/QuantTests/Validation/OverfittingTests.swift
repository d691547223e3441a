import Contracts
import Testing

@testable import Quant

@Suite struct `The probability of backtest overfitting` {
    private func noise(_ seed: UInt64, strategies: Int, periods: Int, edge: Double = 0) throws -> ReturnTable {
        var chance = SplitMix64(seed: seed)
        return try ReturnTable(
            columns: (0..<strategies).map { place in
                (0..<periods).map { _ in 0.01 * chance.normal() + (place == 3 ? edge : 0) }
            })
    }

    /// Against the definition written out in Python with NumPy and SciPy, a tie included; within 1e-9.
    @Test func `agrees with the definition taken literally`() throws {
        var columns = (0..<5).map { place in
            Series.returns(seed: UInt64(100 + place), count: 50).map { $0 + 0.0005 * Double(place) }
        }
        columns.append(columns[2])
        let result = try Overfitting(of: ReturnTable(columns: columns), blocks: 6)
        #expect(result.logits.count == 20)
        for (logit, expected) in zip(result.logits.sorted(), ReferenceValues.overfittingSortedLogits) {
            #expect(agree(logit, expected))
        }
        #expect(agree(result.probability, ReferenceValues.overfittingProbability))
        #expect(agree(result.degradationSlope, ReferenceValues.overfittingSlope))
        #expect(agree(result.degradationIntercept, ReferenceValues.overfittingIntercept))
        #expect(agree(result.probabilityOfLoss, ReferenceValues.overfittingLoss))
    }

    /// One table's answer scatters widely around one half; the average of forty by about 0.03.
    @Test func `is near one half for strategies that differ by chance only`() throws {
        var sum = 0.0
        for seed in UInt64(0)..<40 {
            sum += try Overfitting(of: noise(seed, strategies: 20, periods: 320), blocks: 10).probability
        }
        #expect(abs(sum / 40 - 0.5) < 0.1)
    }

    @Test(arguments: UInt64(0)..<10) func `is near zero for a planted edge`(seed: UInt64) throws {
        let result = try Overfitting(of: noise(seed, strategies: 20, periods: 640, edge: 0.004))
        #expect(result.probability < 0.01 && result.probabilityOfLoss < 0.01)
    }

    /// A strategy that wins in one half of the time and loses in the other is the trap the measure was made for.
    @Test func `is high where the past misleads`() throws {
        var chance = SplitMix64(seed: 9)
        let columns = (0..<8).map { place in
            (0..<400).map { row in (row / 50 == place ? 0.05 : -0.05 / 7) + 0.01 * chance.normal() }
        }
        let result = try Overfitting(of: ReturnTable(columns: columns), blocks: 8)
        #expect(result.probability > 0.9 && result.probabilityOfLoss > 0.9)
        #expect(try #require(result.degradationSlope) < 0)
    }

    @Test func `ranks equal strategies in the middle`() throws {
        let column = Series.returns(seed: 2, count: 64)
        let result = try Overfitting(of: ReturnTable(columns: [column, column, column]), blocks: 4)
        #expect(result.logits.allSatisfy { $0 == 0 } && result.probability == 1)
    }

    @Test func `takes a strategy that never trades for one without skill`() throws {
        let loses = Series.returns(seed: 2, count: 64).map { $0 - 0.05 }
        let result = try Overfitting(of: ReturnTable(columns: [loses, Array(repeating: 0, count: 64)]), blocks: 4)
        #expect(result.probability == 0 && result.probabilityOfLoss == 0 && result.degradationSlope == nil)
    }

    @Test func `looks at all combinations of sixteen blocks`() throws {
        #expect(try Overfitting(of: noise(1, strategies: 5, periods: 70)).logits.count == 12_870)
    }

    @Test func `refuses tables and blocks that it can't cut`() throws {
        let table = try noise(1, strategies: 4, periods: 31)
        #expect(throws: StatisticsError.tooFew(of: "periods", has: 31, needs: 32)) { try Overfitting(of: table) }
        #expect(throws: StatisticsError.outOfRange(name: "blocks", value: 5, allowed: "an even number in 2…20")) {
            try Overfitting(of: table, blocks: 5)
        }
        #expect(throws: StatisticsError.tooFew(of: "strategies", has: 1, needs: 2)) {
            try Overfitting(of: ReturnTable(columns: [[0, 1, 2, 3]]), blocks: 2)
        }
        #expect(throws: StatisticsError.unequalLengths(of: "strategy 1", has: 1, needs: 2)) {
            try ReturnTable(columns: [[1, 2], [1]])
        }
    }
}

@Suite struct `The sums over sets of blocks` {
    @Test func `equal the sums over their rows`() throws {
        let columns = (0..<6).map { Series.returns(seed: UInt64(40 + $0), count: 83) }
        let sums = SubsetSums(try ReturnTable(columns: columns), blocks: 8)
        var scores = [SubsetSums.Lanes](repeating: .zero, count: 2)
        for set in 1..<255 {
            sums.signedSquares(over: set, blocks: 8, into: &scores)
            for (place, column) in columns.enumerated() {
                let blocks = (0..<8).filter { block in set & (1 << block) != 0 }
                let rows = blocks.flatMap { block in Array(column[block * 10 + 3..<block * 10 + 13]) }
                let sharpe = try #require(Moments(rows).sharpe)
                #expect(agree(scores[place / 4][place % 4], sharpe * abs(sharpe)), "strategy \(place), set \(set)")
            }
        }
    }
}
