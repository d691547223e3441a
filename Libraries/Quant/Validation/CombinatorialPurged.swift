/// Combinatorial purged cross-validation: every choice of `testGroups` out of `groups` is a split, and the tested
/// groups join up to several whole backtests instead of one. López de Prado (2018), section 12.4.
public struct CombinatorialPurged: Hashable, Sendable {
    /// N of the book.
    public let groups: Int
    /// k of the book.
    public let testGroups: Int
    public let embargo: Int
    /// The groups that each split tests, ascending, in lexicographic order.
    public let choices: [[Int]]

    /// - Throws: `outOfRange` unless 2 ≤ groups ≤ 20 and 1 ≤ testGroups < groups.
    public init(groups: Int, testGroups: Int, embargo: Int = 0) throws(StatisticsError) {
        try require((2...20).contains(groups), "groups", Double(groups), allowed: "2…20")
        try require((1..<groups).contains(testGroups), "testGroups", Double(testGroups), allowed: "1…\(groups - 1)")
        try require(embargo >= 0, "embargo", Double(embargo), allowed: "0 or more")
        self.groups = groups
        self.testGroups = testGroups
        self.embargo = embargo
        choices = combinations(of: testGroups, outOf: groups)
    }

    /// One split for each choice.
    /// - Parameter labels: one for each sample, by ascending start.
    public func splits(of labels: [LabelSpan]) throws(StatisticsError) -> [Split] {
        if labels.count < groups { throw .tooFew(of: "samples", has: labels.count, needs: groups) }
        let purge = try Purge(labels, embargo: embargo)
        let ranges = Quant.groups(groups, of: labels.count)
        return choices.map { chosen in purge.split(testing: chosen.map { ranges[$0] }) }
    }

    /// How many backtests the splits join up to: C(N, k) · k ÷ N.
    public var pathCount: Int { choices.count * testGroups / groups }

    /// For each path, by group, the split whose test of that group belongs to the path. Together the paths use every
    /// test of every split exactly once.
    public var paths: [[Int]] {
        let tests = (0..<groups).map { group in choices.indices.filter { choices[$0].contains(group) } }
        return (0..<pathCount).map { path in tests.map { $0[path] } }
    }
}

/// All ascending choices of `count` numbers out of 0 ..< `total`, in lexicographic order.
private func combinations(of count: Int, outOf total: Int) -> [[Int]] {
    var choice = Array(0..<count)
    var all = [choice]
    while let place = choice.indices.last(where: { choice[$0] < total - count + $0 }) {
        choice[place] += 1
        for next in place + 1..<max(place + 1, count) { choice[next] = choice[next - 1] + 1 }
        all.append(choice)
    }
    return all
}
