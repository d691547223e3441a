public import Contracts

extension AllocationConfiguration {
    /// Throws the first value that the allocator can't work with.
    public func validate() throws(ParameterError) {
        guard (2...2520).contains(volatilityWindow) else {
            throw .allocation(key: "volatility-window", value: "\(volatilityWindow)", allowed: "2…2520")
        }
        guard (0.01...10).contains(grossCap) else {
            throw .allocation(key: "gross-cap", value: plain(grossCap), allowed: "0.01…10")
        }
        guard (0...1).contains(minimumTrade) else {
            throw .allocation(key: "minimum-trade", value: plain(minimumTrade), allowed: "0…1")
        }
        guard fixedQuantity >= .zero, method != .fixedQuantity || fixedQuantity > .zero else {
            throw .allocation(key: "fixed-quantity", value: fixedQuantity.description, allowed: "above 0")
        }
    }
}

/// What the allocator needs to know of one strategy.
struct Sleeve: Hashable, Sendable, Codable {
    /// The strategy's share of the book.
    let share: Double
    /// How many instruments it holds at once, at most: an equal share is one part in so many.
    let breadth: Int
    let instruments: [InstrumentIndex]

    init(_ configuration: StrategyConfiguration, universe: Universe) throws(ParameterError) {
        let strategy = try AnyStrategy(configuration, universe: universe)
        share = configuration.share
        instruments = configuration.instruments.isEmpty ? universe.indices : configuration.instruments
        breadth = strategy.breadth(of: instruments.count)
    }
}
