import RealModule
import Testing

@testable import Quant

@Suite struct `A regime filter` {
    private func density(_ value: Double, _ model: GaussianHMM, _ state: Int) -> Double {
        let (mean, variance) = (model.means[state, 0], model.variances[state, 0])
        return .exp(-(value - mean) * (value - mean) / (2 * variance)) / (2 * .pi * variance).squareRoot()
    }

    @Test(arguments: 1...8) func `agrees with going through every path`(states: Int) throws {
        let model = RegimeModels.ladder(states)
        let observations = SeededData.regimes(seed: UInt64(states), rows: 5)
        var filter = RegimeFilter(model)
        var logLikelihood = 0.0
        for row in 0..<5 {
            logLikelihood += try filter.update(observations[row, 0])
            let slow = EveryPath(model, rows: row + 1) { density(observations[$0, 0], model, $1) }
            #expect(difference(filter.probabilities, slow.probabilities(at: row)) < 1e-12)
            #expect(abs(logLikelihood - .log(slow.likelihood)) < 1e-11)
        }
        let slow = EveryPath(model, rows: 5) { density(observations[$0, 0], model, $1) }
        let smoothed = try model.smoothedProbabilitiesLookingAhead(observations)
        for row in 0..<5 { #expect(difference(Array(smoothed.row(row)), slow.probabilities(at: row)) < 1e-12) }
        #expect(try model.likeliestPathLookingAhead(observations) == slow.likeliest)
    }

    @Test(arguments: [1, 2]) func `is at each step what the batch says, and what the fit's forward pass says`(
        features: Int
    ) throws {
        let model = features == 1 ? RegimeModels.one : RegimeModels.two
        let observations = SeededData.regimes(seed: 3, rows: 500, features: features)
        let batch = try model.filteredProbabilities(observations)
        var passes = ForwardBackward<SIMD4<Double>>(count: 500)
        let logLikelihood = passes.run(LaneModel(model), observations.values)
        var filter = RegimeFilter(model)
        for row in 0..<500 {
            try filter.update(Array(observations.row(row)).span)
            #expect(filter.probabilities == Array(batch.row(row)))
            let forward = passes.forward[row]
            let pass = (0..<model.states).map { forward[$0] / forward.total }
            #expect(difference(filter.probabilities, pass) < 1e-12)
        }
        #expect(filter.count == 500)
        #expect(abs(try model.logLikelihood(observations) - logLikelihood) < 1e-8)
    }

    @Test func `knows nothing of later rows, while smoothing does`() throws {
        let observations = SeededData.regimes(seed: 3, rows: 200)
        var changed = observations
        for row in 100..<200 { changed[row, 0] = 0.1 }
        let (before, after) = (
            try RegimeModels.one.filteredProbabilities(observations),
            try RegimeModels.one.filteredProbabilities(changed)
        )
        #expect(before.values[..<300] == after.values[..<300])
        let (smooth, other) = (
            try RegimeModels.one.smoothedProbabilitiesLookingAhead(observations),
            try RegimeModels.one.smoothedProbabilitiesLookingAhead(changed)
        )
        #expect(smooth.row(99) != other.row(99))
    }

    @Test func `stays a set of probabilities whatever comes`() throws {
        var filter = RegimeFilter(RegimeModels.one)
        for value in [1e150, -1e6, 0, 1e-300, 1e100, 0.001] {
            try filter.update(value)
            #expect(abs(filter.probabilities.reduce(0, +) - 1) < 1e-12)
            #expect(filter.probabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
        }
    }

    @Test func `can't be moved by an odd observation into a state that is out of reach`() throws {
        let stuck = try GaussianHMM(
            initial: [1, 0], transitions: Matrix([[1, 0], [0, 1]]), means: Matrix([[0], [5]]),
            variances: Matrix([[1e-4], [1e-4]]))
        var filter = RegimeFilter(stuck)
        try filter.update(5)
        #expect(filter.probabilities == [1, 0])
    }

    @Test func `drifts through a period without an observation`() throws {
        var filter = RegimeFilter(RegimeModels.two)
        filter.skip()
        #expect(filter.probabilities == [0.6, 0.4])
        filter.skip()
        #expect(difference(filter.probabilities, [0.6 * 0.9 + 0.4 * 0.2, 0.6 * 0.1 + 0.4 * 0.8]) < 1e-15)
        #expect(filter.count == 2)
    }

    @Test func `refuses what is no observation, and is then as it was`() throws {
        var filter = RegimeFilter(RegimeModels.one)
        try filter.update(0.002)
        let before = filter
        #expect(throws: RegimeError.notFinite(input: "the observation", row: 1, column: 0, value: "nan")) {
            try filter.update(.nan)
        }
        #expect(throws: RegimeError.wrongSize(input: "an observation", has: 2, needs: 1)) {
            try filter.update([0.1, 0.2].span)
        }
        #expect(filter == before)
        #expect(throws: RegimeError.wrongSize(input: "an observation", has: 2, needs: 1)) {
            try RegimeModels.one.filteredProbabilities(Matrix([[1, 2]]))
        }
    }
}
