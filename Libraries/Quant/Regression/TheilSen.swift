/// The slope of a line through points that a few wild ones do not bend: the median of the slopes between all pairs.
///
/// It stands up to 29 % of points being anywhere. Takes n²/2 pairs, so keep to a few thousand points.
///
/// Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968), p. 1379, equation (2.5).
/// - Parameters:
///   - x: where each point is; pairs at the same place have no slope and are left out.
///   - y: as many values; the slope is in their unit over that of `x`.
/// - Throws: `unequalLengths`, `notFinite`.
/// - Returns: `nil` unless two points lie at different places.
public func theilSenSlope(_ x: [Double], _ y: [Double]) throws(StatisticsError) -> Double? {
    if x.count != y.count { throw .unequalLengths(of: "y", has: y.count, needs: x.count) }
    try requireFinite(x, "x")
    try requireFinite(y, "y")
    var slopes: [Double] = []
    slopes.reserveCapacity(x.count * max(x.count - 1, 0) / 2)
    for first in x.indices {
        for second in (first + 1)..<x.count where x[first] != x[second] {
            slopes.append((y[second] - y[first]) / (x[second] - x[first]))
        }
    }
    return median(of: slopes)
}

/// The middle of a list, or the mean of the two in the middle; `nil` for an empty one.
public func median(of values: [Double]) -> Double? {
    values.isEmpty ? nil : quantile(0.5, ofSorted: values.sorted())
}
