internal import RealModule

/// The Hurst exponent of a series by the growth of its differences: the slope of ln deviation(x(t + τ) − x(t)) over
/// ln τ, for τ in 2…`lags`.
///
/// About 0.5 for a walk, below for a series that returns, above for one that trends. It is biased in short series: take
/// it as a description, and the Dickey-Fuller test as the evidence.
/// - Throws: `outOfRange` for lags below 3, `tooFew` under four times as many values as lags, `notFinite`.
/// - Returns: `nil` if the differences over some lag don't vary at all, as on a straight line.
public func hurstExponent(of series: [Double], lags: Int = 20) throws(StatisticsError) -> Double? {
    try require(lags >= 3, "lags", Double(lags), allowed: "3 or more")
    if series.count < 4 * lags { throw .tooFew(of: "values", has: series.count, needs: 4 * lags) }
    try requireFinite(series, "series")
    var line = PairMoments()
    for lag in 2...lags {
        var differences = Moments()
        for place in lag..<series.count { differences.add(series[place] - series[place - lag]) }
        guard let deviation = differences.deviation, isSpread(deviation: deviation, mean: differences.mean) else {
            return nil
        }
        line.add(Double.log(Double(lag)), Double.log(deviation))
    }
    return line.line?.slope
}
