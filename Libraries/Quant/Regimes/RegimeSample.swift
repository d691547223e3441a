/// The observations of a fit, less each feature's mean.
///
/// Around zero, a variance from a sum of squares loses no digits to a mean that is far away.
struct RegimeSample {
    let centered: Matrix
    let means: [Double]
    /// Over n.
    let variances: [Double]

    init(_ observations: Matrix, states: Int) throws(RegimeError) {
        guard observations.columns > 0 else { throw .wrongSize(input: "an observation", has: 0, needs: 1) }
        guard observations.rows >= 10 * states else { throw .tooFewRows(has: observations.rows, needs: 10 * states) }
        try checkNumbers(observations, "the observation")
        let count = Double(observations.rows)
        let centered = observations.centered()
        self.centered = centered
        means = (0..<observations.columns).map { observations.column($0).reduce(0, +) / count }
        variances = (0..<observations.columns).map { feature in
            centered.column(feature).reduce(0) { $0 + $1 * $1 } / count
        }
        for feature in variances.indices {
            // What rounding leaves of a feature that never moves counts as nothing.
            let rounding = abs(means[feature]) * 1e-12
            guard variances[feature] > rounding * rounding else { throw .noVariance(feature: feature) }
        }
    }
}

extension GaussianHMM {
    /// The model of observations that are all larger by `amounts`.
    func shifted(by amounts: [Double]) -> GaussianHMM {
        var moved = means
        for state in 0..<states {
            for feature in 0..<features { moved[state, feature] += amounts[feature] }
        }
        return GaussianHMM(unchecked: initial, transitions, moved, variances)
    }
}
