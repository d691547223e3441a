/// A covariance matrix: square, finite, symmetric and, up to rounding, positive semidefinite.
///
/// It can only be had from an estimator or through a check, so whatever takes one need not check again. The unit is the
/// squared unit of the returns over the period of the returns; weights don't depend on it.
public struct Covariance: Hashable, Sendable {
    public let matrix: Matrix

    /// A variance up to this is what rounding leaves of a price that doesn't move: a volatility of a billionth a period.
    public static let flatVariance = 1e-18

    /// For estimators whose result is a covariance by construction.
    init(unchecked matrix: Matrix) { self.matrix = matrix }

    /// Takes a matrix made elsewhere.
    ///
    /// Symmetry may be off by 10⁻¹² of the larger value, and the smallest eigenvalue may lie 10⁻¹⁰ of the mean variance
    /// below zero, as rounding leaves it.
    /// - Throws: `noInstruments`, `wrongSize` (not square), `notFinite`, `notSymmetric`, `notPositiveSemidefinite`.
    public init(checking matrix: Matrix) throws(PortfolioError) {
        try Covariance.checkShape(matrix)
        let tolerance = 1e-10 * max(matrix.diagonal.reduce(0, +) / Double(matrix.rows), .leastNormalMagnitude)
        // Cheap and sufficient: A + tolerance·I has a Cholesky factor. Only a doubtful matrix is taken apart.
        if Cholesky(matrix.addingToDiagonal(tolerance), tolerance: 0) == nil {
            let smallest = SymmetricEigen(matrix).eigenvalues[0]
            guard smallest >= -tolerance else {
                throw .notPositiveSemidefinite(smallestEigenvalue: smallest, tolerance: tolerance)
            }
        }
        self.matrix = matrix
    }

    /// The covariance nearest to a symmetric matrix in the Frobenius norm: its negative eigenvalues become zero.
    ///
    /// Variances may grow a little. N. Higham, *Computing a nearest symmetric positive semidefinite matrix*, 1988,
    /// theorem 2.1.
    /// - Throws: `noInstruments`, `wrongSize` (not square), `notFinite`, `notSymmetric`.
    public init(nearestTo matrix: Matrix) throws(PortfolioError) {
        try Covariance.checkShape(matrix)
        let eigen = SymmetricEigen(matrix)
        self.matrix = eigen.eigenvalues[0] >= 0 ? matrix : eigen.rebuilt { max($0, 0) }
    }

    private static func checkShape(_ matrix: Matrix) throws(PortfolioError) {
        guard matrix.rows > 0 else { throw .noInstruments }
        guard matrix.isSquare else {
            throw .wrongSize(input: "a row of the covariance", has: matrix.columns, needs: matrix.rows)
        }
        try checkFinite(matrix, "the covariance")
        for row in 0..<matrix.rows {
            for column in 0..<row {
                let (value, mirrored) = (matrix[row, column], matrix[column, row])
                guard abs(value - mirrored) <= 1e-12 * max(abs(value), abs(mirrored)) else {
                    throw .notSymmetric(row: row, column: column, value: value, mirrored: mirrored)
                }
            }
        }
    }

    /// How many instruments it is about.
    public var count: Int { matrix.rows }
    public var variances: [Double] { matrix.diagonal }
    public var volatilities: [Double] { matrix.diagonal.map { max($0, 0).squareRoot() } }

    /// wᵀΣw, never below zero.
    /// - Precondition: one weight an instrument.
    public func variance(of weights: [Double]) -> Double { max(dot(matrix.times(weights)[...], weights[...]), 0) }

    /// Refuses a column without variance, on behalf of a method that divides by it.
    func checkEveryColumnMoves() throws(PortfolioError) {
        for column in 0..<count where matrix[column, column] <= Covariance.flatVariance {
            throw .noVariance(column: column, variance: matrix[column, column], floor: Covariance.flatVariance)
        }
    }
}

extension Covariance {
    /// Each covariance over its two volatilities, within −1…1, with ones on the diagonal.
    /// - Throws: `noVariance`.
    public func correlation() throws(PortfolioError) -> Matrix {
        try checkEveryColumnMoves()
        let scales = volatilities.map { 1 / $0 }
        var result = Matrix.identity(count)
        for row in 0..<count {
            for column in 0..<row {
                let value = min(max(matrix[row, column] * scales[row] * scales[column], -1), 1)
                result[row, column] = value
                result[column, row] = value
            }
        }
        return result
    }
}

extension Matrix {
    func addingToDiagonal(_ amount: Double) -> Matrix {
        var result = self
        for place in 0..<rows { result[place, place] += amount }
        return result
    }
}
