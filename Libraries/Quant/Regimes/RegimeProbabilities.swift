internal import RealModule

// What a model says about a whole series: one row a period, oldest first, one column a feature.
extension GaussianHMM {
    /// The probability of each state at each row given that row and those before it: what a live filter would have said.
    /// - Returns: one row a period, one column a state.
    /// - Throws: `wrongSize`, `notFinite`.
    public func filteredProbabilities(_ observations: Matrix) throws(RegimeError) -> Matrix {
        try check(observations)
        var filter = RegimeFilter(self)
        var result = Matrix(rows: observations.rows, columns: states)
        let values = observations.values.span
        for row in 0..<observations.rows {
            try filter.update(values.extracting(row * features..<(row + 1) * features))
            for state in 0..<states { result[row, state] = filter.probabilities[state] }
        }
        return result
    }

    /// The logarithm of the density of the whole series.
    /// - Throws: `wrongSize`, `notFinite`.
    public func logLikelihood(_ observations: Matrix) throws(RegimeError) -> Double {
        try check(observations)
        var filter = RegimeFilter(self)
        var sum = 0.0
        let values = observations.values.span
        for row in 0..<observations.rows {
            sum += try filter.update(values.extracting(row * features..<(row + 1) * features))
        }
        return sum
    }

    /// The probability of each state at each row given *all* rows, later ones included: for research only. A backtest
    /// that trades on it sees the future; `filteredProbabilities` doesn't.
    /// - Returns: one row a period, one column a state.
    /// - Throws: `wrongSize`, `notFinite`.
    public func smoothedProbabilitiesLookingAhead(_ observations: Matrix) throws(RegimeError) -> Matrix {
        try check(observations)
        guard observations.rows > 0 else { return Matrix(rows: 0, columns: states) }
        switch states {
        case ...2: return smoothed(SIMD2<Double>.self, observations)
        case ...4: return smoothed(SIMD4<Double>.self, observations)
        default: return smoothed(SIMD8<Double>.self, observations)
        }
    }

    private func smoothed<Lanes: StateLanes>(_: Lanes.Type, _ observations: Matrix) -> Matrix {
        var passes = ForwardBackward<Lanes>(count: observations.rows)
        let model = LaneModel<Lanes>(self)
        _ = observations.values.withUnsafeBufferPointer { passes.run(model, $0.baseAddress!) }
        var result = Matrix(rows: observations.rows, columns: states)
        for row in 0..<observations.rows {
            let joint = passes.forward[row] * passes.backward[row]
            for state in 0..<states { result[row, state] = joint[state] / joint.total }
        }
        return result
    }

    func check(_ observations: Matrix) throws(RegimeError) {
        guard observations.columns == features else {
            throw .wrongSize(input: "an observation", has: observations.columns, needs: features)
        }
        try checkNumbers(observations, "the observation")
    }
}
