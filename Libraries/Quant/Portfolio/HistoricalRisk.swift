/// What a portfolio lost on its worst days.
///
/// Losses are positive numbers, in the unit of the returns; a negative value at risk is a gain even in the tail.
public struct HistoricalRisk: Hashable, Sendable {
    /// The loss that is exceeded in at most 1 − confidence of all periods.
    public let valueAtRisk: Double
    /// The mean loss over the worst 1 − confidence of all periods, the last of which counts in part where that isn't a
    /// whole number of them. R. Rockafellar and S. Uryasev, *Optimization of conditional value-at-risk*, 2000, and 2002
    /// for distributions with atoms.
    public let conditionalValueAtRisk: Double

    /// - Parameters:
    ///   - returns: of the portfolio, one a period.
    ///   - confidence: above 0 and below 1, such as 0.95.
    /// - Throws: `outOfRange`, `tooFewRows` (one is needed), `notFinite`.
    public init(of returns: [Double], confidence: Double = 0.95) throws(PortfolioError) {
        let tail = try Tail(of: returns, confidence: confidence)
        valueAtRisk = -returns[tail.last]
        conditionalValueAtRisk = tail.periods.reduce(0) { $0 - $1.share * returns[$1.period] }
    }
}

/// The worst periods, each with its share of the tail's mean; the shares sum to 1.
struct Tail {
    let periods: [(period: Int, share: Double)]
    /// The mildest period in the tail.
    let last: Int

    init(of returns: [Double], confidence: Double) throws(PortfolioError) {
        let count = try Tail.size(periods: returns.count, confidence: confidence)
        try check(returns, "the return", count: returns.count)
        // Of equal returns the older is first, so that the same history always blames the same days.
        let worst = returns.indices.sorted { (returns[$0], $0) < (returns[$1], $1) }.prefix(Int(count.rounded(.up)))
        var rest = count
        periods = worst.map { period in
            defer { rest -= 1 }
            return (period, min(rest, 1) / count)
        }
        last = worst[worst.count - 1]
    }

    /// (1 − confidence) × periods, and a whole number where it is one but for rounding: 1 − 0.95 isn't 0.05.
    static func size(periods: Int, confidence: Double) throws(PortfolioError) -> Double {
        guard confidence > 0, confidence < 1 else {
            throw .outOfRange(name: "confidence", value: confidence, allowed: "above 0, below 1")
        }
        guard periods > 0 else { throw .tooFewRows(has: 0, needs: 1) }
        let exact = (1 - confidence) * Double(periods)
        let whole = exact.rounded()
        return whole > 0 && abs(exact - whole) < 1e-9 * Double(periods) ? whole : exact
    }
}
