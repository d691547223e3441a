/// Folds whose training always lies before their test and reaches back to the first row: cross-validation without a
/// look ahead and without shuffling.
public struct TimeSeriesSplits: Hashable, Sendable {
    public let folds: Int
    public let gap: Int

    /// - Parameters:
    ///   - folds: how many tests.
    ///   - gap: rows left out between training and test.
    public init(folds: Int, gap: Int = 0) throws(StatisticsError) {
        try require(folds >= 2, "folds", Double(folds), allowed: "2 or more")
        try require(gap >= 0, "gap", Double(gap), allowed: "0 or more")
        self.folds = folds
        self.gap = gap
    }

    /// One window for each fold, each testing rows ÷ (folds + 1) rows, the last of them the newest.
    /// - Throws: `tooFew` unless a fold is longer than the gap, so that the first has something to train on.
    public func windows(over rows: Int) throws(StatisticsError) -> [WalkForward.Window] {
        let size = rows / (folds + 1)
        let first = rows - folds * size
        if size <= gap { throw .tooFew(of: "rows", has: rows, needs: (folds + 1) * (gap + 1)) }
        return (0..<folds).map { fold in
            let start = first + fold * size
            return WalkForward.Window(train: 0..<start - gap, test: start..<start + size)
        }
    }
}
