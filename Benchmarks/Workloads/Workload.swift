public import Contracts
public import Exchange

/// A market, and the books that are run on it: one of the works of the table.
///
/// The rules are those of `peers/rules.py`, so that every engine can be held to the same fills and the same cent.
public struct Workload: Sendable {
    public let name: String
    public let market: GeneratedBars
    public let books: [BookConfiguration]

    /// One basis point against us at the next open, and nothing else.
    public static let rules = ExchangeRules(slippageBasisPoints: 1)

    /// Bars that decisions are made on: of each instrument, for each book.
    public var bars: Int { market.frames.bars.count * books.count }

    /// One symbol, one pair of averages: 100 shares while the fast one is above the slow one.
    public static func w1(bars: Int) -> Workload {
        let market = GeneratedBars.minutes(bars, seed: 1)
        return Workload(name: "W1", market: market, books: [crossover(10, 50, market.universe)])
    }

    /// Twenty symbols, each month weighted by how calm they were.
    public static func w2(days: Int) -> Workload {
        let market = GeneratedBars.days(days, symbols: 20, seed: 2)
        return Workload(name: "W2", market: market, books: [calmBasket(market.universe)])
    }

    /// W1's rule for each of 20 fast lengths with each of 20 slow ones.
    public static func w3(bars: Int) -> Workload {
        let market = GeneratedBars.minutes(bars, seed: 3)
        let lengths = (5...24).flatMap { fast in stride(from: 30, through: 125, by: 5).map { (fast, $0) } }
        return Workload(
            name: "W3", market: market, books: lengths.map { crossover($0, $1, market.universe) })
    }

    /// W1's rule on a market that only rises: it buys once.
    public static func quiet(bars: Int) -> Workload {
        let market = GeneratedBars.rising(bars)
        return Workload(name: "quiet", market: market, books: [crossover(10, 50, market.universe)])
    }

    private static func crossover(_ fast: Int, _ slow: Int, _ universe: Universe) -> BookConfiguration {
        book(
            StrategyConfiguration(
                name: "sma-cross",
                parameters: [.init(name: "fast", value: Double(fast)), .init(name: "slow", value: Double(slow))]),
            universe,
            AllocationConfiguration(
                method: .fixedQuantity, rebalance: .everyFrame, volatilityWindow: 60, grossCap: 10, minimumTrade: 0,
                fixedQuantity: Quantity(units: 100)))
    }

    /// All symbols from the first month on that begins with sixty returns known. Ranking all of them for as many places is how the
    /// catalogue says "all, once they are known".
    private static func calmBasket(_ universe: Universe) -> BookConfiguration {
        book(
            StrategyConfiguration(
                name: "cross-sectional-momentum",
                parameters: [
                    .init(name: "lookback", value: 60), .init(name: "skip", value: 0),
                    .init(name: "top", value: Double(universe.count)),
                ]),
            universe,
            AllocationConfiguration(
                method: .inverseVolatility, rebalance: .monthly, volatilityWindow: 60, grossCap: 0.95,
                minimumTrade: 0))
    }

    /// Limits that never bind: the work is the strategy's.
    private static func book(
        _ strategy: StrategyConfiguration, _ universe: Universe, _ allocation: AllocationConfiguration
    ) -> BookConfiguration {
        BookConfiguration(
            book: "bench", mode: .paper, universe: universe, startingCash: Money(units: 1_000_000),
            strategies: [strategy], allocation: allocation,
            limits: RiskLimits(
                dailyLossBasisPoints: 10_000, maximumDrawdownBasisPoints: 10_000,
                orderNotional: Money(units: 1_000_000_000), positionNotional: Money(units: 1_000_000_000),
                grossExposureBasisPoints: 100_000, suspectMoveBasisPoints: 5_000))
    }
}
