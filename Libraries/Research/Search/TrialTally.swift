public import Quant

/// How many trials were made, and how widely their Sharpe ratios spread: all that a deflated Sharpe ratio asks about them.
///
/// Tallies add up, so that a ledger keeps one line for a sweep of thousands. Means and squares are pooled by Chan, Golub and LeVeque
/// (1979), "Updating formulae and a pairwise algorithm for computing sample variances", formula 2.1.
public struct TrialTally: Hashable, Sendable, Codable {
    public private(set) var trials = 0
    /// Trials that have a Sharpe ratio.
    public private(set) var sharpes = 0
    /// Per session, not per year.
    public private(set) var mean = 0.0
    /// The sum of squared distances from the mean.
    public private(set) var squares = 0.0

    public init() {}

    /// A single trial, with its Sharpe ratio per session where it has one.
    public init(sharpe: Double?) {
        trials = 1
        guard let sharpe else { return }
        precondition(sharpe.isFinite, "a Sharpe ratio is a finite number")
        sharpes = 1
        mean = sharpe
    }

    public mutating func add(_ other: TrialTally) {
        trials += other.trials
        guard other.sharpes > 0 else { return }
        let (left, right) = (Double(sharpes), Double(other.sharpes))
        let distance = other.mean - mean
        mean += distance * right / (left + right)
        squares += other.squares + distance * distance * left * right / (left + right)
        sharpes += other.sharpes
    }

    /// The unbiased variance of the Sharpe ratios; 0 under two.
    public var variance: Double { sharpes < 2 ? 0 : squares / Double(sharpes - 1) }

    /// The chance that a run's true Sharpe ratio is more than the best of these trials would show without any skill. The run is one of
    /// them. `nil` where no trial has a Sharpe ratio.
    public func deflatedSharpe(_ run: SharpeEvidence) -> Double? {
        guard sharpes > 0 else { return nil }
        do throws(StatisticsError) {
            return run.deflated(by: try Trials(count: Double(sharpes), variance: variance))
        } catch { preconditionFailure("a tally counts at least one trial of a finite spread: \(error)") }
    }
}
