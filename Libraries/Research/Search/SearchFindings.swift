public import Quant

/// What the runs of a search say together: which is the best, how steep the ground around it is, and what luck would have found.
public struct SearchFindings: Sendable {
    /// One run of the search.
    public struct Run: Hashable, Sendable {
        public let place: Int
        public let figures: RunFigures

        public init(place: Int, figures: RunFigures) {
            self.place = place
            self.figures = figures
        }
    }

    /// What the objective is one step from the best point along one axis; `nil` where the axis ends or the neighbor was not run.
    public struct Slope: Hashable, Sendable, Codable {
        public let parameter: String
        public let below: Double?
        public let above: Double?
    }

    /// The runs that can be the best, the best first.
    public let ranking: [Run]
    /// Around the best point, one an axis; empty without one.
    public let slopes: [Slope]
    public let tally: TrialTally

    /// - Parameter runs: by ascending place, no place twice.
    public init(_ runs: [Run], on grid: SearchGrid, goal: SearchGoal) {
        precondition(
            zip(runs, runs.dropFirst()).allSatisfy { $0.place < $1.place }, "runs are in the order of their places")
        ranking = goal.ranking(runs) { $0.figures }
        tally = runs.reduce(into: TrialTally()) { $0.add(TrialTally(sharpe: $1.figures.sessionSharpe)) }
        slopes = ranking.first.map { Self.slopes(around: $0.place, runs, grid, goal.objective) } ?? []
    }

    public var best: Run? { ranking.first }

    /// The chance that the best point's true Sharpe ratio is more than luck would have found in `trials`, which the search's own are among.
    /// The points of a grid resemble each other, so that counting each as a trial of its own errs on the safe side.
    public func deflatedSharpe(among trials: TrialTally) -> Double? {
        best.flatMap { SharpeEvidence($0.figures) }.flatMap { trials.deflatedSharpe($0) }
    }

    private static func slopes(
        around best: Int, _ runs: [Run], _ grid: SearchGrid, _ objective: Objective
    ) -> [Slope] {
        let neighbors = grid.neighbors(of: best)
        let wanted = Set(neighbors.flatMap { [$0.below, $0.above] }.compactMap { $0 })
        var values: [Int: Double] = [:]
        for run in runs where wanted.contains(run.place) { values[run.place] = objective.value(of: run.figures) }
        return zip(grid.axes, neighbors).map { axis, places in
            Slope(
                parameter: axis.name, below: places.below.flatMap { values[$0] },
                above: places.above.flatMap { values[$0] })
        }
    }
}

extension SharpeEvidence {
    /// From a run's figures; `nil` where they have no Sharpe ratio.
    public init?(_ figures: RunFigures) {
        guard let sharpe = figures.sessionSharpe, let skewness = figures.skewness, let kurtosis = figures.kurtosis,
            // Figures read from a file may hold moments that no returns have; those of a run can't.
            let evidence = try? SharpeEvidence(
                sharpe: sharpe, observations: figures.sessions, skewness: skewness, kurtosis: kurtosis)
        else { return nil }
        self = evidence
    }
}
