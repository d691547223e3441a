/// A hidden Markov model fitted to observations by Baum–Welch, and how the fit went.
///
/// Rabiner 1989, §III.C. Every update raises the likelihood, up to a local maximum: which one depends on the start.
public struct HMMFit: Hashable, Sendable {
    /// Which state comes first, so that a state's number means the same after every fit. Ties go to the other rule.
    public enum StateOrder: Hashable, Sendable {
        /// The calmest first: by the sum over the features of variance ÷ the feature's overall variance.
        case variance
        /// The lowest mean of the first feature first.
        case mean
    }

    /// How a fit starts and when it ends.
    public struct Options: Hashable, Sendable {
        public var start: HMMStart
        public var order: StateOrder
        /// At least 0.
        public var updateLimit: Int
        /// The fit ends when an update has raised the log-likelihood by less than this. Below zero it never does.
        public var tolerance: Double
        /// No variance falls below this share of its feature's overall variance: a state can't shrink onto a single
        /// observation, where the likelihood has no bound.
        public var varianceFloor: Double

        public init(
            start: HMMStart = .volatility, order: StateOrder = .variance, updateLimit: Int = 100,
            tolerance: Double = 1e-6, varianceFloor: Double = 1e-6
        ) {
            self.start = start
            self.order = order
            self.updateLimit = updateLimit
            self.tolerance = tolerance
            self.varianceFloor = varianceFloor
        }
    }

    public let model: GaussianHMM
    /// After no update, one, two …; the last is that of `model`.
    public let logLikelihoods: [Double]
    /// False where the limit on updates ended the fit.
    public let hasConverged: Bool

    public var logLikelihood: Double { logLikelihoods[logLikelihoods.count - 1] }

    /// - Parameters:
    ///   - observations: one row a period, oldest first, one column a feature. Ten rows a state are needed.
    ///   - states: 1…8.
    /// - Throws: `outOfRange`, `wrongSize` (a given start of another shape), `tooFewRows`, `notFinite`, `noVariance`,
    ///   `lost`.
    public init(_ observations: Matrix, states: Int, options: Options = Options()) throws(RegimeError) {
        try checkStates(states)
        try options.check()
        let sample = try RegimeSample(observations, states: states)
        let start = try options.start.model(sample, states: states)
        let search =
            switch states {
            case ...2: try BaumWelch(SIMD2<Double>.self, sample, start, options)
            case ...4: try BaumWelch(SIMD4<Double>.self, sample, start, options)
            default: try BaumWelch(SIMD8<Double>.self, sample, start, options)
            }
        let found = search.model.shifted(by: sample.means)
        model = found.reordered(options.order.order(of: found, sample.variances))
        logLikelihoods = search.logLikelihoods
        hasConverged = search.hasConverged
    }
}

extension HMMFit.Options {
    fileprivate func check() throws(RegimeError) {
        guard updateLimit >= 0 else {
            throw .outOfRange(name: "the limit on updates", value: Double(updateLimit), allowed: "0 or more")
        }
        guard !tolerance.isNaN else { throw .outOfRange(name: "the tolerance", value: tolerance, allowed: "a number") }
        guard varianceFloor > 0, varianceFloor < 1 else {
            throw .outOfRange(name: "the variance floor", value: varianceFloor, allowed: "above 0, below 1")
        }
    }
}

extension HMMFit.StateOrder {
    fileprivate func order(of model: GaussianHMM, _ overall: [Double]) -> [Int] {
        let wildness = (0..<model.states).map { state in
            zip(model.variances.row(state), overall).reduce(0) { $0 + $1.0 / $1.1 }
        }
        let means = model.means.column(0)
        return (0..<model.states).sorted { a, b in
            switch self {
            case .variance: (wildness[a], means[a], a) < (wildness[b], means[b], b)
            case .mean: (means[a], wildness[a], a) < (means[b], wildness[b], b)
            }
        }
    }
}
