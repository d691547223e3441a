/// The least-squares line through pairs, in one pass (Welford's update).
struct PairMoments: Hashable, Sendable {
    private var count = 0.0
    private var (meanX, meanY) = (0.0, 0.0)
    private var (squares, products) = (0.0, 0.0)

    mutating func add(_ x: Double, _ y: Double) {
        count += 1
        let delta = x - meanX
        meanX += delta / count
        meanY += (y - meanY) / count
        squares += delta * (x - meanX)
        products += delta * (y - meanY)
    }

    /// `nil` if x does not vary.
    var line: (slope: Double, intercept: Double)? {
        guard count >= 2, isSpread(deviation: (squares / (count - 1)).squareRoot(), mean: meanX) else { return nil }
        return (products / squares, meanY - products / squares * meanX)
    }
}
