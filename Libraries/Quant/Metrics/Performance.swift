internal import RealModule

/// How a run performed, from its returns per period.
///
/// Shares are plain numbers (0.2 is 20 %). A figure that the returns can't define is `nil`, never 0 or NaN.
public struct Performance: Hashable, Sendable {
    /// Returns taken.
    public let periods: Int
    /// What the start became, less the start: ∏(1 + r) − 1. 0 without returns.
    public let totalReturn: Double
    /// The steady yearly return with the same result (CAGR); `nil` without returns.
    public let annualReturn: Double?
    /// The deviation of the returns (divided by count − 1) times √periods-per-year; `nil` under two.
    public let annualizedVolatility: Double?
    /// Mean excess return over its deviation, times √periods-per-year; `nil` under two returns or without variance.
    public let sharpe: Double?
    /// Mean excess return over the root of the mean squared shortfall (over all periods), times √periods-per-year;
    /// `nil` under two returns or without a shortfall.
    public let sortino: Double?
    /// Annual return over maximum drawdown; `nil` without a drawdown.
    public let calmar: Double?
    /// The largest fall from a peak as a share of it, in 0…1. The start counts as a peak.
    public let maximumDrawdown: Double
    /// The most periods in a row below a peak.
    public let longestDrawdown: Int
    /// The root of the mean squared drawdown, as a share.
    public let ulcerIndex: Double
    /// Population skewness; `nil` without variance.
    public let skewness: Double?
    /// Population kurtosis, 3 for normal returns; `nil` without variance.
    public let kurtosis: Double?
    /// The share of periods with a gain; `nil` without returns.
    public let gainRate: Double?
    public let bestReturn: Double?
    public let worstReturn: Double?

    init(_ meter: PerformanceMeter) {
        let count = meter.excess.count
        let yearly = meter.periodsPerYear.squareRoot()
        periods = count
        totalReturn = meter.growth - 1
        annualReturn = count == 0 ? nil : Double.pow(meter.growth, meter.periodsPerYear / Double(count)) - 1
        annualizedVolatility = meter.excess.deviation.map { $0 * yearly }
        sharpe = meter.excess.sharpe.map { $0 * yearly }
        sortino =
            count < 2 || meter.squaredShortfall == 0
            ? nil : meter.excess.mean / (meter.squaredShortfall / Double(count)).squareRoot() * yearly
        maximumDrawdown = meter.drawdown.maximum
        calmar = meter.drawdown.maximum == 0 ? nil : annualReturn.map { $0 / meter.drawdown.maximum }
        longestDrawdown = meter.drawdown.longest
        ulcerIndex = meter.drawdown.ulcerIndex
        skewness = meter.excess.skewness
        kurtosis = meter.excess.kurtosis
        gainRate = count == 0 ? nil : Double(meter.gains) / Double(count)
        bestReturn = count == 0 ? nil : meter.best
        worstReturn = count == 0 ? nil : meter.worst
    }

    /// From simple returns per period.
    public init(returns: [Double], periodsPerYear: Double = 252, riskFree: Double = 0) throws(StatisticsError) {
        try requireFinite(returns, "returns")
        try Self.check(periodsPerYear, riskFree)
        var meter = PerformanceMeter(periodsPerYear: periodsPerYear, riskFree: riskFree)
        for value in returns { meter.add(value) }
        self.init(meter)
    }

    /// From the equity after every period and the equity before the first, which must be positive. Equity at or below
    /// zero is ruin: what follows can't be a return on anything, and counts as none.
    public init(
        equity: [Double], start: Double, periodsPerYear: Double = 252, riskFree: Double = 0
    ) throws(StatisticsError) {
        try requireFinite(equity, "equity")
        try require(start > 0 && start.isFinite, "start", start, allowed: "above 0")
        try Self.check(periodsPerYear, riskFree)
        var meter = PerformanceMeter(periodsPerYear: periodsPerYear, riskFree: riskFree)
        var before = start
        for value in equity {
            meter.add(before > 0 ? max(-1, (value - before) / before) : 0)
            before = before > 0 ? value : 0
        }
        self.init(meter)
    }

    private static func check(_ periodsPerYear: Double, _ riskFree: Double) throws(StatisticsError) {
        let isYear = periodsPerYear > 0 && periodsPerYear.isFinite
        try require(isYear, "periodsPerYear", periodsPerYear, allowed: "above 0")
        try require(riskFree.isFinite, "riskFree", riskFree, allowed: "any finite number")
    }
}
