/// The lower triangle L with L·Lᵀ = A, for a symmetric positive definite A.
///
/// Only the lower triangle of A is read. About n³/6 multiplications.
public struct Cholesky: Sendable {
    public let side: Int
    /// Row by row; what lies above the diagonal is left over and never read.
    private var lower: [Double]

    /// Nil where A has a pivot that is not above `tolerance` times its diagonal element: A is then not positive definite
    /// as far as doubles can tell.
    public init?(_ matrix: Matrix, tolerance: Double = 1e-14) {
        precondition(matrix.isSquare, "only a square matrix has a Cholesky factor")
        side = matrix.rows
        lower = matrix.values
        let positive = lower.withUnsafeMutableBufferPointer { factor(&$0, side: matrix.rows, tolerance: tolerance) }
        guard positive else { return nil }
    }

    /// The x with A·x = b.
    public func solve(_ right: [Double]) -> [Double] {
        precondition(right.count == side, "the right side is as long as the matrix")
        var x = right
        lower.withUnsafeBufferPointer { lower in
            for row in 0..<side {
                for column in 0..<row { x[row] -= lower[row * side + column] * x[column] }
                x[row] /= lower[row * side + row]
            }
            // Row by row from below, so that the triangle is read in the order in which it lies.
            for row in stride(from: side - 1, through: 0, by: -1) {
                x[row] /= lower[row * side + row]
                for column in 0..<row { x[column] -= lower[row * side + column] * x[row] }
            }
        }
        return x
    }
}

/// Turns the lower triangle into its factor, in place. False at the first pivot that is not positive.
private func factor(_ values: inout UnsafeMutableBufferPointer<Double>, side: Int, tolerance: Double) -> Bool {
    for row in 0..<side {
        let diagonal = values[row * side + row]
        for column in 0...row {
            var sum = values[row * side + column]
            for inner in 0..<column { sum -= values[row * side + inner] * values[column * side + inner] }
            if column < row {
                values[row * side + column] = sum / values[column * side + column]
            } else {
                guard sum > tolerance * diagonal, diagonal > 0 else { return false }
                values[row * side + row] = sum.squareRoot()
            }
        }
    }
    return true
}
