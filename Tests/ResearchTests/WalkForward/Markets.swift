import Contracts
import Exchange
import Research
import Testing

/// The first sessions of the calendar with bars made by `bar` for each session and instrument.
func sessionFrames(_ count: Int, instruments: Int = 1, bar: (Int, Int) -> Bar) -> SessionFrames {
    SessionFrames(
        FrameTable(
            TradingCalendar.nyse.sessions.prefix(count).enumerated().compactMap { place, session in
                TradingCalendar.nyse.close(session).map { close in
                    BarFrame(at: close, session: session, bars: (0..<instruments).map { bar(place, $0) })
                }
            }))
}

func bar(open: Double, close: Double) -> Bar {
    let (open, close) = (Price(nanos: Int64(open * 100) * 10_000_000), Price(nanos: Int64(close * 100) * 10_000_000))
    return Bar(open: open, high: max(open, close), low: min(open, close), close: close, volume: 1_000_000)
}

/// Instruments that walk independently, one percent a session, each with its own drift a session.
func walks(_ drifts: [Double], sessions: Int, seed: UInt64) -> SessionFrames {
    var chance = SplitMix64(seed: seed)
    var prices = Array(repeating: 100.0, count: drifts.count)
    return sessionFrames(sessions, instruments: drifts.count) { _, instrument in
        let open = prices[instrument]
        prices[instrument] = max(1, open * (1 + drifts[instrument] + 0.01 * chance.normal()))
        return bar(open: open, close: prices[instrument])
    }
}

/// The same market with other prices from one session on.
func scrambled(_ market: SessionFrames, from session: Int, seed: UInt64) -> SessionFrames {
    var chance = SplitMix64(seed: seed)
    var frames = Array(market.frames)
    for place in market.sessions[session].lowerBound..<frames.count {
        frames[place].bars = frames[place].bars.map { _ in
            bar(open: 50 + 100 * chance.uniform(), close: 50 + 100 * chance.uniform())
        }
    }
    return SessionFrames(FrameTable(frames))
}

func universe(_ instruments: Int) throws -> Universe {
    try #require(Universe((0..<instruments).compactMap { Symbol("M\($0)") }))
}

func book(
    _ strategy: StrategyConfiguration, instruments: Int = 1, cash: Int = 100_000, shares: Int? = nil
) throws -> BookConfiguration {
    BookConfiguration(
        book: "study", mode: .paper, universe: try universe(instruments), startingCash: Money(units: cash),
        strategies: [strategy],
        allocation: AllocationConfiguration(
            method: shares == nil ? .equalWeight : .fixedQuantity, rebalance: .everyFrame, volatilityWindow: 10,
            grossCap: 10, minimumTrade: 0, fixedQuantity: shares.map { Quantity(units: $0) } ?? .zero),
        limits: RiskLimits(
            dailyLossBasisPoints: 10_000, maximumDrawdownBasisPoints: 10_000,
            orderNotional: Money(units: 1_000_000_000), positionNotional: Money(units: 1_000_000_000),
            grossExposureBasisPoints: 100_000, suspectMoveBasisPoints: 9_000))
}

let free = ExchangeRules()

/// Crossing averages of several lengths, on one instrument.
func crossings() throws -> [Candidate] {
    try [(2, 5), (2, 8), (3, 8), (4, 12), (5, 20)].map { fast, slow in
        let point: [StrategyConfiguration.Parameter] = [
            .init(name: "fast", value: Double(fast)), .init(name: "slow", value: Double(slow)),
        ]
        return Candidate(parameters: point, book: try book(StrategyConfiguration(name: "sma-cross", parameters: point)))
    }
}
