/// Why a covariance, a set of weights or a risk measure can't be had from its input.
public enum PortfolioError: Error, Hashable, Sendable {
    case tooFewRows(has: Int, needs: Int)
    case noInstruments
    /// A return, a weight or a covariance that is NaN or infinite. A vector is one row.
    case notFinite(input: String, row: Int, column: Int, value: String)
    case wrongSize(input: String, has: Int, needs: Int)
    case outOfRange(name: String, value: Double, allowed: String)
    case notSymmetric(row: Int, column: Int, value: Double, mirrored: Double)
    case notPositiveSemidefinite(smallestEigenvalue: Double, tolerance: Double)
    /// The method divides by this column's variance.
    case noVariance(column: Int, variance: Double, floor: Double)
    /// The columns can be combined, long only, into a portfolio without risk: equal risk is then not defined.
    case risklessCombination
    case notConverged(method: String, iterations: Int, residual: Double)
}

extension PortfolioError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooFewRows(let has, let needs): "there are \(has) rows of returns, and at least \(needs) are needed"
        case .noInstruments: "there are no columns, and at least one is needed"
        case .notFinite(let input, let row, let column, let value):
            "\(input) at row \(row), column \(column) is \(value), not a finite number"
        case .wrongSize(let input, let has, let needs): "\(input) has \(has) elements and needs \(needs)"
        case .outOfRange(let name, let value, let allowed): "\(name) is \(value); it may be \(allowed)"
        case .notSymmetric(let row, let column, let value, let mirrored):
            "the covariance at (\(row), \(column)) is \(value), and at (\(column), \(row)) it is \(mirrored)"
        case .notPositiveSemidefinite(let smallest, let tolerance):
            "the covariance has an eigenvalue of \(smallest), below the \(-tolerance) that rounding explains"
        case .noVariance(let column, let variance, let floor):
            "column \(column) has a variance of \(variance), not above \(floor): it has no risk to share out"
        case .risklessCombination: "the columns combine into a portfolio without risk: equal risk is not defined"
        case .notConverged(let method, let iterations, let residual):
            "\(method) is still \(residual) off after \(iterations) iterations"
        }
    }
}

/// Refuses returns that are no numbers, and too few of them.
func check(_ returns: borrowing Matrix, atLeast needed: Int) throws(PortfolioError) {
    guard returns.columns > 0 else { throw .noInstruments }
    guard returns.rows >= needed else { throw .tooFewRows(has: returns.rows, needs: needed) }
    try checkFinite(returns, "the return")
}

func checkFinite(_ matrix: borrowing Matrix, _ name: String) throws(PortfolioError) {
    guard let place = matrix.firstNonFinite else { return }
    throw .notFinite(
        input: name, row: place.row, column: place.column, value: "\(matrix[place.row, place.column])")
}

/// Refuses a vector of the wrong length or with a value that is no number.
func check(_ vector: [Double], _ name: String, count: Int) throws(PortfolioError) {
    guard vector.count == count else { throw .wrongSize(input: name, has: vector.count, needs: count) }
    if let place = vector.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(input: name, row: 0, column: place, value: "\(vector[place])")
    }
}
