public import Backtesting
public import Contracts
import Quant

/// What one run amounted to: the figures of a backtest's report that need only equity and counts.
///
/// Shares are plain numbers (0.2 is 20 %). What the run can't define is absent.
public struct RunFigures: Hashable, Sendable, Codable {
    /// Exact, as a decimal.
    public let finalEquity: String
    public let orders: Int
    public let fills: Int
    /// Round trips that were closed.
    public let trades: Int
    public let sessions: Int
    public let totalReturn: Double
    public let annualReturn: Double?
    public let volatility: Double?
    /// A year's; `sessionSharpe` is the same per session.
    public let sharpe: Double?
    public let sessionSharpe: Double?
    public let sortino: Double?
    public let calmar: Double?
    /// Over all frames: falls within a session count too.
    public let maxDrawdown: Double
    public let longestDrawdownSessions: Int
    public let ulcerIndex: Double
    public let skewness: Double?
    public let kurtosis: Double?

    private init(
        curve: [EquityPoint], start: Money, end: Money, drawdown: Double, orders: Int, fills: Int, trades: Int
    ) {
        let returns = sessionReturns(of: curve, start: start)
        var meter = PerformanceMeter()
        for value in returns { meter.add(value) }
        let performance = meter.performance
        finalEquity = end.description
        self.orders = orders
        self.fills = fills
        self.trades = trades
        sessions = curve.count
        totalReturn = performance.totalReturn
        annualReturn = finite(performance.annualReturn)
        volatility = performance.annualizedVolatility
        sharpe = performance.sharpe
        sessionSharpe = Moments(returns).sharpe
        sortino = performance.sortino
        maxDrawdown = drawdown
        calmar = drawdown > 0 ? finite(performance.annualReturn.map { $0 / drawdown }) : nil
        longestDrawdownSessions = performance.longestDrawdown
        ulcerIndex = performance.ulcerIndex
        skewness = performance.skewness
        kurtosis = performance.kurtosis
    }

    /// Of a run that kept everything.
    public init(_ result: BacktestResult, trips: [RoundTrip]) {
        self.init(
            curve: result.sessionCurve, start: result.startEquity, end: result.endEquity,
            drawdown: maximumDrawdown(of: result.curve.lazy.map(\.equity), from: result.startEquity),
            orders: result.trading.orders.count, fills: result.trading.fills.count, trades: trips.count { !$0.isOpen })
    }

    /// Of one book of a sweep.
    public init(_ record: SearchRecord, start: Money) {
        let summary = record.summary
        self.init(
            curve: summary.sessionEnds, start: start, end: summary.endEquity, drawdown: summary.drawdown.maximum,
            orders: summary.orders, fills: summary.fills, trades: record.closedTrips)
    }
}

/// A growth of a hundredfold in one session has no yearly figure that a number could hold.
private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

/// Simple returns from one session's end to the next, the first from the starting cash. A return on nothing counts as none.
public func sessionReturns(of curve: [EquityPoint], start: Money) -> [Double] {
    var before = start.approximation
    return curve.map { point in
        let value = point.equity.approximation
        defer { before = value }
        return before > 0 ? value / before - 1 : 0
    }
}
