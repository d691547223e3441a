import Contracts
import Testing

@testable import Kernel

let metals = Universe(["GLD", "SLV", "GDX", "USO"].compactMap { Symbol($0) })!

/// A strategy of the catalogue, run over frames with the features it asks for.
struct StrategyRun {
    var stage = StrategyStage()
    private var features = FeatureStage()
    private var frame = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
    private var signals = SignalFrame(at: Timestamp(nanoseconds: 0), signals: [])

    init(_ strategies: StrategyConfiguration..., universe: Universe = metals) throws {
        let configuration = book(strategies, universe: universe)
        try stage.configure(configuration)
        try features.configure(configuration)
    }

    /// The views of the first strategy after each frame, by instrument.
    mutating func views(_ frames: [BarFrame]) -> [[Double]] {
        frames.map { bars in
            _ = answer(bars)
            return bars.bars.indices.map { stage.views[0][InstrumentIndex($0)] }
        }
    }

    mutating func answer(_ bars: BarFrame) -> SignalFrame {
        features.fold(bars, into: &frame)
        stage.fold(bars, frame, into: &signals)
        return signals
    }
}

func book(
    _ strategies: [StrategyConfiguration], universe: Universe = metals,
    allocation: AllocationConfiguration = AllocationConfiguration(
        method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0)
) -> BookConfiguration {
    BookConfiguration(
        book: "test", mode: .paper, universe: universe, startingCash: Money(units: 100_000), strategies: strategies,
        allocation: allocation,
        limits: RiskLimits(
            dailyLossBasisPoints: 200, maximumDrawdownBasisPoints: 2_000, orderNotional: Money(units: 100_000),
            positionNotional: Money(units: 100_000), grossExposureBasisPoints: 10_000, suspectMoveBasisPoints: 2_000))
}

func strategy(_ name: String, _ parameters: [String: Double] = [:], on instruments: [Int] = []) -> StrategyConfiguration
{
    StrategyConfiguration(
        name: name, instruments: instruments.map(InstrumentIndex.init),
        parameters: parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) })
}

/// Frames of closes, one row a frame; `-` is a missing bar.
func frames(_ rows: [String], from day: Int32 = 19_000) -> [BarFrame] {
    rows.enumerated().map { place, row in
        let session = TradingDate(daysSinceEpoch: day + Int32(place))
        return BarFrame(
            at: session.utcMidnight + 72_000, session: session,
            bars: row.split(separator: " ").map { flatBar(String($0)) })
    }
}

private let one = Universe(["GLD"].compactMap { Symbol($0) })!
private let pair = Universe(["GLD", "SLV"].compactMap { Symbol($0) })!

@Suite struct `The moving-average cross` {
    @Test func `is long while the fast average is above the slow one`() throws {
        var run = try StrategyRun(strategy("sma-cross", ["fast": 1, "slow": 3]), universe: one)
        let views = run.views(frames(["10", "11", "12", "13", "9", "9", "9", "10"])).map { $0[0] }
        #expect(views == [0, 0, 1, 1, 0, 0, 0, 1])
    }

    @Test func `is short below when asked to`() throws {
        var run = try StrategyRun(strategy("sma-cross", ["fast": 1, "slow": 2, "short": 1]), universe: one)
        #expect(run.views(frames(["10", "11", "10", "9", "10"])).map { $0[0] } == [0, 1, -1, -1, 1])
    }

    @Test func `keeps its view when a bar is missing`() throws {
        var run = try StrategyRun(strategy("sma-cross", ["fast": 1, "slow": 2]), universe: one)
        #expect(run.views(frames(["10", "11", "-", "12", "10"])).map { $0[0] } == [0, 1, 1, 1, 0])
    }

    @Test(arguments: [0.0, 1]) func `holds nothing while the averages are equal`(short: Double) throws {
        var run = try StrategyRun(strategy("sma-cross", ["fast": 1, "slow": 2, "short": short]), universe: one)
        #expect(run.views(frames(["10", "11", "11", "10", "10"])).map { $0[0] } == [0, 1, 0, -short, 0])
    }

    /// Prices within a few cents, so that there are ties, which sums of doubles miss by their last digits.
    @Test(arguments: UInt64(0)..<4) func `decides as sums of whole cents do`(seed: UInt64) throws {
        var run = try StrategyRun(strategy("sma-cross", ["fast": 3, "slow": 7, "short": 1]), universe: one)
        var chance = SplitMix64(seed: seed)
        let cents = (0..<3_000).map { _ in Int.random(in: 98...102, using: &chance) }
        let views = run.views(frames(cents.map { "\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)" })).map { $0[0] }
        var ties = 0
        for end in 7...cents.count {
            let (fast, slow) = (cents[(end - 3)..<end].reduce(0, +) * 7, cents[(end - 7)..<end].reduce(0, +) * 3)
            #expect(views[end - 1] == Double((fast - slow).signum()))
            if fast == slow { ties += 1 }
        }
        #expect(ties > 50)
    }

    @Test func `looks only at its instruments`() throws {
        var run = try StrategyRun(strategy("sma-cross", ["fast": 1, "slow": 2], on: [1]), universe: pair)
        #expect(run.views(frames(["10 10", "11 11"]))[1] == [0, 1])
    }
}

