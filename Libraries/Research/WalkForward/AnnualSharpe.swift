public import Quant

/// Sessions that count as a year wherever research says "a year".
public let sessionsPerYear = 252.0

extension Moments {
    /// The Sharpe ratio of session returns, per year: mean over deviation, times √252.
    public var annualSharpe: Double? { sharpe.map { $0 * sessionsPerYear.squareRoot() } }
}
