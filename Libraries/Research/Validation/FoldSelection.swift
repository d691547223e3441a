public import Quant

/// One split of purged cross-validation: the candidate that was best on its training sessions, and how it did on the tested ones.
public struct FoldOutcome: Hashable, Sendable {
    public let split: Split
    /// `nil` if no candidate has a Sharpe ratio on the training sessions.
    public let candidate: Int?
    /// Per year.
    public let inSampleSharpe: Double?
    /// Per year; `nil` where the choice did nothing.
    public let outOfSampleSharpe: Double?

    init(_ split: Split, in table: CandidateTable) {
        let yearly = sessionsPerYear.squareRoot()
        self.split = split
        candidate = split.train.isEmpty ? nil : table.best(over: split.train)
        inSampleSharpe = candidate.flatMap { table.sharpe(of: $0, over: split.train) }.map { $0 * yearly }
        outOfSampleSharpe = candidate.flatMap { table.sharpe(of: $0, over: split.test) }.map { $0 * yearly }
    }

    /// The choice's returns on tested sessions; nothing is earned without a choice.
    fileprivate func returns(on places: [Int], in table: CandidateTable) -> [Double] {
        places.map { place in candidate.map { table.returns[$0][place] } ?? 0 }
    }
}

/// When the outcome of a position taken for each session is known: the session itself and the `horizon` − 1 after it, as far as there
/// are any.
/// - Parameter horizon: how many sessions a position is held, 1 or more.
public func labels(sessions: Int, horizon: Int) -> [LabelSpan] {
    precondition(horizon >= 1, "a position is held for a session at least")
    return (0..<sessions).map { LabelSpan(start: $0, end: min($0 + horizon, sessions) - 1) }
}

/// Purged k-fold cross-validation of choosing the best candidate. López de Prado (2018), Advances in Financial Machine Learning, ch. 7.
public struct FoldValidation: Hashable, Sendable {
    public let folds: [FoldOutcome]
    /// Of the tested returns of all folds in the order of time, per year.
    public let sharpe: Double?

    /// - Throws: `tooFew` with fewer sessions than folds.
    public init(_ table: CandidateTable, _ cut: PurgedKFold, horizon: Int) throws(StatisticsError) {
        folds = try cut.splits(of: labels(sessions: table.sessions, horizon: horizon))
            .map { FoldOutcome($0, in: table) }
        sharpe = Moments(folds.flatMap { $0.returns(on: $0.split.test, in: table) }).annualSharpe
    }
}

/// Combinatorial purged cross-validation of choosing the best candidate: as many whole backtests, made of tested sessions only, as the
/// splits join up to. López de Prado (2018), ch. 12.
public struct PathValidation: Hashable, Sendable {
    public let splits: [FoldOutcome]
    /// Sharpe ratio of each path, per year; `nil` for a path that did nothing.
    public let sharpes: [Double?]

    /// - Throws: `tooFew` with fewer sessions than groups.
    public init(_ table: CandidateTable, _ cut: CombinatorialPurged, horizon: Int) throws(StatisticsError) {
        let labels = labels(sessions: table.sessions, horizon: horizon)
        let splits = try cut.splits(of: labels).map { FoldOutcome($0, in: table) }
        // The tests of a plain k-fold are the groups, cut by the same rule.
        let groups = try PurgedKFold(folds: cut.groups).splits(of: labels).map(\.test)
        sharpes = cut.paths.map { path in
            Moments(zip(path, groups).flatMap { splits[$0].returns(on: $1, in: table) }).annualSharpe
        }
        self.splits = splits
    }

    /// The share of paths with a Sharpe ratio above zero.
    public var gainRate: Double { Double(sharpes.count { $0 ?? 0 > 0 }) / Double(sharpes.count) }
}
