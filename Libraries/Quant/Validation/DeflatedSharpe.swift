internal import RealModule

/// How many strategies were tried before one was chosen, and how widely their Sharpe ratios spread.
///
/// The best of many tries looks good by chance alone. Bailey and López de Prado (2014), "The deflated Sharpe ratio",
/// Journal of Portfolio Management 40(5).
public struct Trials: Hashable, Sendable {
    /// Independent trials; correlated ones count less, so it need not be whole.
    public let count: Double
    /// The variance of the trials' Sharpe ratios, per period like the ratios themselves.
    public let variance: Double

    public init(count: Double, variance: Double) throws(StatisticsError) {
        try require(count >= 1 && count.isFinite, "trials", count, allowed: "1 or more")
        try require(variance >= 0 && variance.isFinite, "variance of trials", variance, allowed: "0 or more")
        self.count = count
        self.variance = variance
    }

    /// From the Sharpe ratios of all trials, taken as independent.
    public init(sharpes: [Double]) throws(StatisticsError) {
        if sharpes.isEmpty { throw .tooFew(of: "trials", has: 0, needs: 1) }
        try requireFinite(sharpes, "sharpes")
        try self.init(count: Double(sharpes.count), variance: Moments(sharpes).variance ?? 0)
    }

    /// The largest Sharpe ratio to expect if no trial has any skill:
    /// √V · ((1 − γ)Φ⁻¹(1 − 1/N) + γΦ⁻¹(1 − 1/(Ne))), with Euler's constant γ. 0 for a single trial.
    public var expectedMaximum: Double {
        // The formula is an extreme-value limit: at one trial its first term is −∞, and below two it may be negative.
        if count <= 1 { return 0 }
        let euler = 0.577_215_664_901_532_9
        let common = -Normal.quantile(1 / count)
        let rare = -Normal.quantile(1 / (count * Double.exp(1)))
        return max(0, variance.squareRoot() * ((1 - euler) * common + euler * rare))
    }
}

extension SharpeEvidence {
    /// The chance that the true Sharpe ratio is above what the best of `trials` without skill would show.
    public func deflated(by trials: Trials) -> Double { probability(above: trials.expectedMaximum) }
}
