public import Quant

/// What makes one run better than another.
public enum Objective: String, Hashable, Sendable, CaseIterable {
    case sharpe
    case sortino
    /// Yearly return over the deepest fall between session ends.
    case calmar
    /// Total return.
    case `return`

    /// The larger, the better; `nil` where the run can't define it.
    public func score(of performance: Performance) -> Double? {
        switch self {
        case .sharpe: performance.sharpe
        case .sortino: performance.sortino
        case .calmar: performance.calmar
        case .return: performance.totalReturn
        }
    }
}
