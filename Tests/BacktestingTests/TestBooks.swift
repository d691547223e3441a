import Contracts
import Exchange
import Testing

/// Three metals in one book, with one average crossing another.
func crossingBook(
    fast: Int, slow: Int, _ method: AllocationConfiguration.Method = .equalWeight, tightness: Int64 = 2
) throws -> BookConfiguration {
    let universe = try #require(Universe(["GLD", "SLV", "PPLT"].compactMap { Symbol($0) }))
    return BookConfiguration(
        book: "sweep", mode: .paper, universe: universe, startingCash: Money(units: 250_000),
        strategies: [
            StrategyConfiguration(
                name: "sma-cross",
                parameters: [.init(name: "fast", value: Double(fast)), .init(name: "slow", value: Double(slow))])
        ],
        allocation: AllocationConfiguration(
            method: method, rebalance: .everyFrame, volatilityWindow: 10, grossCap: 2, minimumTrade: 0.001,
            fixedQuantity: Quantity(units: 120)),
        limits: .tight(tightness))
}

extension RiskLimits {
    /// Limits that a simulated year runs into, so that tiers move and prices are doubted; 0 is the tightest.
    static func tight(_ tightness: Int64) -> RiskLimits {
        RiskLimits(
            dailyLossBasisPoints: 100 + 200 * tightness, maximumDrawdownBasisPoints: 250 + 300 * tightness,
            orderNotional: Money(units: 60_000), positionNotional: Money(units: 120_000),
            grossExposureBasisPoints: 15_000, suspectMoveBasisPoints: 150 + 100 * tightness)
    }
}

extension Universe {
    static func fourMetals() throws -> Universe {
        try #require(Universe(["GLD", "SLV", "PPLT", "USO"].compactMap { Symbol($0) }))
    }
}

/// A short crossover that may be short, and a ranking: between them they trade every few days.
let busyStrategies = [
    StrategyConfiguration(
        name: "sma-cross", share: 0.6,
        parameters: [.init(name: "fast", value: 3), .init(name: "short", value: 1), .init(name: "slow", value: 8)]),
    StrategyConfiguration(
        name: "cross-sectional-momentum", share: 0.4,
        parameters: [.init(name: "lookback", value: 10), .init(name: "skip", value: 1), .init(name: "top", value: 2)]),
]

/// Simulated daily bars of the calendar's first sessions.
func dailyFrames(_ universe: Universe, count: Int, seed: UInt64) -> [BarFrame] {
    var market = SimulatedMarket(universe: universe, seed: seed)
    return TradingCalendar.nyse.sessions.prefix(count).compactMap { session in
        TradingCalendar.nyse.close(session).map { market.next(session: session, at: $0) }
    }
}
