internal import RealModule

/// A model laid out for the passes over the observations: vectors over the states.
struct LaneModel<Lanes: StateLanes> {
    let states: Int
    let features: Int
    let initial: Lanes
    /// By state left: the probabilities of the states entered.
    let rows: [Lanes]
    /// By state entered: the probabilities from the states left.
    let columns: [Lanes]
    /// By feature.
    let means: [Lanes]
    /// By feature: 1 ÷ (2 × variance).
    let halfPrecisions: [Lanes]
    /// The logarithm of the density at the means; −∞ in a lane without a state.
    let peak: Lanes

    init(_ model: GaussianHMM) {
        states = model.states
        features = model.features
        initial = Lanes(model.initial)
        rows = (0..<Lanes.scalarCount).map { $0 < model.states ? Lanes(model.transitions.row($0)) : .zero }
        columns = (0..<Lanes.scalarCount).map { $0 < model.states ? Lanes(model.transitions.column($0)) : .zero }
        means = (0..<model.features).map { Lanes(model.means.column($0)) }
        halfPrecisions = (0..<model.features).map { Lanes(model.variances.column($0).map { 0.5 / $0 }) }
        peak = Lanes(
            (0..<model.states).map { state in
                -0.5 * model.variances.row(state).reduce(0) { $0 + .log(2 * .pi * $1) }
            }, padding: -.infinity)
    }

    /// The densities of one observation over their largest, and the logarithm of that largest.
    ///
    /// No density comes out below 10⁻³⁰⁰ of the largest, so an observation that one state explains far better than
    /// another never rules that other out altogether.
    @inline(__always)
    func densities(_ observation: UnsafePointer<Double>) -> (relative: Lanes, logLargest: Double) {
        var exponents = peak
        for feature in 0..<features {
            let deviations = observation[feature] - means[feature]
            exponents -= deviations * deviations * halfPrecisions[feature]
        }
        let largest = exponents.largest
        var relative = Lanes.zero
        for lane in 0..<states { relative[lane] = .exp(max(exponents[lane] - largest, -690)) }
        return (relative, largest)
    }

    /// The probabilities one step on, before the observation is seen.
    @inline(__always) func predicted(from probabilities: Lanes) -> Lanes {
        rows.withUnsafeBufferPointer { rows in
            var sum = Lanes.zero
            for lane in 0..<Lanes.scalarCount { sum += probabilities[lane] * rows[lane] }
            return sum
        }
    }

    /// By state: what follows from it, given what follows from each state entered.
    @inline(__always) func expected(of values: Lanes) -> Lanes {
        columns.withUnsafeBufferPointer { columns in
            var sum = Lanes.zero
            for lane in 0..<Lanes.scalarCount { sum += values[lane] * columns[lane] }
            return sum
        }
    }
}
