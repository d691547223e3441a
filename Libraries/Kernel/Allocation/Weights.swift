internal import Contracts

/// The wanted weight of each instrument, and what each strategy contributed to it.
///
/// A strategy's full view is worth `share ÷ breadth` of equity. With inverse volatility that is multiplied by how calm
/// the instrument is among those the strategy may hold: (1 ÷ its volatility) ÷ the mean of (1 ÷ volatility). An
/// instrument whose volatility is unknown or zero counts as average. With fixed quantities a full view is worth
/// `share`, in units of the fixed quantity.
struct Weights: Hashable, Sendable, Codable {
    /// By instrument.
    private(set) var net: [Double]
    /// By strategy, then instrument.
    private var contributions: [Double]
    /// What a full view of the instrument is worth, by strategy, then instrument.
    private var fullViews: [Double]
    private let strategies: Int

    init(instruments: Int, strategies: Int) {
        self.strategies = strategies
        net = Array(repeating: 0, count: instruments)
        contributions = Array(repeating: 0, count: instruments * strategies)
        fullViews = Array(repeating: 0, count: instruments * strategies)
    }

    /// Sets what full views are worth. `volatilities` has NaN where one is unknown, and is empty where the method needs
    /// none.
    mutating func price(_ sleeves: [Sleeve], _ method: AllocationConfiguration.Method, volatilities: [Double]) {
        for place in 0..<sleeves.count {
            switch method {
            case .fixedQuantity: setFullViews(of: sleeves[place], at: place, to: sleeves[place].share)
            case .equalWeight:
                setFullViews(of: sleeves[place], at: place, to: sleeves[place].share / Double(sleeves[place].breadth))
            case .inverseVolatility: setByVolatility(sleeves[place], at: place, volatilities)
            }
        }
    }

    private mutating func setFullViews(of sleeve: Sleeve, at place: Int, to worth: Double) {
        for instrument in sleeve.instruments { fullViews[place * net.count + instrument.place] = worth }
    }

    private mutating func setByVolatility(_ sleeve: Sleeve, at place: Int, _ volatilities: [Double]) {
        let equal = sleeve.share / Double(sleeve.breadth)
        var sum = 0.0
        var known = 0
        for instrument in sleeve.instruments where volatilities[instrument.place] > 0 {
            sum += 1 / volatilities[instrument.place]
            known += 1
        }
        for instrument in sleeve.instruments {
            let volatility = volatilities[instrument.place]
            let calm = volatility > 0 ? 1 / volatility * Double(known) / sum : 1
            fullViews[place * net.count + instrument.place] = equal * calm
        }
    }

    /// Nets the signals.
    mutating func take(_ signals: borrowing SignalFrame) {
        Self.sum(signals, worth: fullViews, into: &net, by: &contributions)
    }

    // Apart from `self`, so that each array is checked once a frame and not at every number.
    private static func sum(
        _ signals: borrowing SignalFrame, worth fullViews: [Double], into net: inout [Double],
        by contributions: inout [Double]
    ) {
        var sums = net.mutableSpan
        var parts = contributions.mutableSpan
        let worths = fullViews.span
        for place in sums.indices { sums[place] = 0 }
        for place in parts.indices { parts[place] = 0 }
        let views = signals.signals.span
        for place in views.indices {
            let signal = views[place]
            let slot = Int(signal.strategy) &* sums.count &+ signal.instrument.place
            parts[slot] += signal.weight * worths[slot]
            sums[signal.instrument.place] += signal.weight * worths[slot]
        }
    }

    /// Scales everything down by the same factor.
    mutating func scale(by factor: Double) {
        for place in 0..<net.count { net[place] *= factor }
        for place in 0..<contributions.count { contributions[place] *= factor }
    }

    func contribution(of strategy: Int, to instrument: Int) -> Double {
        contributions[strategy * net.count + instrument]
    }

    /// Writes what each strategy contributed to one instrument's weight, reusing the array if it has the right size.
    func writeContributions(to instrument: Int, into list: inout [Double]) {
        if list.count != strategies { list = Array(repeating: 0, count: strategies) }
        for strategy in 0..<strategies { list[strategy] = contribution(of: strategy, to: instrument) }
    }
}
