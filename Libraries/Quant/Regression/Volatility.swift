/// The volatility of the newest `window` returns, annualized, one value for each return: `nil` until the window is
/// full.
///
/// Deviations are divided by window − 1. Each step moves the window by one return; every full turn is computed
/// afresh, so that rounding doesn't build up.
/// - Throws: `outOfRange` for a window under 2, `notFinite`.
public func rollingVolatility(
    of returns: [Double], window: Int, periodsPerYear: Double = 252
) throws(StatisticsError) -> [Double?] {
    try require(window >= 2, "window", Double(window), allowed: "2 or more")
    try require(periodsPerYear > 0, "periodsPerYear", periodsPerYear, allowed: "above 0")
    try requireFinite(returns, "returns")
    var result = [Double?](repeating: nil, count: returns.count)
    let freedom = Double(window - 1)
    var (mean, squares) = (0.0, 0.0)
    for place in stride(from: window - 1, to: returns.count, by: 1) {
        if (place + 1) % window == 0 {
            let fresh = Moments(Array(returns[place + 1 - window...place]))
            (mean, squares) = (fresh.mean, (fresh.variance ?? 0) * freedom)
        } else {
            let (added, dropped) = (returns[place], returns[place - window])
            let before = mean
            mean += (added - dropped) / Double(window)
            squares += (added - dropped) * (added - mean + dropped - before)
        }
        result[place] = (max(0, squares) / freedom * periodsPerYear).squareRoot()
    }
    return result
}

/// Exponentially weighted volatility around zero, σ²(t) = λσ²(t − 1) + (1 − λ)r²(t), as RiskMetrics (1996) has it.
public struct ExponentialVolatility: Hashable, Sendable {
    public let decay: Double
    private var variance: Double?

    /// - Parameter decay: λ: 0.94 for daily returns, 0.97 for monthly ones.
    public init(decay: Double = 0.94) throws(StatisticsError) {
        try require(decay > 0 && decay < 1, "decay", decay, allowed: "above 0, below 1")
        self.decay = decay
    }

    /// The first return starts the average with its square.
    public mutating func add(_ value: Double) {
        precondition(value.isFinite, "a return is a finite number")
        variance = variance.map { decay * $0 + (1 - decay) * value * value } ?? value * value
    }

    /// `nil` before the first return.
    public func annualized(periodsPerYear: Double = 252) -> Double? {
        variance.map { ($0 * periodsPerYear).squareRoot() }
    }
}
