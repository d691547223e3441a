public import Backtesting
public import Contracts
public import Quant

/// Sessions that count as a year wherever research says "a year".
public let sessionsPerYear = 252.0

/// Simple returns from one session's end to the next, the first from the cash that the account began with. After ruin they are 0.
public func sessionReturns(of curve: some Sequence<EquityPoint>, start: Money) -> [Double] {
    var before = start.approximation
    return curve.map { point in
        let value = point.equity.approximation
        defer { before = value }
        return before > 0 ? value / before - 1 : 0
    }
}

extension Moments {
    /// The Sharpe ratio of session returns, per year: mean over deviation, times √252.
    public var annualSharpe: Double? { sharpe.map { $0 * sessionsPerYear.squareRoot() } }
}
