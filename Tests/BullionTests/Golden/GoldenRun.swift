import Backtesting
import Contracts
import Exchange
import Foundation
import Testing

@testable import bullion

/// One pinned run: a book, a small generated market, and what the exchange charges.
struct GoldenRun: Sendable, CustomTestStringConvertible {
    let name: String
    let book: BookConfiguration
    let rules: ExchangeRules
    let frames: [BarFrame]

    var testDescription: String { name }

    func run<Host: BookHost>(on _: Host.Type = DirectHost.self) -> BacktestResult {
        Backtest<Host>(configuration: book, rules: rules).run(FrameList(frames)).result
    }

    func figures(of result: BacktestResult) -> Figures {
        var activity = ActivityRun(result)
        for frame in frames { activity.take(frame) }
        return Figures(
            result, trips: result.trading.roundTrips, activity: activity.meter, deflatedSharpe: nil)
    }

    /// What is pinned: the digest, counts, the last fill, and every metric to twelve significant digits.
    func facts() throws -> [String: String] {
        let result = run()
        var facts = [
            "digest": result.digest, "orders": "\(result.trading.orders.count)",
            "fills": "\(result.trading.fills.count)", "roundTrips": "\(result.trading.roundTrips.count)",
            "finalEquity": "\(result.endEquity)",
        ]
        if let last = result.trading.fills.last {
            facts["lastFill"] = "\(last.happenedAt) \(last.side.rawValue) \(last.quantity) at \(last.price)"
        }
        for (metric, value) in try figures(of: result).values {
            facts["metric \(metric)"] = value
        }
        return facts
    }
}

enum GoldenRuns {
    static let all: [GoldenRun] = [
        run(
            "crossover on daily bars", daily(300, seed: 1), [strategy("sma-cross", ["fast": 5, "slow": 20])], .standard),
        run(
            "crossover, long and short, on minute bars with half the spread and a commission a share",
            minutes(2, seed: 2), [strategy("sma-cross", ["fast": 10, "slow": 30, "short": 1])],
            ExchangeRules(
                slippage: .halfSpread(basisPoints: 4),
                commission: .perShare(Money(nanos: 5_000_000), minimum: Money(units: 1), maximum: nil))),
        run(
            "momentum by inverse volatility, every month", daily(400, seed: 3),
            [strategy("time-series-momentum", ["lookback": 60])], .standard, .inverseVolatility, .monthly),
        run(
            "momentum to a target volatility, every week, with borrowing fees", daily(300, seed: 4),
            [strategy("time-series-momentum", ["lookback": 40, "target-volatility": 0.1, "volatility-window": 20])],
            ExchangeRules(
                slippage: .basisPoints(5), commission: .perTrade(Money(units: 1)), borrowBasisPoints: 300),
            .equalWeight, .weekly),
        run(
            "ranking with square-root impact and the fees of the United States", daily(300, seed: 5),
            [strategy("cross-sectional-momentum", ["bottom": 1, "lookback": 30, "skip": 5, "top": 2])],
            ExchangeRules(
                slippage: .squareRootImpact(spreadBasisPoints: 3, fullVolumeBasisPoints: 60),
                commission: .basisPoints(2), fees: .unitedStates)),
        run(
            "ranking on minute bars, filled in parts", minutes(2, seed: 6),
            [strategy("cross-sectional-momentum", ["lookback": 45, "skip": 0, "top": 1])],
            ExchangeRules(
                slippage: .basisPoints(2), commission: .perTrade(Money(units: 1)), participationBasisPoints: 20)),
        run(
            "gold against silver with a commission by value", daily(400, seed: 7),
            [strategy("gold-silver-ratio", ["entry": 1.5, "window": 30])],
            ExchangeRules(slippage: .basisPoints(10), commission: .basisPoints(5))),
        run(
            "gold against silver, filled at the close of the signal", daily(400, seed: 8),
            [strategy("gold-silver-ratio", ["entry": 1, "exit": 0.2, "window": 20])],
            ExchangeRules(
                slippage: .basisPoints(10), commission: .perTrade(Money(units: 1)), fill: .signalClose)),
        run(
            "holding a basket by inverse volatility through missing bars", gaps(daily(300, seed: 9)),
            [strategy("hold", [:])], .standard, .inverseVolatility, .monthly),
        run(
            "three strategies under limits that bind", gaps(daily(400, seed: 10)),
            [
                strategy("sma-cross", ["fast": 3, "short": 1, "slow": 8], share: 0.5),
                strategy("cross-sectional-momentum", ["lookback": 10, "skip": 1, "top": 2], share: 0.4),
                strategy("gold-silver-ratio", ["entry": 1, "window": 15], share: 0.3),
            ],
            ExchangeRules(slippageBasisPoints: 5, commissionPerTrade: Money(units: 1)), limits: tight),
        byHand, bothWaysByHand,
    ]

