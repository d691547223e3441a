internal import RealModule

extension GaussianHMM {
    /// The single likeliest sequence of states given *all* rows, later ones included: for research only.
    ///
    /// A. Viterbi's algorithm in logarithms; Rabiner 1989, §III.B. Of equally likely sequences it takes the one with the
    /// lower states.
    /// - Throws: `wrongSize`, `notFinite`.
    public func likeliestPathLookingAhead(_ observations: Matrix) throws(RegimeError) -> [Int] {
        try check(observations)
        guard observations.rows > 0 else { return [] }
        let logTransitions = transitions.values.map { $0 > 0 ? .log($0) : -Double.infinity }
        var scores = initial.map { $0 > 0 ? .log($0) : -Double.infinity }
        var cameFrom = Array(repeating: 0, count: observations.rows * states)
        for row in 0..<observations.rows {
            if row > 0 {
                let before = scores
                for state in 0..<states {
                    let ways = (0..<states).map { before[$0] + logTransitions[$0 * states + state] }
                    let best = firstLargest(ways)
                    scores[state] = ways[best]
                    cameFrom[row * states + state] = best
                }
            }
            for state in 0..<states { scores[state] += logDensity(observations.row(row), state) }
        }
        var path = [firstLargest(scores)]
        for row in stride(from: observations.rows - 1, to: 0, by: -1) {
            path.append(cameFrom[row * states + path[path.count - 1]])
        }
        return path.reversed()
    }

    private func logDensity(_ observation: ArraySlice<Double>, _ state: Int) -> Double {
        var sum = 0.0
        for (feature, value) in observation.enumerated() {
            let (deviation, variance) = (value - means[state, feature], variances[state, feature])
            sum += .log(2 * .pi * variance) + deviation * deviation / variance
        }
        return -0.5 * sum
    }
}

private func firstLargest(_ values: [Double]) -> Int {
    var best = 0
    for place in values.indices where values[place] > values[best] { best = place }
    return best
}
