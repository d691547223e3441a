/// How much of a portfolio's risk each instrument answers for, by Euler's rule: weight × how the risk changes with it.
///
/// The contributions sum to the whole, and one below zero is a hedge. D. Tasche, *Risk contributions and performance
/// measurement*, 1999.
public struct RiskContributions: Hashable, Sendable {
    /// One an instrument, in the unit of the whole.
    public let values: [Double]
    /// The portfolio's volatility or conditional value at risk.
    public let whole: Double

    /// As shares that sum to 1; nil where the whole is not above zero, and shares would say nothing.
    public var shares: [Double]? { whole > 0 ? values.map { $0 / whole } : nil }

    /// To the volatility. A portfolio without risk has contributions of zero.
    /// - Throws: `wrongSize`, `notFinite`.
    public static func toVolatility(
        of weights: [Double], _ covariance: Covariance
    ) throws(PortfolioError) -> RiskContributions {
        try check(weights, "the weights", count: covariance.count)
        let marginal = covariance.matrix.times(weights)
        let volatility = covariance.variance(of: weights).squareRoot()
        let values = zip(weights, marginal).map { volatility > 0 ? $0 * $1 / volatility : 0 }
        return RiskContributions(values: values, whole: volatility)
    }

    /// To the historical conditional value at risk of a portfolio that is rebalanced to `weights` every period.
    /// - Parameter returns: one row a period, one column an instrument.
    /// - Throws: `outOfRange`, `noInstruments`, `tooFewRows` (one is needed), `wrongSize`, `notFinite`.
    public static func toConditionalValueAtRisk(
        of weights: [Double], returns: Matrix, confidence: Double = 0.95
    ) throws(PortfolioError) -> RiskContributions {
        try check(returns, atLeast: 1)
        try check(weights, "the weights", count: returns.columns)
        let tail = try Tail(of: returns.times(weights), confidence: confidence)
        var values = Array(repeating: 0.0, count: weights.count)
        for (period, share) in tail.periods {
            for column in weights.indices { values[column] -= share * weights[column] * returns[period, column] }
        }
        return RiskContributions(values: values, whole: values.reduce(0, +))
    }
}
