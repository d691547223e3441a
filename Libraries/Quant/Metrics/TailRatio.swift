/// The size of the 95th percentile of returns over the size of the 5th: above 1, good days are larger than bad ones.
///
/// `nil` without returns, or where the 5th percentile is zero. It sorts a copy, so a sweep asks for it only of the runs
/// that it keeps. Values must not be NaN.
public func tailRatio(of returns: [Double]) -> Double? {
    guard !returns.isEmpty else { return nil }
    precondition(returns.allSatisfy { !$0.isNaN }, "a return is a number")
    let sorted = returns.sorted()
    let bad = abs(quantile(0.05, ofSorted: sorted))
    return bad == 0 ? nil : abs(quantile(0.95, ofSorted: sorted)) / bad
}