    // MARK: Books

    static let universe = Universe(["GLD", "SLV", "PPLT", "USO"].compactMap { Symbol($0) })

    private static func run(
        _ name: String, _ frames: [BarFrame], _ strategies: [StrategyConfiguration], _ rules: ExchangeRules,
        _ method: AllocationConfiguration.Method = .equalWeight,
        _ rebalance: AllocationConfiguration.Rebalance = .everyFrame, limits: RiskLimits = .research
    ) -> GoldenRun {
        guard let universe else { preconditionFailure("four distinct symbols make a universe") }
        return GoldenRun(
            name: name,
            book: BookConfiguration(
                book: "golden", mode: .paper, universe: universe, startingCash: Money(units: 250_000),
                strategies: strategies,
                allocation: AllocationConfiguration(
                    method: method, rebalance: rebalance, volatilityWindow: 20, grossCap: 1.5, minimumTrade: 0.001),
                limits: limits),
            rules: rules, frames: frames)
    }

    static func strategy(_ name: String, _ parameters: [String: Double], share: Double = 1) -> StrategyConfiguration {
        StrategyConfiguration(
            name: name, share: share,
            parameters: parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
    }

    private static let tight = RiskLimits(
        dailyLossBasisPoints: 200, maximumDrawdownBasisPoints: 900, orderNotional: Money(units: 60_000),
        positionNotional: Money(units: 120_000), grossExposureBasisPoints: 15_000, suspectMoveBasisPoints: 250)

    // MARK: Markets

    static func daily(_ count: Int, seed: UInt64) -> [BarFrame] {
        guard let universe else { return [] }
        var market = SimulatedMarket(universe: universe, seed: seed)
        return TradingCalendar.nyse.sessions.prefix(count).compactMap { session in
            TradingCalendar.nyse.close(session).map { market.next(session: session, at: $0) }
        }
    }

    /// Minute bars of whole sessions.
    private static func minutes(_ sessions: Int, seed: UInt64) -> [BarFrame] {
        guard let universe else { return [] }
        var market = SimulatedMarket(universe: universe, seed: seed, stepsPerYear: 252 * 390)
        return TradingCalendar.nyse.sessions.prefix(sessions).flatMap { session -> [BarFrame] in
            guard let open = TradingCalendar.nyse.open(session) else { return [] }
            return (1...390).map { market.next(session: session, at: open + Int64($0 * 60)) }
        }
    }

    /// Every instrument misses a bar now and then.
    private static func gaps(_ frames: [BarFrame]) -> [BarFrame] {
        var chance = SplitMix64(seed: 99)
        return frames.map { frame in
            var frame = frame
            if chance.next() % 12 == 0 { frame.bars[Int(chance.next() % UInt64(frame.bars.count))] = nil }
            return frame
        }
    }
}

extension Figures {
    /// The metrics that there are, to twelve significant digits.
    var values: [String: String] {
        get throws { try numbers(self).mapValues { String(format: "%.12g", $0) } }
    }
}
