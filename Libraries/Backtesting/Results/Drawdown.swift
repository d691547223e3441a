public import Contracts

/// The largest fall of equity from a peak so far. The start counts as the first peak.
///
/// It subtracts exact money and divides only at a new low, unlike Quant's meter of returns, so it costs next to nothing at every frame of
/// a sweep.
public struct Drawdown: Hashable, Sendable {
    public private(set) var peak: Money
    /// The lowest equity since the peak: only a new one can be a larger fall.
    private var trough: Money
    /// As a share of the peak: 0.2 is a fall of a fifth.
    public private(set) var maximum = 0.0

    public init(start: Money) {
        peak = start
        trough = start
    }

    /// Takes in the next equity.
    public mutating func add(_ equity: Money) {
        if equity >= peak {
            peak = equity
            trough = equity
        } else if peak > .zero, trough > equity {
            trough = equity
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
