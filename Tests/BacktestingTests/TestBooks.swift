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
        limits: RiskLimits(
            dailyLossBasisPoints: 100 + 200 * tightness, maximumDrawdownBasisPoints: 250 + 300 * tightness,
            orderNotional: Money(units: 60_000), positionNotional: Money(units: 120_000),
            grossExposureBasisPoints: 15_000, suspectMoveBasisPoints: 150 + 100 * tightness))
}

/// Simulated daily bars of the calendar's first sessions.
func dailyFrames(_ universe: Universe, count: Int, seed: UInt64) -> [BarFrame] {
    var market = SimulatedMarket(universe: universe, seed: seed)
    return TradingCalendar.nyse.sessions.prefix(count).compactMap { session in
        TradingCalendar.nyse.close(session).map { market.next(session: session, at: $0) }
    }
}
