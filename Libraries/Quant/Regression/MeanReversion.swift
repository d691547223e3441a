internal import RealModule

/// A series as a first-order autoregression, x(t + 1) = a + φ·x(t): the Ornstein-Uhlenbeck process seen once a period.
public struct MeanReversion: Hashable, Sendable {
    /// φ: the share of today's distance from the mean that is left tomorrow.
    public let persistence: Double
    public let standardError: Double
    /// Where the series returns to, a ÷ (1 − φ); `nil` unless |φ| < 1.
    public let mean: Double?
    /// Periods until half of a distance is gone, ln ½ ÷ ln φ; `nil` unless 0 < φ < 1: a series at 1 or above never
    /// returns, and one at 0 or below jumps over its mean within a period.
    public let halfLife: Double?

    /// - Throws: `tooFew` under four values, `notFinite`, `collinear` for a series that does not move.
    public init(_ series: [Double]) throws(StatisticsError) {
        if series.count < 4 { throw .tooFew(of: "values", has: series.count, needs: 4) }
        let fit = try LinearRegression(
            of: Array(series.dropFirst()), on: [Regressor("level", Array(series.dropLast()))])
        persistence = fit.terms[1].coefficient
        standardError = fit.terms[1].standardError
        mean = abs(persistence) < 1 ? fit.terms[0].coefficient / (1 - persistence) : nil
        halfLife = persistence > 0 && persistence < 1 ? Double.log(0.5) / Double.log(persistence) : nil
    }
}
