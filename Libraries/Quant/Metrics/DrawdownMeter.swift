/// The falls of an equity curve from its peaks, in one pass. The start counts as the first peak.
public struct DrawdownMeter: Hashable, Sendable {
    public private(set) var peak: Double
    /// The fall from the newest peak, as a share of it: 0.2 is a fall of a fifth.
    public private(set) var current = 0.0
    /// The largest fall of all.
    public private(set) var maximum = 0.0
    /// Periods since the newest peak; 0 at a peak.
    public private(set) var duration = 0
    /// The most periods in a row below a peak, the unfinished fall at the end included.
    public private(set) var longest = 0
    private var count = 0
    private var sumOfSquares = 0.0

    /// A curve that starts at `start`, which must be positive.
    public init(start: Double = 1) {
        precondition(start > 0 && start.isFinite, "a drawdown is a share of something")
        peak = start
    }

    /// Takes the equity at the end of one more period. A fall below zero (a debt) is a drawdown above 1.
    public mutating func add(_ equity: Double) {
        precondition(!equity.isNaN, "equity is a number")
        count += 1
        if equity >= peak {
            peak = equity
            current = 0
            duration = 0
        } else {
            current = (peak - equity) / peak
            duration += 1
            maximum = max(maximum, current)
            longest = max(longest, duration)
            sumOfSquares += current * current
        }
    }

    /// The root of the mean squared drawdown, over every period, as a share (Martin and McCann, 1989); 0 for an empty
    /// curve.
    public var ulcerIndex: Double { count == 0 ? 0 : (sumOfSquares / Double(count)).squareRoot() }
}
