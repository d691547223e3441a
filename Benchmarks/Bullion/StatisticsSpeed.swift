import Quant
import Workloads

/// The statistics that research waits for, each from returns to answer.
enum StatisticsSpeed {
    private static let periods = 2_520
    private static let steps = 50

    static func measure(_ effort: Effort) throws -> [Figure] {
        [try hierarchy(effort), try overfitting(effort), try regimes(effort)]
    }

    private static func hierarchy(_ effort: Effort) throws -> Figure {
        let returns = Matrix(GeneratedReturns.assets(44, periods: periods))
        let measured = try effort.timed(9) {
            try HierarchicalRiskParity.weights(try Covariance.sample(of: returns), linkage: .single)
        }
        return figure(
            "hrp-44", "sample covariance of \(periods) returns, single linkage", measured.times,
            goal: Goals.hierarchicalRiskParity, "largest weight \(measured.made.max() ?? .nan)")
    }

    private static func overfitting(_ effort: Effort) throws -> Figure {
        let rows = GeneratedReturns.strategies(100, periods: periods)
        let table = try ReturnTable(columns: (0..<100).map { strategy in rows.map { $0[strategy] } })
        let measured = try effort.timed(9) { try Overfitting(of: table, blocks: 16) }
        return figure(
            "pbo-16", "100 strategies × \(periods), 12,870 splits", measured.times, goal: Goals.overfitting,
            "probability \(measured.made.probability)")
    }

    private static func regimes(_ effort: Effort) throws -> Figure {
        let returns = GeneratedReturns.regimes(periods: periods)
        let observations = Matrix(rows: periods, columns: 1, values: returns)
        // A tolerance below zero never ends a fit: the comparison is per step.
        let options = HMMFit.Options(updateLimit: steps, tolerance: -1)
        let measured = try effort.timed(9) { try HMMFit(observations, states: 3, options: options) }
        return figure(
            "hmm-3", "\(periods) returns, \(steps) steps of expectation and maximization", measured.times,
            goal: Goals.hiddenMarkovModel, "log-likelihood \(measured.made.logLikelihood)")
    }

    private static func figure(_ work: String, _ way: String, _ times: RunTimes, goal: Goal, _ remark: String) -> Figure
    {
        var figure = Figure(work, way, times.seconds * 1e3, .milliseconds, goal: goal)
        figure.times = times
        figure.bars = periods
        figure.remark = remark
        return figure
    }
}
