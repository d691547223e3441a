/// Takes a run's returns one at a time and knows its performance at any moment: one pass, nothing stored.
///
/// Returns are simple and per period: 0.01 is one percent. A return of −1 or less ends the curve at zero, where it
/// stays whatever comes after.
public struct PerformanceMeter: Hashable, Sendable {
    let periodsPerYear: Double
    let riskFree: Double
    /// Of the returns in excess of `riskFree`.
    private(set) var excess = Moments()
    private(set) var drawdown = DrawdownMeter()
    private(set) var growth = 1.0
    private(set) var squaredShortfall = 0.0
    private(set) var gains = 0
    private(set) var best = -Double.infinity
    private(set) var worst = Double.infinity

    /// - Parameters:
    ///   - periodsPerYear: how many returns make a year: 252 sessions, 12 months.
    ///   - riskFree: what cash earns in one period, subtracted for Sharpe and Sortino.
    public init(periodsPerYear: Double = 252, riskFree: Double = 0) {
        precondition(periodsPerYear > 0 && periodsPerYear.isFinite, "a year has periods")
        precondition(riskFree.isFinite, "the risk-free return is a number")
        self.periodsPerYear = periodsPerYear
        self.riskFree = riskFree
    }

    public mutating func add(_ value: Double) {
        precondition(value.isFinite, "a return is a finite number")
        excess.add(value - riskFree)
        growth *= max(0, 1 + value)
        drawdown.add(growth)
        let shortfall = min(0, value - riskFree)
        squaredShortfall += shortfall * shortfall
        if value > 0 { gains += 1 }
        best = max(best, value)
        worst = min(worst, value)
    }

    public var performance: Performance { Performance(self) }
}
