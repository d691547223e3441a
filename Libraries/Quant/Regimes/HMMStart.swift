/// Where a fit starts: likelihood has many local maxima, and the start decides which one is found.
public enum HMMStart: Hashable, Sendable {
    /// Groups of equal size by how far the observations around lie from the mean: finds regimes that differ in
    /// volatility, which is how markets' regimes differ most.
    case volatility
    /// k-means groups, seeded by k-means++: finds regimes that differ in their means. The same seed gives the same
    /// start on every machine. D. Arthur and S. Vassilvitskii, 2007.
    case clusters(seed: UInt64)
    case given(GaussianHMM)

    /// In the coordinates of the centered sample.
    func model(_ sample: RegimeSample, states: Int) throws(RegimeError) -> GaussianHMM {
        switch self {
        case .volatility: return groupModel(sample, volatilityGroups(sample, states), states)
        case .clusters(let seed): return groupModel(sample, kMeansGroups(sample, states, seed: seed), states)
        case .given(let model):
            guard model.states == states else {
                throw .wrongSize(input: "the given start", has: model.states, needs: states)
            }
            guard model.features == sample.means.count else {
                throw .wrongSize(input: "a row of the start's means", has: model.features, needs: sample.means.count)
            }
            return model.shifted(by: sample.means.map { -$0 })
        }
    }
}

/// Each group's mean and variance, and states that last twenty periods.
private func groupModel(_ sample: RegimeSample, _ groups: [Int], _ states: Int) -> GaussianHMM {
    let features = sample.means.count
    var sizes = Array(repeating: 0.0, count: states)
    var means = Matrix(rows: states, columns: features)
    var squares = Matrix(rows: states, columns: features)
    for (row, group) in groups.enumerated() {
        sizes[group] += 1
        for feature in 0..<features {
            means[group, feature] += sample.centered[row, feature]
            squares[group, feature] += sample.centered[row, feature] * sample.centered[row, feature]
        }
    }
    for group in 0..<states {
        for feature in 0..<features {
            means[group, feature] /= max(sizes[group], 1)
            let variance =
                squares[group, feature] / max(sizes[group], 1) - means[group, feature] * means[group, feature]
            // A group of few or equal members says little about a variance.
            squares[group, feature] = max(variance, 0.01 * sample.variances[feature])
        }
    }
    return GaussianHMM(
        unchecked: Array(repeating: 1 / Double(states), count: states), persistent(states), means, squares)
}

private func persistent(_ states: Int) -> Matrix {
    guard states > 1 else { return Matrix.identity(1) }
    var result = Matrix(rows: states, columns: states, repeating: 0.05 / Double(states - 1))
    for state in 0..<states { result[state, state] = 0.95 }
    return result
}

/// Quantiles of the mean squared standard score over the ten observations before and after.
private func volatilityGroups(_ sample: RegimeSample, _ states: Int) -> [Int] {
    let count = sample.centered.rows
    let wildness = (0..<count).map { row in
        zip(sample.centered.row(row), sample.variances).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }
    }
    var sums = [0.0]
    for value in wildness { sums.append(sums[sums.count - 1] + value) }
    let around = (0..<count).map { row in
        let (low, high) = (max(row - 10, 0), min(row + 11, count))
        return (sums[high] - sums[low]) / Double(high - low)
    }
    var groups = Array(repeating: 0, count: count)
    let ranked = (0..<count).sorted { (around[$0], $0) < (around[$1], $1) }
    for (rank, row) in ranked.enumerated() { groups[row] = rank * states / count }
    return groups
}
