import Contracts
import Testing

@testable import Quant

/// Samples at irregular instants whose labels reach ahead by irregular lengths.
private func randomLabels(_ chance: inout SplitMix64, count: Int) -> [LabelSpan] {
    var start = 0
    return (0..<count).map { _ in
        start += chance.index(below: 3)
        return LabelSpan(start: start, end: start + chance.index(below: 9))
    }
}

/// Whether any training label overlaps a tested one, or starts within the embargo after one.
private func leaks(_ split: Split, _ labels: [LabelSpan], embargo: Int) -> Bool {
    split.train.contains { place in
        split.test.contains { tested in
            let (one, other) = (labels[place], labels[tested])
            return one.overlaps(other) || (one.start > other.end && one.start - other.end <= embargo)
        }
    }
}

@Suite struct `Purged cross-validation` {
    @Test(arguments: UInt64(0)..<200) func `tests every sample once and never lets a label overlap`(seed: UInt64) throws
    {
        var chance = SplitMix64(seed: seed)
        let labels = randomLabels(&chance, count: 20 + chance.index(below: 60))
        let embargo = chance.index(below: 5)
        let splits = try PurgedKFold(folds: 2 + chance.index(below: 6), embargo: embargo).splits(of: labels)
        #expect(splits.flatMap(\.test) == Array(labels.indices))
        for split in splits {
            #expect(Set(split.train).isDisjoint(with: split.test))
            #expect(!leaks(split, labels, embargo: embargo))
        }
    }

    @Test(arguments: UInt64(0)..<100) func `never lets a label overlap between any choice of groups`(seed: UInt64)
        throws
    {
        var chance = SplitMix64(seed: seed)
        let labels = randomLabels(&chance, count: 30 + chance.index(below: 40))
        let plan = try CombinatorialPurged(groups: 5, testGroups: 1 + chance.index(below: 4), embargo: 2)
        for split in try plan.splits(of: labels) {
            #expect(Set(split.train).isDisjoint(with: split.test))
            #expect(!leaks(split, labels, embargo: 2))
        }
    }

    /// Ten samples, each label reaching one step ahead; the middle fold of 4…6 reaches to 7, the embargo to 8.
    @Test func `removes neighbors and the embargo, and nothing else`() throws {
        let labels = (0..<10).map { LabelSpan(start: $0, end: $0 + 1) }
        let splits = try PurgedKFold(folds: 3, embargo: 1).splits(of: labels)
        #expect(splits[1] == Split(train: [0, 1, 2, 9], test: [4, 5, 6]))
        let plain = (0..<10).map { LabelSpan(start: $0, end: $0) }
        #expect(
            try PurgedKFold(folds: 3).splits(of: plain)[1] == Split(train: [0, 1, 2, 3, 7, 8, 9], test: [4, 5, 6]))
    }

    /// López de Prado (2018), figure 12.1: six groups, two tested, fifteen splits, five paths.
    @Test func `joins splits to as many paths as published`() throws {
        let plan = try CombinatorialPurged(groups: 6, testGroups: 2)
        #expect(plan.choices.count == 15 && plan.pathCount == 5)
        #expect(plan.choices.first == [0, 1] && plan.choices.last == [4, 5])
    }

    @Test(arguments: [(2, 1), (5, 2), (6, 3), (8, 7), (10, 4)])
    func `uses every test of every split in exactly one path`(groups: Int, tested: Int) throws {
        let plan = try CombinatorialPurged(groups: groups, testGroups: tested)
        var used: Set<[Int]> = []
        for path in plan.paths {
            #expect(path.count == groups)
            for (group, split) in path.enumerated() {
                #expect(plan.choices[split].contains(group))
                #expect(used.insert([group, split]).inserted)
            }
        }
        #expect(used.count == plan.choices.count * tested)
    }

    @Test func `refuses folds that it can't fill and labels out of order`() throws {
        let plan = try PurgedKFold(folds: 3)
        #expect(throws: StatisticsError.tooFew(of: "samples", has: 1, needs: 3)) {
            try plan.splits(of: [LabelSpan(start: 0, end: 0)])
        }
        #expect(throws: StatisticsError.outOfOrder(series: "labels", place: 2)) {
            try plan.splits(of: [3, 4, 2].map { LabelSpan(start: $0, end: 9) })
        }
        #expect(throws: StatisticsError.outOfRange(name: "testGroups", value: 6, allowed: "1…5")) {
            try CombinatorialPurged(groups: 6, testGroups: 6)
        }
    }
}

@Suite struct `Walking forward` {
    @Test(arguments: UInt64(0)..<300) func `never judges a row twice nor by what it was fitted on`(seed: UInt64) throws
    {
        var chance = SplitMix64(seed: seed)
        let (train, test, gap) = (1 + chance.index(below: 30), 1 + chance.index(below: 15), chance.index(below: 4))
        let rows = train + test + gap + chance.index(below: 200)
        let step = test + chance.index(below: 5)
        let start: WalkForward.Start = seed % 2 == 0 ? .rolling : .anchored
        let windows = try WalkForward(start, train: train, test: test, step: step, gap: gap).windows(over: rows)
        var judged: Set<Int> = []
        for window in windows {
            #expect(window.train.upperBound + gap == window.test.lowerBound && window.test.upperBound <= rows)
            #expect(window.test.count == test && window.test.allSatisfy { judged.insert($0).inserted })
            #expect(start == .anchored ? window.train.lowerBound == 0 : window.train.count == train)
        }
        // No further window would have fitted.
        #expect(try #require(windows.last).test.upperBound + step > rows)
    }

    @Test func `covers every row after the first training when it steps by its tests`() throws {
        let windows = try WalkForward(.rolling, train: 5, test: 3).windows(over: 14)
        #expect(windows.map(\.train) == [0..<5, 3..<8, 6..<11] && windows.map(\.test) == [5..<8, 8..<11, 11..<14])
        let anchored = try WalkForward(.anchored, train: 5, test: 3).windows(over: 15)
        #expect(anchored.map(\.train) == [0..<5, 0..<8, 0..<11])
    }

    @Test func `refuses a step that would judge rows twice, and too few rows`() throws {
        let overlap = StatisticsError.outOfRange(name: "step", value: 2, allowed: "3 (the test length) or more")
        #expect(throws: overlap) { try WalkForward(.rolling, train: 5, test: 3, step: 2) }
        let plan = try WalkForward(.rolling, train: 5, test: 3, gap: 1)
        #expect(throws: StatisticsError.tooFew(of: "rows", has: 8, needs: 9)) { try plan.windows(over: 8) }
    }

    /// The folds that scikit-learn 1.9 makes of 23 rows with four folds and a gap of two.
    @Test func `cuts time series as other libraries do`() throws {
        let windows = try TimeSeriesSplits(folds: 4, gap: 2).windows(over: 23)
        #expect(windows.map(\.train) == [0..<5, 0..<9, 0..<13, 0..<17])
        #expect(windows.map(\.test) == [7..<11, 11..<15, 15..<19, 19..<23])
        #expect(throws: StatisticsError.tooFew(of: "rows", has: 14, needs: 15)) {
            try TimeSeriesSplits(folds: 4, gap: 2).windows(over: 14)
        }
    }
}