@Suite struct `Time-series momentum` {
    @Test func `follows the sign of the past return`() throws {
        var run = try StrategyRun(strategy("time-series-momentum", ["lookback": 2]), universe: pair)
        #expect(
            run.views(frames(["10 10", "11 11", "12 9", "9 9", "11 -"])) == [
                [0, 0], [0, 0], [1, -1], [-1, -1], [-1, -1],
            ])
    }

    @Test func `scales its view down in a wild market`() throws {
        var run = try StrategyRun(
            strategy(
                "time-series-momentum", ["lookback": 2, "target-volatility": 0.2, "volatility-window": 2, "short": 0]),
            universe: one)
        let views = run.views(frames(["100", "110", "99"])).map { $0[0] }
        #expect(views[2] == 0)
        let rising = run.views(frames(["120"], from: 19_010)).map { $0[0] }[0]
        let returns = [-0.1, 120.0 / 99 - 1]
        let volatility = (abs(returns[1] - returns[0]) / 2.0.squareRoot()) * 252.0.squareRoot()
        #expect(abs(rising - 0.2 / volatility) < 1e-12)
    }
}

@Suite struct `Cross-sectional momentum` {
    let rising = ["10 10 10 10", "10 10 10 10", "11 13 12 9", "10 10 10 10"]

    @Test func `holds the best and is short in the worst`() throws {
        var run = try StrategyRun(
            strategy("cross-sectional-momentum", ["lookback": 2, "skip": 0, "top": 2, "bottom": 1]))
        #expect(run.views(frames(rising))[2] == [0, 1, 1, -1])
    }

    @Test func `leaves the newest bars out of its return`() throws {
        var run = try StrategyRun(strategy("cross-sectional-momentum", ["lookback": 3, "skip": 1, "top": 1]))
        #expect(run.views(frames(rising))[3] == [0, 1, 0, 0])
    }

    @Test func `ranks equal returns in the universe's order`() throws {
        var run = try StrategyRun(
            strategy("cross-sectional-momentum", ["lookback": 2, "skip": 0, "top": 3, "bottom": 1]))
        #expect(run.views(frames(["9 9 9 9", "9 9 9 9", "9 9 9 9"]))[2] == [1, 1, 1, -1])
    }

    @Test func `keeps the place of an instrument whose bar is missing`() throws {
        var run = try StrategyRun(strategy("cross-sectional-momentum", ["lookback": 1, "skip": 0, "top": 2]))
        let views = run.views(frames(["10 10 10 10", "12 11 9 9", "- 11 12 14"]))
        #expect(views[1] == [1, 1, 0, 0])
        #expect(views[2] == [1, 0, 0, 1])
    }

    @Test(arguments: UInt64(0)..<50) func `picks what sorting would pick`(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        let symbols = Universe((0..<12).compactMap { Symbol("S\($0)") })!
        let bottom = dice.number(1...6)
        let top = dice.number(0...(12 - bottom))
        var run = try StrategyRun(
            strategy(
                "cross-sectional-momentum", ["lookback": 2, "skip": 0, "top": Double(top), "bottom": Double(bottom)]),
            universe: symbols)
        let prices = (0..<3).map { _ in (0..<12).map { _ in dice.number(5...9) } }
        let views = run.views(frames(prices.map { row in row.map(String.init).joined(separator: " ") }))[2]
        let returns = (0..<12).map { Double(prices[2][$0]) / Double(prices[0][$0]) - 1 }
        let ranked = (0..<12).sorted { returns[$0] > returns[$1] || (returns[$0] == returns[$1] && $0 < $1) }
        var expected = Array(repeating: 0.0, count: 12)
        for place in ranked.prefix(Int(top)) { expected[place] = 1 }
        for place in ranked.suffix(Int(bottom)) { expected[place] = -1 }
        #expect(views == expected)
    }
}

@Suite struct `The gold-silver ratio` {
    let wide = ["20 10", "20 10", "20 10", "20 10", "30 10", "20 10", "20 10", "20 10", "21 10", "20 10"]

    @Test func `buys the cheap one and sells the dear one, and leaves near the mean`() throws {
        var run = try StrategyRun(
            strategy("gold-silver-ratio", ["window": 5, "entry": 1.5, "exit": 0.6]), universe: pair)
        let views = run.views(frames(wide))
        #expect(views[4] == [-1, 1])
        #expect(views[5] == [0, 0])
    }

    @Test func `leaves the short leg out when asked to`() throws {
        var run = try StrategyRun(
            strategy("gold-silver-ratio", ["window": 5, "entry": 1.5, "short": 0]), universe: pair)
        #expect(run.views(frames(wide))[4] == [0, 1])
    }

    @Test func `finds gold and silver by symbol, by the list, or by place`() throws {
        let reversed = Universe(["SLV", "GLD", "GDX"].compactMap { Symbol($0) })!
        func legs(_ configuration: StrategyConfiguration) throws -> [FeatureSpec] {
            try AnyStrategy(configuration, universe: reversed).requiredFeatures
        }
        let name = "gold-silver-ratio"
        #expect(try legs(strategy(name)) == [.ratioZScore(InstrumentIndex(1), InstrumentIndex(0), bars: 60)])
        #expect(
            try legs(strategy(name, on: [2, 0])) == [.ratioZScore(InstrumentIndex(2), InstrumentIndex(0), bars: 60)])
        #expect(
            try legs(strategy(name, ["gold": 2, "silver": 1])) == [
                .ratioZScore(InstrumentIndex(2), InstrumentIndex(1), bars: 60)
            ])
        #expect(throws: ParameterError.self) { try legs(strategy(name, ["gold": 0])) }
    }
}

@Suite struct `Holding` {
    @Test func `wants all of its instruments from the first frame on, with a bar or without`() throws {
        var run = try StrategyRun(strategy("hold", on: [0, 2]))
        var market = WanderingMarket(seed: 1, instruments: 4, missingOneIn: 2)
        #expect(run.views(market.frames(20)) == Array(repeating: [1, 0, 1, 0], count: 20))
    }
}
