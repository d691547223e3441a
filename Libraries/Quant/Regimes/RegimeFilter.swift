internal import RealModule

/// The probability of each regime now, brought up to date with one observation at a time.
///
/// It knows only what it was given, so it is safe for live decisions and for backtests. An update takes no memory.
/// Rabiner 1989, §III.A: the forward recursion.
public struct RegimeFilter: Hashable, Sendable {
    public let model: GaussianHMM
    /// By state, given all observations so far; they sum to 1. Before the first it is the model's `initial`.
    public private(set) var probabilities: [Double]
    /// How many periods it has been through, skipped ones included.
    public private(set) var count = 0
    private var predicted: [Double]
    /// By state: the logarithm of the density at the mean.
    private let peaks: [Double]

    public init(_ model: GaussianHMM) {
        self.model = model
        probabilities = model.initial
        predicted = model.initial
        peaks = (0..<model.states).map { state in
            -0.5 * model.variances.row(state).reduce(0) { $0 + .log(2 * .pi * $1) }
        }
    }

    /// Takes in the next observation of a model with one feature.
    /// - Returns: the logarithm of its likelihood given all before: very low means that no regime expects it.
    /// - Throws: `wrongSize`, `notFinite`. The filter is then as it was.
    @discardableResult
    public mutating func update(_ observation: Double) throws(RegimeError) -> Double {
        let single: InlineArray<1, Double> = [observation]
        return try update(single.span)
    }

    /// Takes in the next observation: one value a feature.
    /// - Returns: the logarithm of its likelihood given all before: very low means that no regime expects it.
    /// - Throws: `wrongSize`, `notFinite`. The filter is then as it was.
    @discardableResult
    public mutating func update(_ observation: borrowing Span<Double>) throws(RegimeError) -> Double {
        guard observation.count == model.features else {
            throw .wrongSize(input: "an observation", has: observation.count, needs: model.features)
        }
        for feature in 0..<model.features where !observation[feature].isFinite {
            throw .notFinite(
                input: "the observation", row: count, column: feature, value: "\(observation[feature])")
        }
        predict()
        return weigh(observation)
    }

    /// Lets a period pass without an observation: regimes drift apart as the transitions say.
    public mutating func skip() {
        predict()
        for state in 0..<model.states { probabilities[state] = predicted[state] }
    }

    private mutating func predict() {
        defer { count += 1 }
        for state in 0..<model.states {
            guard count > 0 else {
                predicted[state] = probabilities[state]
                continue
            }
            var sum = 0.0
            for from in 0..<model.states { sum += probabilities[from] * model.transitions[from, state] }
            predicted[state] = sum
        }
    }

    /// Bayes' rule, with densities relative to the largest among the states that can be: one of them is 1, so the sum is
    /// never zero however odd the observation.
    private mutating func weigh(_ observation: borrowing Span<Double>) -> Double {
        var largest = -Double.infinity
        for state in 0..<model.states {
            var exponent = peaks[state]
            for feature in 0..<model.features {
                let deviation = observation[feature] - model.means[state, feature]
                exponent -= deviation * deviation / (2 * model.variances[state, feature])
            }
            probabilities[state] = exponent
            if predicted[state] > 0 { largest = max(largest, exponent) }
        }
        var sum = 0.0
        for state in 0..<model.states {
            let joint = predicted[state] > 0 ? predicted[state] * .exp(probabilities[state] - largest) : 0
            probabilities[state] = joint
            sum += joint
        }
        for state in 0..<model.states { probabilities[state] /= sum }
        return largest + .log(sum)
    }
}
