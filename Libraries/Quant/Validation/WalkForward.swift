/// Windows that step through time as live trading would have: fit on the past, judge on what came next, move on.
public struct WalkForward: Hashable, Sendable {
    public enum Start: String, Hashable, Sendable {
        /// The training window keeps its length and moves along.
        case rolling
        /// The training window starts at the first row and grows.
        case anchored
    }

    /// Rows to fit on, and the later rows to judge by.
    public struct Window: Hashable, Sendable {
        public let train: Range<Int>
        public let test: Range<Int>
    }

    public let start: Start
    public let train: Int
    public let test: Int
    public let step: Int
    public let gap: Int

    /// - Parameters:
    ///   - start: how the training window moves.
    ///   - train: rows in the first training window.
    ///   - test: rows in every test window.
    ///   - step: rows from one window to the next; `test` if left out. It may not be less, or rows would be judged
    ///     twice.
    ///   - gap: rows left out between training and test, for labels that look ahead.
    public init(
        _ start: Start, train: Int, test: Int, step: Int? = nil, gap: Int = 0
    ) throws(StatisticsError) {
        try require(train >= 1, "train", Double(train), allowed: "1 or more")
        try require(test >= 1, "test", Double(test), allowed: "1 or more")
        let step = step ?? test
        try require(step >= test, "step", Double(step), allowed: "\(test) (the test length) or more")
        try require(gap >= 0, "gap", Double(gap), allowed: "0 or more")
        self.start = start
        self.train = train
        self.test = test
        self.step = step
        self.gap = gap
    }

    /// The windows over `rows` rows. Every test window is whole, so that their results compare; the newest rows that
    /// don't fill one are left out.
    /// - Throws: `tooFew` if not one window fits.
    public func windows(over rows: Int) throws(StatisticsError) -> [Window] {
        let needed = train + gap + test
        if rows < needed { throw .tooFew(of: "rows", has: rows, needs: needed) }
        return stride(from: 0, through: rows - needed, by: step).map { offset in
            let end = offset + train
            return Window(
                train: (start == .anchored ? 0 : offset)..<end, test: end + gap..<end + gap + test)
        }
    }
}
