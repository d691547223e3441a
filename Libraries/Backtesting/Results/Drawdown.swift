public import Contracts

/// The largest fall of equity from a peak so far. The start counts as the first peak.
///
/// It subtracts exact money and divides only what is below a peak, unlike Quant's meter of returns, so it costs next to nothing at every
/// frame of a sweep.
public struct Drawdown: Hashable, Sendable {
    public private(set) var peak: Money
    /// As a share of the peak: 0.2 is a fall of a fifth.
    public private(set) var maximum = 0.0

    public init(start: Money) { peak = start }

    /// Takes in the next equity.
    public mutating func add(_ equity: Money) {
        if equity >= peak {
            peak = equity
        } else if peak > .zero {
            maximum = max(maximum, (peak - equity).approximation / peak.approximation)
        }
    }
}

/// The largest fall from a peak, as a share of that peak: 0.2 is a fall of a fifth. The start counts as the first peak.
public func maximumDrawdown(of equities: some Sequence<Money>, from start: Money) -> Double {
    var drawdown = Drawdown(start: start)
    for equity in equities { drawdown.add(equity) }
    return drawdown.maximum
}
