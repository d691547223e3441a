import Testing

@testable import Quant

/// The same start and the same twenty updates as hmmlearn.
@Suite struct `A regime model fitted beside hmmlearn` {
    struct Case: Sendable {
        let start: GaussianHMM
        let observations: Matrix
        let initial, transitions, means, variances, logLikelihoods, filtered, smoothed: [Double]
        let pathChanges, pathStates: [Int]

        static let one = Case(
            start: RegimeModels.one, observations: SeededData.regimes(seed: 11, rows: 300),
            initial: RegimeReference.oneInitial, transitions: RegimeReference.oneTransitions,
            means: RegimeReference.oneMeans, variances: RegimeReference.oneVariances,
            logLikelihoods: RegimeReference.oneLogLikelihoods, filtered: RegimeReference.oneFiltered,
            smoothed: RegimeReference.oneSmoothed, pathChanges: RegimeReference.onePathChanges,
            pathStates: RegimeReference.onePathStates)

        static let two = Case(
            start: RegimeModels.two, observations: SeededData.regimes(seed: 12, rows: 300, features: 2),
            initial: RegimeReference.twoInitial, transitions: RegimeReference.twoTransitions,
            means: RegimeReference.twoMeans, variances: RegimeReference.twoVariances,
            logLikelihoods: RegimeReference.twoLogLikelihoods, filtered: RegimeReference.twoFiltered,
            smoothed: RegimeReference.twoSmoothed, pathChanges: RegimeReference.twoPathChanges,
            pathStates: RegimeReference.twoPathStates)

        func fit() throws(RegimeError) -> HMMFit {
            try HMMFit(
                observations, states: start.states,
                options: .init(start: .given(start), updateLimit: 20, tolerance: -.infinity, varianceFloor: 1e-12))
        }
    }

    static let rows = [0, 1, 50, 151, 299]

    @Test(arguments: [Case.one, .two]) func `has its parameters and its likelihoods`(of: Case) throws {
        let fit = try of.fit()
        #expect(!fit.hasConverged)
        #expect(difference(fit.logLikelihoods, of.logLikelihoods) < 1e-11)
        #expect(difference(fit.model.initial, of.initial) < 1e-9)
        #expect(difference(fit.model.transitions.values, of.transitions) < 1e-9)
        #expect(difference(fit.model.means.values, of.means) < 1e-9)
        #expect(difference(fit.model.variances.values, of.variances) < 1e-9)
    }

    @Test(arguments: [Case.one, .two]) func `has its filtered and smoothed probabilities`(of: Case) throws {
        let model = try of.fit().model
        let filtered = try model.filteredProbabilities(of.observations)
        #expect(difference(Self.rows.flatMap { filtered.row($0) }, of.filtered) < 1e-8)
        let smoothed = try model.smoothedProbabilitiesLookingAhead(of.observations)
        #expect(difference(Self.rows.flatMap { smoothed.row($0) }, of.smoothed) < 1e-8)
    }

    @Test(arguments: [Case.one, .two]) func `has its likeliest path`(of: Case) throws {
        let path = try of.fit().model.likeliestPathLookingAhead(of.observations)
        let changes = path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }
        #expect(changes == of.pathChanges)
        #expect(changes.map { path[$0] } == of.pathStates)
    }
}
