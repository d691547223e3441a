internal import RealModule

/// The forward and backward passes over all observations, with room for them that is taken once.
///
/// Rabiner 1989, §III and §V.A, with scaling. Both chains divide by the sum of the step *before*: the division then runs
/// beside the step's matrix product instead of after it. And since neither chain needs the other, they run in one loop,
/// from either end, so that each works while the other waits.
struct ForwardBackward<Lanes: StateLanes>: ~Copyable {
    let count: Int
    /// Relative to the largest of each observation.
    private let densities: UnsafeMutablePointer<Lanes>
    /// P(state, observation | all before); each sums to the observation's likelihood over its largest density.
    let forward: UnsafeMutablePointer<Lanes>
    /// In proportion to P(all after | state).
    let backward: UnsafeMutablePointer<Lanes>
    /// By state entered at t: density × backward, at the scale with which it made `backward` at t − 1.
    let entered: UnsafeMutablePointer<Lanes>

    init(count: Int) {
        precondition(count > 0, "there is something to pass over")
        self.count = count
        densities = .allocate(capacity: count)
        forward = .allocate(capacity: count)
        backward = .allocate(capacity: count)
        entered = .allocate(capacity: count)
        for pointer in [densities, forward, backward, entered] { pointer.initialize(repeating: .zero, count: count) }
    }

    deinit {
        for pointer in [densities, forward, backward, entered] { pointer.deallocate() }
    }

    /// Fills everything, and answers the logarithm of the likelihood.
    /// - Parameter observations: `count` rows of the model's features.
    mutating func run(_ model: LaneModel<Lanes>, _ observations: UnsafePointer<Double>) -> Double {
        var logLargest = 0.0
        for time in 0..<count {
            let (relative, largest) = model.densities(observations + time * model.features)
            densities[time] = relative
            logLargest += largest
        }
        return logLargest + runChains(model)
    }

    private mutating func runChains(_ model: LaneModel<Lanes>) -> Double {
        var likelihood = LogProduct()
        forward[0] = model.initial * densities[0]
        backward[count - 1] = Lanes(repeating: 1)
        for time in 1..<max(count, 1) {
            let sum = forward[time - 1].total
            likelihood.multiply(by: sum)
            forward[time] = model.predicted(from: forward[time - 1]) * densities[time] * (1 / sum)
            let back = count - time
            let scaled = densities[back] * backward[back] * (1 / backward[back].total)
            entered[back] = scaled
            backward[back - 1] = model.expected(of: scaled)
        }
        likelihood.multiply(by: forward[count - 1].total)
        return likelihood.logarithm
    }
}

/// The logarithm of a product of numbers in 0…1, taken seldom: when the product gets small.
private struct LogProduct {
    private var product = 1.0
    private var sum = 0.0

    @inline(__always) mutating func multiply(by factor: Double) {
        if min(product, factor) < 1e-100 {
            sum += .log(product) + .log(factor)
            product = 1
        } else {
            product *= factor
        }
    }

    var logarithm: Double { sum + .log(product) }
}
