public import Quant

extension Objective {
    /// The score of a span of sessions, the larger the better; `nil` where the span can't define it. Falls are those between session
    /// ends, in training as in test.
    public func score(of performance: Performance) -> Double? {
        switch self {
        case .sharpe: performance.sharpe
        case .sortino: performance.sortino
        case .calmar: performance.calmar
        case .return: performance.totalReturn
        case .drawdown: -performance.maximumDrawdown
        }
    }
}
