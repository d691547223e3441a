import Contracts
import Exchange
import Research
import Testing

@Suite struct `The stages of a book` {
    /// Each strategy of the catalogue, some of them twice.
    private static let strategies: [StrategyConfiguration] = [
        .init(name: "sma-cross", parameters: [.init(name: "fast", value: 3), .init(name: "slow", value: 9)]),
        .init(
            name: "sma-cross",
            parameters: [
                .init(name: "fast", value: 5), .init(name: "short", value: 1), .init(name: "slow", value: 20),
            ]),
        .init(name: "time-series-momentum", parameters: [.init(name: "lookback", value: 15)]),
        .init(
            name: "time-series-momentum",
            parameters: [
                .init(name: "lookback", value: 30), .init(name: "target-volatility", value: 0.1),
                .init(name: "volatility-window", value: 10),
            ]),
        .init(
            name: "cross-sectional-momentum",
            parameters: [.init(name: "lookback", value: 12), .init(name: "skip", value: 2)]),
        .init(
            name: "cross-sectional-momentum",
            parameters: [
                .init(name: "bottom", value: 1), .init(name: "lookback", value: 25), .init(name: "skip", value: 0),
                .init(name: "top", value: 2),
            ]),
        .init(
            name: "gold-silver-ratio",
            parameters: [.init(name: "entry", value: 1), .init(name: "window", value: 15)]),
        .init(
            name: "gold-silver-ratio", parameters: [.init(name: "entry", value: 1.5), .init(name: "window", value: 30)]),
        .init(name: "hold"),
        .init(name: "hold", share: 0.5),
    ]

    private func book(_ strategies: [StrategyConfiguration], _ method: AllocationConfiguration.Method) throws
        -> BookConfiguration
    {
        BookConfiguration(
            book: "proof", mode: .paper, universe: try ProofMarket.universe(), startingCash: Money(units: 250_000),
            strategies: strategies,
            allocation: AllocationConfiguration(
                method: method, rebalance: .everyFrame, volatilityWindow: 10, grossCap: 2, minimumTrade: 0.001,
                fixedQuantity: Quantity(units: 100)),
            limits: RiskLimits(
                dailyLossBasisPoints: 300, maximumDrawdownBasisPoints: 800, orderNotional: Money(units: 80_000),
                positionNotional: Money(units: 150_000), grossExposureBasisPoints: 15_000, suspectMoveBasisPoints: 400))
    }

    private func report(_ book: BookConfiguration, _ rules: ExchangeRules, _ frames: [BarFrame]) throws
        -> LookAheadReport
    {
        try LookAheadProver(BookDecisions(book, rules: rules, on: frames), plan: ProofPlan(cuts: 5)).prove(frames)
    }

    @Test(arguments: strategies) func `look at nothing that is yet to come`(strategy: StrategyConfiguration) throws {
        let frames = try ProofMarket.framesWithGaps()
        let book = try book([strategy], .equalWeight)
        // What decides nothing would pass too.
        #expect(BookDecisions(book, rules: .standard, on: frames).decisions(over: frames).joined().count > 20)
        let report = try report(book, .standard, frames)
        #expect(report.isHonest, "\(report.text(book.universe))")
    }

    @Test func `look ahead neither together nor where orders fill in parts`() throws {
        let frames = try ProofMarket.framesWithGaps()
        var rules = ExchangeRules.standard
        rules.participationBasisPoints = 1
        let book = try book(Self.strategies, .inverseVolatility)
        let report = try report(book, rules, frames)
        #expect(report.isHonest, "\(report.text(book.universe))")
    }
}
