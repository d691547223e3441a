import Testing

@testable import Quant

@Suite struct `A regime fit` {
    @Test(arguments: 1...8) func `never becomes less likely by an update`(states: Int) throws {
        let observations = SeededData.regimes(seed: UInt64(states), rows: 400, features: 1 + states % 3)
        for start in [HMMStart.volatility, .clusters(seed: 5)] {
            let fit = try HMMFit(observations, states: states, options: .init(start: start))
            for (before, after) in zip(fit.logLikelihoods, fit.logLikelihoods.dropFirst()) {
                #expect(after > before - 1e-8)
            }
            #expect(abs(try fit.model.logLikelihood(observations) - fit.logLikelihood) < 1e-7)
            // What comes out is a model that the checks let in.
            let model = fit.model
            #expect(throws: Never.self) {
                try GaussianHMM(
                    initial: model.initial, transitions: model.transitions, means: model.means,
                    variances: model.variances)
            }
        }
    }

    @Test func `finds the regimes that made the data, calmest first`() throws {
        let fit = try HMMFit(SeededData.regimes(seed: 21, rows: 4_000), states: 3)
        #expect(fit.hasConverged)
        let deviations = fit.model.variances.values.map { $0.squareRoot() }
        for (found, real) in zip(deviations, [0.004, 0.009, 0.02]) { #expect(abs(found / real - 1) < 0.1) }
        for state in 0..<3 { #expect(fit.model.transitions[state, state] > 0.93) }
    }

    @Test func `numbers its states the same from every start`() throws {
        let observations = SeededData.regimes(seed: 21, rows: 2_000)
        let expected = try HMMFit(observations, states: 3, options: .init(updateLimit: 500)).model
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let start = HMMStart.given(expected.reordered(order))
            let model = try HMMFit(observations, states: 3, options: .init(start: start)).model
            #expect(difference(model.variances.values, expected.variances.values) < 1e-3)
        }
        let byMean = try HMMFit(observations, states: 3, options: .init(order: .mean, updateLimit: 500)).model
        #expect(byMean.means.values == byMean.means.values.sorted())
        #expect(byMean.means.values.sorted() == expected.means.values.sorted())
    }

    @Test func `of one state is the mean and the variance`() throws {
        let fit = try HMMFit(Matrix((0..<10).map { [Double($0)] }), states: 1)
        #expect(abs(fit.model.means[0, 0] - 4.5) < 1e-14)
        #expect(abs(fit.model.variances[0, 0] - 8.25) < 1e-13)
        #expect(fit.model.transitions[0, 0] == 1 && fit.hasConverged)
    }

    @Test func `is the same every time, and from the same seed`() throws {
        let observations = SeededData.regimes(seed: 4, rows: 500)
        let options = HMMFit.Options(start: .clusters(seed: 9))
        #expect(
            try HMMFit(observations, states: 3, options: options) == HMMFit(observations, states: 3, options: options))
    }

    @Test func `doesn't care how far from zero the data lies`() throws {
        let observations = SeededData.regimes(seed: 4, rows: 500)
        let moved = Matrix(rows: 500, columns: 1, values: observations.values.map { $0 + 1_000 })
        let (here, there) = (try HMMFit(observations, states: 2), try HMMFit(moved, states: 2))
        #expect(difference(there.model.variances.values, here.model.variances.values) < 1e-6)
        #expect(difference(there.model.means.values.map { $0 - 1_000 }, here.model.means.values) < 1e-4)
    }

    @Test func `doesn't shrink a state onto one wild observation`() throws {
        var values = SeededData.regimes(seed: 6, rows: 200).values
        values[100] = 5
        let fit = try HMMFit(Matrix(rows: 200, columns: 1, values: values), states: 3)
        let mean = values.reduce(0, +) / 200
        let overall = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200
        #expect(fit.logLikelihood.isFinite)
        #expect(fit.model.variances.values.allSatisfy { $0 >= overall * 1e-6 * (1 - 1e-12) })
    }

    @Test func `is refused what it can't learn from, naming the place`() {
        var holed = SeededData.regimes(seed: 1, rows: 50, features: 2)
        holed[31, 1] = .nan
        #expect(throws: RegimeError.notFinite(input: "the observation", row: 31, column: 1, value: "nan")) {
            try HMMFit(holed, states: 2)
        }
        let few = SeededData.regimes(seed: 1, rows: 19)
        #expect(throws: RegimeError.tooFewRows(has: 19, needs: 20)) { try HMMFit(few, states: 2) }
        #expect(throws: RegimeError.outOfRange(name: "the number of states", value: 9, allowed: "1…8")) {
            try HMMFit(few, states: 9)
        }
        #expect(throws: RegimeError.outOfRange(name: "the number of states", value: 0, allowed: "1…8")) {
            try HMMFit(few, states: 0)
        }
        let flat = Matrix(rows: 40, columns: 1, repeating: 0.1)
        #expect(throws: RegimeError.noVariance(feature: 0)) { try HMMFit(flat, states: 2) }
        #expect(throws: RegimeError.wrongSize(input: "the given start", has: 3, needs: 1)) {
            try HMMFit(few, states: 1, options: .init(start: .given(RegimeModels.one)))
        }
        for options in [HMMFit.Options(updateLimit: -1), .init(tolerance: .nan), .init(varianceFloor: 0)] {
            #expect(throws: RegimeError.self) { try HMMFit(few, states: 1, options: options) }
        }
    }
}

@Suite struct `A regime model` {
    private func model(_ initial: [Double], _ rows: [[Double]], _ variances: [[Double]]) throws(RegimeError) {
        _ = try GaussianHMM(
            initial: initial, transitions: Matrix(rows), means: Matrix([[0], [0]]), variances: Matrix(variances))
    }

    @Test func `is made of probabilities that sum to one and variances above zero`() {
        let (rows, variances) = ([[0.9, 0.1], [0.5, 0.5]], [[1.0], [2.0]])
        #expect(throws: Never.self) { try model([0.5, 0.5], rows, variances) }
        #expect(throws: RegimeError.notProbabilities(input: "the initial probabilities", row: 0, sum: 0.75)) {
            try model([0.5, 0.25], rows, variances)
        }
        #expect(throws: RegimeError.notProbabilities(input: "the transitions", row: 1, sum: 0.75)) {
            try model([0.5, 0.5], [[0.5, 0.5], [0.5, 0.25]], variances)
        }
        #expect(throws: RegimeError.outOfRange(name: "a probability in the transitions", value: 1.5, allowed: "0…1")) {
            try model([0.5, 0.5], [[1.5, -0.5], [0.5, 0.5]], variances)
        }
        #expect(throws: RegimeError.outOfRange(name: "a variance", value: 0, allowed: "above 0")) {
            try model([0.5, 0.5], rows, [[1], [0]])
        }
        #expect(throws: RegimeError.wrongSize(input: "a column of the variances", has: 1, needs: 2)) {
            try model([0.5, 0.5], rows, [[1]])
        }
    }
}
