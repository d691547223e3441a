internal import Contracts

/// The state of a configured allocator.
///
/// The book holds what its strategies want and nothing else: a position that no strategy has a view of is a target of
/// zero.
struct Allocator: Sendable, Codable {
    private(set) var configuration: BookConfiguration
    private var sleeves: [Sleeve]
    private(set) var weights: Weights
    /// `nil` unless weights follow volatility.
    var volatility: VolatilityMeter?
    var cadence: Cadence
    var ledger: Ledger

    init(_ configuration: BookConfiguration) throws(ParameterError) {
        try configuration.allocation.validate()
        let instruments = configuration.universe.count
        self.configuration = configuration
        sleeves = try Self.sleeves(of: configuration)
        weights = Weights(instruments: instruments, strategies: configuration.strategies.count)
        volatility = VolatilityMeter(configuration.allocation, instruments: instruments)
        cadence = Cadence(instruments: instruments)
        ledger = Ledger(instruments: instruments, cash: configuration.startingCash)
        weights.price(sleeves, configuration.allocation.method, volatilities: unknownVolatilities)
    }

    /// The allocator under changed rules, with the same account.
    func changed(to configuration: BookConfiguration) throws(ParameterError) -> Allocator {
        configuration.requireSameBook(as: self.configuration)
        var result = try Allocator(configuration)
        result.cadence = cadence
        result.ledger = ledger
        if let volatility, volatility.bars == result.volatility?.bars { result.volatility = volatility }
        return result
    }

    private static func sleeves(of configuration: BookConfiguration) throws(ParameterError) -> [Sleeve] {
        var sleeves: [Sleeve] = []
        for strategy in configuration.strategies {
            sleeves.append(try Sleeve(strategy, universe: configuration.universe))
        }
        return sleeves
    }

    private var unknownVolatilities: [Double] { Array(repeating: 0, count: configuration.universe.count) }
}

extension Allocator {
    mutating func fold(_ bars: borrowing BarFrame, _ signals: borrowing SignalFrame, into targets: inout TargetFrame) {
        precondition(signals.at == bars.at, "signals are answered with the bars they were made from")
        ledger.mark(bars)
        cadence.advance(to: bars.session, configuration.allocation.rebalance)
        volatility?.fold(bars)
        let equity = ledger.equity
        targets.at = bars.at
        targets.equity = equity
        // Weights are made anew from the signals whenever somebody's turn comes; between turns nobody reads them.
        guard cadence.isAnyDue else {
            if !targets.targets.isEmpty { targets.targets.removeAll(keepingCapacity: true) }
            return
        }
        if let volatility { weights.price(sleeves, .inverseVolatility, volatilities: volatility.known) }
        weights.take(signals)
        capGross(of: equity)
        writeTargets(bars, equity, into: &targets.targets)
    }

    mutating func apply(_ action: CorporateAction) {
        ledger.apply(action)
        volatility?.apply(action)
    }

    /// Scales all weights down together when their sum is above the cap.
    private mutating func capGross(of equity: Money) {
        let gross = gross(of: equity)
        let cap = configuration.allocation.grossCap
        if gross > cap { weights.scale(by: cap / gross) }
    }

    /// The unsigned worth of all weights, as a multiple of equity.
    // Inlined, since a call would copy the allocator.
    @inline(__always)
    func gross(of equity: Money) -> Double {
        var gross = 0.0
        for place in 0..<weights.net.count where weights.net[place] != 0 {
            let worth = configuration.allocation.worthOfOne(at: ledger.lastClose(InstrumentIndex(place)), equity)
            gross += abs(weights.net[place]) * worth
        }
        return gross
    }

    private mutating func writeTargets(_ bars: borrowing BarFrame, _ equity: Money, into targets: inout [Target]) {
        var count = 0
        for place in 0..<weights.net.count where cadence.isDue[place] {
            guard let bar = bars.bars[place], bar.close > .zero else { continue }
            cadence.settle(place)
            let instrument = InstrumentIndex(place)
            let held = ledger.position(instrument)
            let wanted = configuration.allocation.shares(weight: weights.net[place], equity, at: bar.close)
            guard configuration.allocation.isWorthTrading(from: held, to: wanted, at: bar.close, equity) else {
                continue
            }
            if count == targets.count {
                targets.append(Target(instrument: instrument, quantity: wanted, price: bar.close, contributions: []))
            }
            targets[count].instrument = instrument
            targets[count].quantity = wanted
            targets[count].price = bar.close
            weights.writeContributions(to: place, into: &targets[count].contributions)
            count += 1
        }
        if count < targets.count { targets.removeSubrange(count...) }
    }
}
