internal import RealModule

/// What a track record says about the true Sharpe ratio behind it.
///
/// All Sharpe ratios here are per period, not annualized: an annual 2 from daily returns is 2 ÷ √252. Bailey and López
/// de Prado (2012), "The Sharpe ratio efficient frontier", Journal of Risk 15(2).
public struct SharpeEvidence: Hashable, Sendable {
    public let sharpe: Double
    /// How many returns it was estimated from.
    public let observations: Int
    public let skewness: Double
    /// 3 for normal returns.
    public let kurtosis: Double

    /// - Throws: `tooFew` under two observations, `outOfRange` for a moment that is no number or a kurtosis below
    ///   1 + skewness², which no returns can have.
    public init(sharpe: Double, observations: Int, skewness: Double = 0, kurtosis: Double = 3) throws(StatisticsError) {
        if observations < 2 { throw .tooFew(of: "observations", has: observations, needs: 2) }
        try require(sharpe.isFinite, "sharpe", sharpe, allowed: "any finite number")
        try require(skewness.isFinite, "skewness", skewness, allowed: "any finite number")
        // Rounding of a two-valued series may fall just short of the bound.
        let least = 1 + skewness * skewness
        try require(
            kurtosis.isFinite && kurtosis >= least - 1e-9 * least, "kurtosis", kurtosis, allowed: "\(least) or more")
        self.sharpe = sharpe
        self.observations = observations
        self.skewness = skewness
        self.kurtosis = kurtosis
    }

    /// From the moments of returns; `nil` where they have no Sharpe ratio.
    public init?(_ moments: Moments) {
        guard let sharpe = moments.sharpe, let skewness = moments.skewness, let kurtosis = moments.kurtosis else {
            return nil
        }
        self.sharpe = sharpe
        observations = moments.count
        self.skewness = skewness
        self.kurtosis = kurtosis
    }

    /// How far the estimate may be off: √((1 − γ₃ŜR + ¼(γ₄ − 1)ŜR²) ÷ (n − 1)).
    public var standardError: Double { (spread / Double(observations - 1)).squareRoot() }

    /// 1 − γ₃ŜR + ¼(γ₄ − 1)ŜR². It is never negative, since γ₄ ≥ 1 + γ₃²; rounding must not make it so either.
    private var spread: Double { max(0, 1 - skewness * sharpe + 0.25 * (kurtosis - 1) * sharpe * sharpe) }

    /// The chance that the true Sharpe ratio is above `benchmark`: Φ((ŜR − SR*) ÷ standard error).
    public func probability(above benchmark: Double = 0) -> Double {
        let distance = sharpe - benchmark
        if standardError == 0 { return distance > 0 ? 1 : distance < 0 ? 0 : 0.5 }
        return Normal.cumulative(distance / standardError)
    }

    /// The observations it takes to reject a true Sharpe ratio at or below `benchmark` with this confidence, were the
    /// moments to stay as they are: 1 + (1 − γ₃ŜR + ¼(γ₄ − 1)ŜR²)(z ÷ (ŜR − SR*))².
    ///
    /// `nil` if the estimate is not above the benchmark: no length would do.
    public func minimumTrackRecord(
        above benchmark: Double = 0, confidence: Double = 0.95
    ) throws(StatisticsError) -> Double? {
        try require(confidence > 0.5 && confidence < 1, "confidence", confidence, allowed: "above 0.5, below 1")
        guard sharpe > benchmark else { return nil }
        let ratio = Normal.quantile(confidence) / (sharpe - benchmark)
        return 1 + spread * ratio * ratio
    }
}
