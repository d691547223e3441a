/// What a search looks for the best of.
public enum Objective: String, Hashable, Sendable, Codable, CaseIterable {
    case sharpe
    case sortino
    case calmar
    /// The total return.
    case `return`
    /// The largest fall from a peak: the smallest is the best.
    case drawdown

    /// The figure itself; `nil` where the run doesn't define it.
    public func value(of figures: RunFigures) -> Double? {
        switch self {
        case .sharpe: figures.sharpe
        case .sortino: figures.sortino
        case .calmar: figures.calmar
        case .return: figures.totalReturn
        case .drawdown: figures.maxDrawdown
        }
    }
}

/// How the runs of a search are ranked.
public struct SearchGoal: Hashable, Sendable {
    public let objective: Objective
    /// Runs with fewer closed round trips rank behind all others: three lucky trades prove nothing.
    public let minimumTrades: Int

    public init(_ objective: Objective, minimumTrades: Int = 0) {
        self.objective = objective
        self.minimumTrades = minimumTrades
    }

    /// Higher is better; `nil` for a run that can't be the best.
    public func score(_ figures: RunFigures) -> Double? {
        guard figures.trades >= minimumTrades, let value = objective.value(of: figures) else { return nil }
        return objective == .drawdown ? -value : value
    }

    /// The runs that can be the best, the best first, equals in the order of their places.
    /// - Parameter runs: by ascending place.
    public func ranking<Run>(_ runs: [Run], figures: (Run) -> RunFigures) -> [Run] {
        let scored = runs.enumerated().compactMap { order, run in score(figures(run)).map { (order, run, $0) } }
        return scored.sorted { $0.2 != $1.2 ? $0.2 > $1.2 : $0.0 < $1.0 }.map(\.1)
    }
}
