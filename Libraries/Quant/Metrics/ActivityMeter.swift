/// How much of the time, and of the equity, a run had at work, and how much it traded for that.
public struct ActivityMeter: Hashable, Sendable {
    private var periods = 0
    private var invested = 0
    private var exposures = 0.0
    private var traded = 0.0

    public init() {}

    /// Takes one period.
    /// - Parameters:
    ///   - exposure: the sum of all positions' unsigned worth at its end, as a share of equity.
    ///   - traded: the notional bought plus the notional sold in it, as a share of equity.
    public mutating func add(exposure: Double, traded: Double) {
        precondition(exposure >= 0 && exposure.isFinite, "exposure is unsigned")
        precondition(traded >= 0 && traded.isFinite, "traded notional is unsigned")
        periods += 1
        if exposure > 0 { invested += 1 }
        exposures += exposure
        self.traded += traded
    }

    /// The share of periods that ended with a position; `nil` without periods.
    public var timeInMarket: Double? { periods == 0 ? nil : Double(invested) / Double(periods) }
    /// Gross exposure as a share of equity, flat periods included; `nil` without periods.
    public var averageExposure: Double? { periods == 0 ? nil : exposures / Double(periods) }

    /// Notional traded in a year as a multiple of equity, both sides counted: selling everything and buying it back
    /// once a year is 2. `nil` without periods.
    public func annualTurnover(periodsPerYear: Double = 252) -> Double? {
        periods == 0 ? nil : traded / Double(periods) * periodsPerYear
    }
}
