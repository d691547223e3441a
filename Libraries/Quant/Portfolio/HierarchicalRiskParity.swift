/// Weights that split risk down a tree of instruments that move alike.
///
/// Nothing is inverted, so it works where the covariance is singular. M. López de Prado, *Building diversified portfolios
/// that outperform out of sample*, 2016: cluster by correlation, put the instruments in the tree's order, and halve that
/// order again and again, each time giving either half weight in inverse proportion to its variance.
public enum HierarchicalRiskParity {
    /// What the clusters are made from.
    public enum Distance: Hashable, Sendable, CaseIterable {
        /// √(½(1 − ρ)): what most libraries use.
        case correlation
        /// How differently two instruments lie from all the others: the Euclidean distance between two columns of the
        /// above. It is what the paper uses.
        case ofCorrelationDistances
    }

    /// - Returns: one weight an instrument, each above 0, that sum to 1.
    /// - Throws: `noVariance`.
    public static func weights(
        _ covariance: Covariance, distance: Distance = .correlation, linkage: LinkageMethod = .single
    ) throws(PortfolioError) -> [Double] {
        let near = correlationDistances(try covariance.correlation())
        let order = Linkage(distance == .correlation ? near : columnDistances(near), linkage).order
        var weights = Array(repeating: 1.0, count: covariance.count)
        bisect(order[...], covariance.matrix, &weights)
        return weights.summingToOne()
    }

    private static func bisect(_ order: ArraySlice<Int>, _ covariance: Matrix, _ weights: inout [Double]) {
        guard order.count > 1 else { return }
        let middle = order.startIndex + order.count / 2
        let (left, right) = (order[..<middle], order[middle...])
        let (leftVariance, rightVariance) = (variance(of: left, covariance), variance(of: right, covariance))
        // Two halves that are both hedged to nothing are equally calm.
        let sum = leftVariance + rightVariance
        let share = sum > 0 ? rightVariance / sum : 0.5
        for instrument in left { weights[instrument] *= share }
        for instrument in right { weights[instrument] *= 1 - share }
        bisect(left, covariance, &weights)
        bisect(right, covariance, &weights)
    }

    /// The variance of a cluster under inverse variance weights.
    private static func variance(of cluster: ArraySlice<Int>, _ covariance: Matrix) -> Double {
        var (risk, scale) = (0.0, 0.0)
        for one in cluster {
            let weight = 1 / covariance[one, one]
            var sum = 0.0
            for other in cluster { sum += covariance[one, other] / covariance[other, other] }
            risk += weight * sum
            scale += weight
        }
        return max(risk, 0) / (scale * scale)
    }
}

private func correlationDistances(_ correlation: Matrix) -> Matrix {
    Matrix(
        rows: correlation.rows, columns: correlation.columns,
        values: correlation.values.map { min(max((1 - $0) / 2, 0), 1).squareRoot() })
}

private func columnDistances(_ distances: Matrix) -> Matrix {
    var result = Matrix(rows: distances.rows, columns: distances.rows)
    for row in 0..<distances.rows {
        for column in 0..<row {
            let sum = zip(distances.row(row), distances.row(column)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            result[row, column] = sum.squareRoot()
            result[column, row] = sum.squareRoot()
        }
    }
    return result
}
