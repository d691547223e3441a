/// K-fold cross-validation for labels that overlap in time: folds are neighbors, never shuffled, and training leaves
/// out what would know the test. López de Prado (2018), section 7.4.
public struct PurgedKFold: Hashable, Sendable {
    public let folds: Int
    /// How long after a test fold's last label no training sample may start, in the labels' unit.
    public let embargo: Int

    public init(folds: Int, embargo: Int = 0) throws(StatisticsError) {
        try require(folds >= 2, "folds", Double(folds), allowed: "2 or more")
        try require(embargo >= 0, "embargo", Double(embargo), allowed: "0 or more")
        self.folds = folds
        self.embargo = embargo
    }

    /// One split for each fold; every sample is tested exactly once. A training set may come out empty where labels are
    /// long.
    /// - Parameter labels: one for each sample, by ascending start.
    public func splits(of labels: [LabelSpan]) throws(StatisticsError) -> [Split] {
        if labels.count < folds { throw .tooFew(of: "samples", has: labels.count, needs: folds) }
        let purge = try Purge(labels, embargo: embargo)
        return groups(folds, of: labels.count).map { purge.split(testing: [$0]) }
    }
}
