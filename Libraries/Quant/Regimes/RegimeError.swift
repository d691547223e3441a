/// Why a regime model can't be made, fitted or applied.
public enum RegimeError: Error, Hashable, Sendable {
    case outOfRange(name: String, value: Double, allowed: String)
    case wrongSize(input: String, has: Int, needs: Int)
    case tooFewRows(has: Int, needs: Int)
    /// A value that is NaN or infinite. A vector is one row.
    case notFinite(input: String, row: Int, column: Int, value: String)
    /// Probabilities that don't sum to 1.
    case notProbabilities(input: String, row: Int, sum: Double)
    /// A feature that never moves can't tell regimes apart.
    case noVariance(feature: Int)
    /// The likelihood stopped being a number.
    case lost(iteration: Int)
}

extension RegimeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let allowed): "\(name) is \(value); it may be \(allowed)"
        case .wrongSize(let input, let has, let needs): "\(input) has \(has) elements and needs \(needs)"
        case .tooFewRows(let has, let needs): "there are \(has) observations, and at least \(needs) are needed"
        case .notFinite(let input, let row, let column, let value):
            "\(input) at row \(row), column \(column) is \(value), not a finite number"
        case .notProbabilities(let input, let row, let sum): "\(input), row \(row), sums to \(sum), not to 1"
        case .noVariance(let feature): "feature \(feature) never changes: it can't tell regimes apart"
        case .lost(let iteration): "the likelihood is not a number after \(iteration) updates"
        }
    }
}
