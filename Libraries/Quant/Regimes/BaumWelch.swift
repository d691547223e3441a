/// One search for the model that is likeliest near a start.
struct BaumWelch {
    private(set) var model: GaussianHMM
    private(set) var logLikelihoods: [Double] = []
    private(set) var hasConverged = false

    init<Lanes: StateLanes>(
        _: Lanes.Type, _ sample: RegimeSample, _ start: GaussianHMM, _ options: HMMFit.Options
    ) throws(RegimeError) {
        model = start
        let floors = sample.variances.map { $0 * options.varianceFloor }
        var passes = ForwardBackward<Lanes>(count: sample.centered.rows)
        var counts = ExpectedCounts<Lanes>(features: sample.means.count)
        while true {
            let lanes = LaneModel<Lanes>(model)
            let likelihood = sample.centered.values.withUnsafeBufferPointer { passes.run(lanes, $0.baseAddress!) }
            guard likelihood.isFinite else { throw .lost(iteration: logLikelihoods.count) }
            hasConverged = logLikelihoods.last.map { likelihood - $0 < options.tolerance } ?? false
            logLikelihoods.append(likelihood)
            if hasConverged || logLikelihoods.count > options.updateLimit { return }
            sample.centered.values.withUnsafeBufferPointer { counts.count(passes, lanes, $0.baseAddress!) }
            guard counts.weights.total.isFinite else { throw .lost(iteration: logLikelihoods.count) }
            model = counts.likeliestModel(after: model, floors)
        }
    }
}

extension ExpectedCounts {
    /// The M step: the model under which the counts are likeliest.
    ///
    /// A state that is expected to have made less than a billionth of an observation keeps what it had: there is nothing
    /// to learn it from.
    fileprivate func likeliestModel(after old: GaussianHMM, _ floors: [Double]) -> GaussianHMM {
        var (transitions, means, variances) = (old.transitions, old.means, old.variances)
        for state in 0..<old.states {
            let left = self.transitions[state].total
            if left > 1e-9 {
                for next in 0..<old.states { transitions[state, next] = self.transitions[state][next] / left }
            }
            guard weights[state] > 1e-9 else { continue }
            for feature in floors.indices {
                let mean = sums[feature][state] / weights[state]
                means[state, feature] = mean
                variances[state, feature] = max(squares[feature][state] / weights[state] - mean * mean, floors[feature])
            }
        }
        let total = initial.total
        return GaussianHMM(unchecked: (0..<old.states).map { initial[$0] / total }, transitions, means, variances)
    }
}
