/// The mean and the central moments of a series up to the fourth, in one pass and without storing it.
///
/// The update is Pébay's (2008, SAND2008-6212, formulas 2.1, 3.1 and 4.1 for one new value), which never subtracts two
/// large sums: a constant series has a variance of exactly zero.
public struct Moments: Hashable, Sendable {
    public private(set) var count = 0
    /// 0 while there are no values.
    public private(set) var mean = 0.0
    private var second = 0.0
    private var third = 0.0
    private var fourth = 0.0

    public init() {}

    public init(_ values: [Double]) {
        for value in values { add(value) }
    }

    public mutating func add(_ value: Double) {
        let before = Double(count)
        count += 1
        let total = Double(count)
        let delta = value - mean
        let step = delta / total
        let product = delta * step * before
        mean += step
        fourth += product * step * step * (total * total - 3 * total + 3) + 6 * step * step * second - 4 * step * third
        third += product * step * (total - 2) - 3 * step * second
        second += product
    }

    /// The unbiased variance, divided by count − 1; `nil` under two values.
    public var variance: Double? { count < 2 ? nil : second / Double(count - 1) }

    /// The root of `variance`; `nil` under two values.
    public var deviation: Double? { variance?.squareRoot() }

    /// Third central moment over the cube of the population deviation: 0 for a symmetric series, `nil` for a constant
    /// one.
    public var skewness: Double? {
        guard hasSpread else { return nil }
        return Double(count).squareRoot() * third / (second * second.squareRoot())
    }

    /// Fourth central moment over the square of the population variance: 3 for a normal series (not 0), `nil` for a
    /// constant one.
    public var kurtosis: Double? { hasSpread ? Double(count) * fourth / (second * second) : nil }

    /// Mean over deviation, per period and unscaled; `nil` under two values or without spread.
    public var sharpe: Double? { hasSpread ? deviation.map { mean / $0 } : nil }

    /// Whether the values differ by more than rounding: a curve that grows by exactly 1 % a period has returns that
    /// differ in their last bit, and would otherwise have a Sharpe ratio of 10¹⁴.
    private var hasSpread: Bool {
        guard let deviation else { return false }
        return isSpread(deviation: deviation, mean: mean)
    }
}

/// Whether a deviation is more than the rounding of values around `mean`.
func isSpread(deviation: Double, mean: Double) -> Bool { deviation > 1e-10 * abs(mean) }
