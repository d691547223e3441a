/// A tall matrix as the product of an orthogonal and an upper triangular one, by Householder's reflections (Golub and
/// Van Loan, "Matrix Computations", algorithm 5.2.1).
///
/// The orthogonal part is never formed: it is applied to the response along the way. Normal equations would square the
/// condition of the problem; this doesn't.
struct HouseholderQR {
    let rows: Int
    let columns: Int
    /// The orthogonal part, transposed, times the response. Its first `columns` values are what the columns explain.
    private(set) var rotated: [Double]
    /// Column after column; what stands on and above the diagonal is the triangular part.
    private var values: [Double]

    /// - Parameter design: named columns as long as `response`, of which there are at least as many values as columns.
    /// - Throws: `collinear` with the first column that those before it make up.
    init(_ design: [Regressor], response: [Double]) throws(StatisticsError) {
        rows = response.count
        columns = design.count
        rotated = response
        values = design.flatMap(\.values)
        precondition(values.count == rows * columns && rows >= columns, "a tall matrix")
        for column in 0..<columns { try reflect(column, named: design[column].name) }
    }

    private mutating func reflect(_ column: Int, named name: String) throws(StatisticsError) {
        let start = column * rows
        let whole = norm(start..<start + rows)
        let tail = norm(start + column..<start + rows)
        // Reflections keep norms: what is left below the diagonal is the part that earlier columns don't explain.
        guard tail > 1e-10 * whole else { throw .collinear(column: name) }
        let diagonal = values[start + column] > 0 ? -tail : tail
        var vector = Array(values[start + column..<start + rows])
        vector[0] -= diagonal
        let scale = 1 / (tail * abs(vector[0]))
        for later in column + 1..<max(column + 1, columns) {
            Self.reflect(&values, at: later * rows + column, by: vector, scale)
        }
        Self.reflect(&rotated, at: column, by: vector, scale)
        values[start + column] = diagonal
    }

    /// Takes v(vᵀx) · scale from x, which starts at `start`.
    private static func reflect(_ values: inout [Double], at start: Int, by vector: [Double], _ scale: Double) {
        var product = 0.0
        for place in 0..<vector.count { product += vector[place] * values[start + place] }
        product *= scale
        for place in 0..<vector.count { values[start + place] -= product * vector[place] }
    }

    private func norm(_ range: Range<Int>) -> Double {
        var largest = 0.0
        for place in range { largest = max(largest, abs(values[place])) }
        guard largest > 0 else { return 0 }
        var sum = 0.0
        for place in range { sum += values[place] / largest * (values[place] / largest) }
        return largest * sum.squareRoot()
    }

    /// What is left of the response's squares when only the first `count` columns explain it: every smaller model is
    /// solved along with the largest.
    func residualSumOfSquares(using count: Int) -> Double {
        var sum = 0.0
        for row in count..<rows { sum += rotated[row] * rotated[row] }
        return sum
    }

    /// The least-squares coefficients of all columns.
    var coefficients: [Double] { solve(Array(rotated[..<columns])) }

    /// The diagonal of (XᵀX)⁻¹ = R⁻¹R⁻ᵀ, which times the residual variance is that of the coefficients.
    var inverseGramDiagonal: [Double] {
        var diagonal = [Double](repeating: 0, count: columns)
        for column in 0..<columns {
            var unit = [Double](repeating: 0, count: columns)
            unit[column] = 1
            let inverse = solve(unit)
            for row in 0..<columns { diagonal[row] += inverse[row] * inverse[row] }
        }
        return diagonal
    }

    /// Solves Rx = right by back substitution.
    private func solve(_ right: [Double]) -> [Double] {
        var solution = right
        for row in (0..<columns).reversed() {
            for column in row + 1..<max(row + 1, columns) {
                solution[row] -= values[column * rows + row] * solution[column]
            }
            solution[row] /= values[row * rows + row]
        }
        return solution
    }
}
