import Contracts
import Exchange
import Quant
import Research
import Testing

/// Books that each hold one instrument of their own: strategies that differ by what chance gave their instrument.
private func holders(_ count: Int) throws -> [Candidate] {
    try (0..<count).map { place in
        Candidate(
            parameters: [.init(name: "place", value: Double(place))],
            book: try book(
                StrategyConfiguration(name: "hold", instruments: [InstrumentIndex(place)]), instruments: count))
    }
}

@Suite struct `The overfitting of a grid` {
    private func probability(drifts: [Double], seed: UInt64) throws -> Double {
        let table = try CandidateTable(
            try holders(drifts.count), rules: free, over: walks(drifts, sessions: 480, seed: seed))
        return try Overfitting(of: table.returnTable(), blocks: 12).probability
    }

    /// One sample of noise has a probability anywhere around one half; twenty have a mean within a tenth of it.
    @Test func `is a coin toss among strategies that differ by chance`() throws {
        let found = try (0..<20).map { try probability(drifts: Array(repeating: 0, count: 16), seed: $0) }
        #expect(abs(Moments(found).mean - 0.5) < 0.1)
    }

    /// 0.4 % a session at a deviation of 1 % is a Sharpe ratio of 6: in every half it is the best, so at most one combination in a hundred
    /// may choose another one.
    @Test func `is next to nothing where one of them has an edge`() throws {
        var drifts = Array(repeating: 0.0, count: 16)
        drifts[11] = 0.004
        for seed in UInt64(0)..<5 { #expect(try probability(drifts: drifts, seed: seed) < 0.01) }
    }

    @Test func `chooses the planted edge, and the same one in every run`() throws {
        var drifts = Array(repeating: 0.0, count: 8)
        drifts[3] = 0.004
        let market = walks(drifts, sessions: 300, seed: 1)
        let (one, other) = (
            try CandidateTable(try holders(8), rules: free, over: market),
            try CandidateTable(try holders(8), rules: free, over: market)
        )
        #expect(one.best == 3)
        #expect(one.returns == other.returns)
    }
}

@Suite struct `Cross-validation of a choice` {
    @Test(arguments: UInt64(0)..<20) func `trains on no label that a test's label overlaps`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let (horizon, embargo) = (1 + chance.index(below: 12), chance.index(below: 8))
        let table = try CandidateTable(
            try holders(3), rules: free, over: walks([0, 0, 0], sessions: 90, seed: seed))
        let labels = labels(sessions: 90, horizon: horizon)
        #expect(labels[10] == LabelSpan(start: 10, end: 9 + horizon))
        let folds = try FoldValidation(table, try PurgedKFold(folds: 4, embargo: embargo), horizon: horizon).folds
        let paths = try PathValidation(
            table, try CombinatorialPurged(groups: 5, testGroups: 2, embargo: embargo), horizon: horizon)
        #expect(folds.count == 4 && paths.splits.count == 10 && paths.sharpes.count == 4)
        for split in (folds + paths.splits).map(\.split) {
            let overlaps = split.train.count { train in
                split.test.contains { labels[$0].overlaps(labels[train]) }
            }
            #expect(overlaps == 0)
        }
        #expect(folds.flatMap(\.split.test).sorted() == Array(0..<90))
    }

    @Test func `chooses by training alone`() throws {
        let table = try CandidateTable(
            try holders(4), rules: free, over: walks([0, 0, 0, 0], sessions: 120, seed: 7))
        let folds = try FoldValidation(table, try PurgedKFold(folds: 3), horizon: 1).folds
        for fold in folds {
            let best = (0..<4).max { left, right in
                (table.sharpe(of: left, over: fold.split.train) ?? 0)
                    < (table.sharpe(of: right, over: fold.split.train) ?? 0)
            }
            #expect(fold.candidate == best)
        }
    }

    /// The edge is chosen in every split, so each path is that candidate's whole run.
    @Test func `gives the run of an edge on every path`() throws {
        let table = try CandidateTable(
            try holders(3), rules: free, over: walks([0, 0.005, 0], sessions: 240, seed: 3))
        let cut = try CombinatorialPurged(groups: 6, testGroups: 2, embargo: 2)
        let paths = try PathValidation(table, cut, horizon: 1)
        let whole = try #require(Moments(table.returns[1]).annualSharpe)
        #expect(paths.sharpes.count == 5)
        #expect(paths.sharpes.allSatisfy { abs(($0 ?? 0) - whole) < 1e-9 })
        #expect(paths.gainRate == 1)
        let folds = try FoldValidation(table, try PurgedKFold(folds: 5, embargo: 2), horizon: 1)
        #expect(abs((folds.sharpe ?? 0) - whole) < 1e-9)
    }
}
