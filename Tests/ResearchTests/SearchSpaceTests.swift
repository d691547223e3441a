import Backtesting
import Contracts
import Exchange
import Kernel
import Research
import Testing

/// One moving-average crossover on two metals, with these fixed parameters.
func crossover(_ fixed: [StrategyConfiguration.Parameter] = []) throws -> BookConfiguration {
    BookConfiguration(
        book: "search", mode: .paper, universe: try #require(Universe(["GLD", "SLV"].compactMap { Symbol($0) })),
        startingCash: Money(units: 100_000), strategies: [StrategyConfiguration(name: "sma-cross", parameters: fixed)],
        allocation: AllocationConfiguration(
            method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 10, grossCap: 1, minimumTrade: 0),
        limits: RiskLimits(
            dailyLossBasisPoints: 10_000, maximumDrawdownBasisPoints: 10_000, orderNotional: Money(units: 1_000_000),
            positionNotional: Money(units: 1_000_000), grossExposureBasisPoints: 100_000, suspectMoveBasisPoints: 5_000)
    )
}

/// Simulated daily bars of the calendar's first sessions.
func dailyFrames(_ universe: Universe, count: Int, seed: UInt64) -> [BarFrame] {
    var market = SimulatedMarket(universe: universe, seed: seed)
    return TradingCalendar.nyse.sessions.prefix(count).compactMap { session in
        TradingCalendar.nyse.close(session).map { market.next(session: session, at: $0) }
    }
}

@Suite struct `A search space` {
    @Test func `makes one book a point, its parameters in order`() throws {
        let grid = try SearchGrid([SearchAxis("slow=20,30"), SearchAxis("fast=5,6")])
        let space = try SearchSpace(try crossover([.init(name: "short", value: 1)]), grid: grid)
        let parameters = space.book(at: 1).strategies[0].parameters
        #expect(parameters.map(\.name) == ["fast", "short", "slow"])
        #expect(parameters.map(\.value) == [6, 1, 20])
        #expect(space.refusal(of: 1) == nil)
    }

    @Test func `tells which points the strategy refuses, and why`() throws {
        let grid = try SearchGrid([SearchAxis("fast=10:30:10"), SearchAxis("slow=20")])
        let space = try SearchSpace(try crossover(), grid: grid)
        #expect((0..<3).map { space.refusal(of: $0) == nil } == [true, false, false])
        #expect(space.refusal(of: 2)?.description == "sma-cross: fast is 30, which is not below slow, 20")
    }

    @Test(arguments: [
        ("quick=1,2", "sma-cross has no parameter quick; it has fast, slow, short"),
        ("fast=0:5:1", "sma-cross: fast is 0, outside 1…999"), ("fast=5,1000", "fast is 1000, outside 1…999"),
        ("fast=1:2:0.5", "fast is 1.5, not a whole number"), ("slow=50,60", "slow is varied and has a fixed value"),
    ])
    func `names what no point could be run with`(axis: String, message: String) throws {
        let base = try crossover([.init(name: "slow", value: 100)])
        let grid = try SearchGrid([SearchAxis(axis)])
        let error = #expect(throws: SearchSpace.Refusal.self) { try SearchSpace(base, grid: grid) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test func `checks the fixed parameters and the strategy's name too`() throws {
        let grid = try SearchGrid([SearchAxis("fast=5")])
        #expect(throws: SearchSpace.Refusal.self) {
            try SearchSpace(try crossover([.init(name: "slow", value: 5000)]), grid: grid)
        }
        var unknown = try crossover()
        unknown.strategies[0].name = "oracle"
        #expect(throws: SearchSpace.Refusal.self) { try SearchSpace(unknown, grid: grid) }
        unknown.strategies = []
        #expect(throws: SearchSpace.Refusal.search(.notOneStrategy(has: 0))) { try SearchSpace(unknown, grid: grid) }
    }
}

@Suite struct `The figures of a searched run` {
    private let rules = ExchangeRules(slippageBasisPoints: 5, commissionPerTrade: Money(units: 1))

    @Test(arguments: 0..<12) func `equal those of the run alone`(place: Int) throws {
        let grid = try SearchGrid([SearchAxis("fast=2:5:1"), SearchAxis("slow=8,13,21")])
        let space = try SearchSpace(try crossover(), grid: grid)
        let book = space.book(at: place)
        let frames = dailyFrames(book.universe, count: 300, seed: UInt64(place))
        let record = try SweepRunner<SearchRecord>([book], rules: rules).run(FrameList(frames))[0]
        let alone = Backtest<DirectHost>(configuration: book, rules: rules).run(FrameList(frames)).result
        let figures = RunFigures(record, start: book.startingCash)
        #expect(figures.trades > 3)
        #expect(figures == RunFigures(alone, trips: alone.trading.roundTrips))
        #expect(figures.sessions == 300)
    }

    @Test func `leave out what a run without trades can't define`() {
        let figures = RunFigures(SearchRecord(startingCash: Money(units: 1000)), start: Money(units: 1000))
        #expect(figures.finalEquity == "1000")
        #expect(figures.sharpe == nil && figures.calmar == nil && figures.annualReturn == nil)
        #expect(figures.totalReturn == 0)
    }
}
