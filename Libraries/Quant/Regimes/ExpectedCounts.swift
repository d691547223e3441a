/// What the states are expected to have done, given a model and all observations: the E step's result.
struct ExpectedCounts<Lanes: StateLanes> {
    private(set) var initial = Lanes.zero
    /// By state: how many observations it is expected to have made.
    private(set) var weights = Lanes.zero
    /// By state left: expected changes to each state entered.
    private(set) var transitions: [Lanes]
    /// By feature: Σ probability × observation.
    private(set) var sums: [Lanes]
    /// By feature: Σ probability × observation².
    private(set) var squares: [Lanes]

    init(features: Int) {
        transitions = Array(repeating: .zero, count: Lanes.scalarCount)
        sums = Array(repeating: .zero, count: features)
        squares = sums
    }

    /// Starts over, and counts. The arrays are reused.
    mutating func count(
        _ passes: borrowing ForwardBackward<Lanes>, _ model: LaneModel<Lanes>, _ observations: UnsafePointer<Double>
    ) {
        reset()
        let features = sums.count
        transitions.withUnsafeMutableBufferPointer { transitions in
            sums.withUnsafeMutableBufferPointer { sums in
                squares.withUnsafeMutableBufferPointer { squares in
                    for time in 0..<passes.count {
                        let joint = passes.forward[time] * passes.backward[time]
                        let scale = 1 / joint.total
                        let probabilities = joint * scale
                        if time == 0 { initial = probabilities }
                        weights += probabilities
                        for feature in 0..<features {
                            let value = observations[time * features + feature]
                            let weighted = probabilities * value
                            sums[feature] += weighted
                            squares[feature] += weighted * value
                        }
                        guard time + 1 < passes.count else { continue }
                        let left = passes.forward[time] * scale
                        let entered = passes.entered[time + 1]
                        for lane in 0..<Lanes.scalarCount { transitions[lane] += left[lane] * entered }
                    }
                }
            }
        }
        // The transition's own probability is the same at every step, so it comes in at the end.
        for lane in 0..<Lanes.scalarCount { transitions[lane] *= model.rows[lane] }
    }

    private mutating func reset() {
        (initial, weights) = (.zero, .zero)
        for lane in transitions.indices { transitions[lane] = .zero }
        for feature in sums.indices { (sums[feature], squares[feature]) = (.zero, .zero) }
    }
}
