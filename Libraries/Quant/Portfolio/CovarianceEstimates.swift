// Every estimator takes returns: one row a period, oldest first, one column an instrument.
extension Covariance {
    /// The sample covariance, over n − 1.
    /// - Throws: `noInstruments`, `tooFewRows` (two are needed), `notFinite`.
    public static func sample(of returns: Matrix) throws(PortfolioError) -> Covariance {
        try check(returns, atLeast: 2)
        let centered = returns.centered()
        return Covariance(unchecked: centered.crossProducts().scaled(by: 1 / Double(returns.rows - 1)))
    }

    /// Exponentially weighted: the newest period counts most, and each older one `decay` times the next.
    ///
    /// Returns are taken around zero, not around their mean, and the weights are scaled to sum to 1.
    /// J. P. Morgan, *RiskMetrics Technical Document*, 1996, §5.2; 0.94 is its decay for days, 0.97 for months.
    /// - Parameter decay: λ, above 0 and below 1.
    /// - Throws: `outOfRange`, `noInstruments`, `tooFewRows` (one is needed), `notFinite`.
    public static func exponentiallyWeighted(
        of returns: Matrix, decay: Double = 0.94
    ) throws(PortfolioError) -> Covariance {
        guard decay > 0, decay < 1 else { throw .outOfRange(name: "decay", value: decay, allowed: "above 0, below 1") }
        try check(returns, atLeast: 1)
        var weighted = returns
        var weight = 1.0
        var sum = 0.0
        for row in stride(from: returns.rows - 1, through: 0, by: -1) {
            let root = weight.squareRoot()
            for column in 0..<returns.columns { weighted[row, column] *= root }
            sum += weight
            weight *= decay
        }
        return Covariance(unchecked: weighted.crossProducts().scaled(by: 1 / sum))
    }
}

extension Matrix {
    /// Each column less its mean.
    func centered() -> Matrix {
        var means = Array(repeating: 0.0, count: columns)
        var result = values
        result.withUnsafeMutableBufferPointer { result in
            for row in 0..<rows {
                for column in 0..<columns { means[column] += result[row * columns + column] }
            }
            for column in 0..<columns { means[column] /= Double(rows) }
            for row in 0..<rows {
                for column in 0..<columns { result[row * columns + column] -= means[column] }
            }
        }
        return Matrix(rows: rows, columns: columns, values: result)
    }

    /// XᵀX.
    ///
    /// Four rows are taken together, so that each sum is loaded and stored a quarter as often.
    func crossProducts() -> Matrix {
        var sums = Array(repeating: 0.0, count: columns * columns)
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                var row = 0
                while row + 4 <= rows {
                    addFour(values.baseAddress! + row * columns, to: sums.baseAddress!)
                    row += 4
                }
                while row < rows {
                    addOne(values.baseAddress! + row * columns, to: sums.baseAddress!)
                    row += 1
                }
            }
        }
        for row in 0..<columns {
            for column in 0..<row { sums[row * columns + column] = sums[column * columns + row] }
        }
        return Matrix(rows: columns, columns: columns, values: sums)
    }

    private func addFour(_ first: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>) {
        let (second, third, fourth) = (first + columns, first + 2 * columns, first + 3 * columns)
        for left in 0..<columns {
            let (a, b, c, d) = (first[left], second[left], third[left], fourth[left])
            let sums = sums + left * columns
            for right in left..<columns {
                sums[right] += (a * first[right] + b * second[right]) + (c * third[right] + d * fourth[right])
            }
        }
    }

    private func addOne(_ values: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>) {
        for left in 0..<columns {
            for right in left..<columns { sums[left * columns + right] += values[left] * values[right] }
        }
    }

    func scaled(by factor: Double) -> Matrix {
        Matrix(rows: rows, columns: columns, values: values.map { $0 * factor })
    }
}
