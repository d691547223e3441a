/// The eigenvalues of a symmetric matrix, ascending, each with its unit eigenvector.
///
/// Cyclic Jacobi rotations: slower than QR but short, and accurate for small eigenvalues too. Golub and Van Loan,
/// *Matrix Computations*, 4th edition, §8.5.
public struct SymmetricEigen: Sendable {
    /// Ascending.
    public let eigenvalues: [Double]
    /// Column k belongs to eigenvalue k.
    public let eigenvectors: Matrix

    /// - Precondition: the matrix is square and finite. Its lower triangle is taken to mirror the upper.
    public init(_ matrix: Matrix) {
        precondition(matrix.isSquare && matrix.firstNonFinite == nil, "only a finite square matrix can be taken apart")
        var rest = matrix
        var vectors = Matrix.identity(matrix.rows)
        let scale = matrix.values.reduce(0) { max($0, abs($1)) }
        // It converges quadratically once small: six or seven sweeps in practice.
        for _ in 0..<50 where largestOffDiagonal(of: rest) > scale * 1e-16 { sweep(&rest, &vectors) }
        let order = rest.diagonal.indices.sorted { rest[$0, $0] < rest[$1, $1] }
        eigenvalues = order.map { rest[$0, $0] }
        var sorted = Matrix(rows: matrix.rows, columns: matrix.rows)
        for row in 0..<matrix.rows {
            for column in 0..<matrix.rows { sorted[row, column] = vectors[row, order[column]] }
        }
        eigenvectors = sorted
    }

    /// V · diag(f(eigenvalue)) · Vᵀ.
    func rebuilt(_ change: (Double) -> Double) -> Matrix {
        let side = eigenvalues.count
        let values = eigenvalues.map(change)
        var result = Matrix(rows: side, columns: side)
        for row in 0..<side {
            for column in 0...row {
                var sum = 0.0
                for k in 0..<side { sum += eigenvectors[row, k] * values[k] * eigenvectors[column, k] }
                result[row, column] = sum
                result[column, row] = sum
            }
        }
        return result
    }
}

private func largestOffDiagonal(of matrix: Matrix) -> Double {
    var largest = 0.0
    for row in 0..<matrix.rows {
        for column in 0..<row { largest = max(largest, abs(matrix[row, column])) }
    }
    return largest
}

private func sweep(_ matrix: inout Matrix, _ vectors: inout Matrix) {
    for p in 0..<matrix.rows {
        for q in (p + 1)..<max(p + 1, matrix.rows) where matrix[p, q] != 0 {
            let (cosine, sine) = rotation(matrix[p, p], matrix[p, q], matrix[q, q])
            for k in 0..<matrix.rows { rotate(&matrix, (k, p), (k, q), cosine, sine) }
            for k in 0..<matrix.rows { rotate(&matrix, (p, k), (q, k), cosine, sine) }
            for k in 0..<matrix.rows { rotate(&vectors, (k, p), (k, q), cosine, sine) }
        }
    }
}

/// The rotation that makes the off-diagonal element of [[a, b], [b, d]] zero: the smaller of the two angles.
private func rotation(_ a: Double, _ b: Double, _ d: Double) -> (cosine: Double, sine: Double) {
    let half = (d - a) / (2 * b)
    let tangent = (half >= 0 ? 1 : -1) / (abs(half) + (1 + half * half).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    return (cosine, tangent * cosine)
}

private func rotate(
    _ matrix: inout Matrix, _ first: (Int, Int), _ second: (Int, Int), _ cosine: Double, _ sine: Double
) {
    let a = matrix[first.0, first.1]
    let b = matrix[second.0, second.1]
    matrix[first.0, first.1] = cosine * a - sine * b
    matrix[second.0, second.1] = sine * a + cosine * b
}
