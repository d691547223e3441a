/// Weights from each instrument's own risk; how they move together is left out.
public enum InverseWeights {
    /// In proportion to 1 ÷ volatility. They sum to 1.
    /// - Throws: `noVariance`.
    public static func byVolatility(_ covariance: Covariance) throws(PortfolioError) -> [Double] {
        try covariance.checkEveryColumnMoves()
        return covariance.volatilities.map { 1 / $0 }.summingToOne()
    }

    /// In proportion to 1 ÷ variance. They sum to 1.
    /// - Throws: `noVariance`.
    public static func byVariance(_ covariance: Covariance) throws(PortfolioError) -> [Double] {
        try covariance.checkEveryColumnMoves()
        return covariance.variances.map { 1 / $0 }.summingToOne()
    }
}

extension [Double] {
    /// The same proportions, summing to 1.
    func summingToOne() -> [Double] {
        let sum = reduce(0, +)
        precondition(sum > 0 && sum.isFinite, "weights in proportion have a positive sum")
        return map { $0 / sum }
    }
}
