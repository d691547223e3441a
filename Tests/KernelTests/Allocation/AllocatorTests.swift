import Contracts
import Testing

@testable import Kernel

private let gold = InstrumentIndex(0)
private let silver = InstrumentIndex(1)
private let pair = Universe(["GLD", "SLV"].compactMap { Symbol($0) })!

private func allocation(
    _ method: AllocationConfiguration.Method = .equalWeight,
    _ rebalance: AllocationConfiguration.Rebalance = .everyFrame,
    grossCap: Double = 1, minimumTrade: Double = 0, fixed: Int = 0
) -> AllocationConfiguration {
    AllocationConfiguration(
        method: method, rebalance: rebalance, volatilityWindow: 2, grossCap: grossCap, minimumTrade: minimumTrade,
        fixedQuantity: Quantity(units: fixed))
}

/// An allocator with made-up signals.
private struct Desk {
    var stage = AllocatorStage()
    private var targets = TargetFrame(at: Timestamp(nanoseconds: 0), equity: .zero, targets: [])

    init(_ allocation: AllocationConfiguration, _ strategies: [StrategyConfiguration] = [strategy("sma-cross")]) throws
    {
        try stage.configure(book(strategies, universe: pair, allocation: allocation))
    }

    /// Targets for one frame; signals are (strategy, instrument, weight).
    mutating func targets(_ bars: BarFrame, _ signals: [(Int, Int, Double)]) -> TargetFrame {
        let views = signals.map {
            Signal(strategy: UInt16($0.0), instrument: InstrumentIndex($0.1), weight: $0.2, confidence: 1)
        }
        stage.fold(bars, SignalFrame(at: bars.at, signals: views), into: &targets)
        return targets
    }

    mutating func shares(_ bars: BarFrame, _ signals: [(Int, Int, Double)]) -> [Int64] {
        let frame = targets(bars, signals)
        var shares: [Int64] = [-1_000_000, -1_000_000]
        for target in frame.targets { shares[target.instrument.place] = target.quantity.nanos / nanosPerUnit }
        return shares
    }

    mutating func fill(_ side: Side, _ shares: Int, of instrument: InstrumentIndex, at price: String) throws {
        stage.apply(
            Fill(
                order: OrderID("o"), execution: "e", instrument: instrument, side: side,
                quantity: Quantity(units: shares),
                price: try #require(Price(price)), cumulativeQuantity: Quantity(units: shares), commission: .zero,
                happenedAt: Timestamp(nanoseconds: 0)))
    }
}

/// Stands for "not listed" in `Desk.shares`.
private let unlisted: Int64 = -1_000_000

@Suite struct `The allocator` {
    @Test func `gives a full signal an equal share of equity, in whole shares toward zero`() throws {
        var desk = try Desk(allocation())
        #expect(desk.shares(frames(["300 70"])[0], [(0, 0, 1), (0, 1, -0.5)]) == [166, -357])
    }

    @Test func `says what each strategy contributed`() throws {
        let strategies = [
            StrategyConfiguration(name: "sma-cross", share: 0.5),
            StrategyConfiguration(name: "time-series-momentum", share: 0.25),
        ]
        var desk = try Desk(allocation(), strategies)
        let frame = desk.targets(frames(["100 100"])[0], [(0, 0, 1), (1, 0, -0.5)])
        #expect(frame.equity == Money(units: 100_000))
        #expect(frame.targets.map(\.contributions) == [[0.25, -0.0625]])
        #expect(frame.targets.map(\.quantity) == [Quantity(units: 187)])
    }

    @Test func `counts an equal share by how many instruments the strategy holds at once`() throws {
        var desk = try Desk(allocation(), [strategy("cross-sectional-momentum", ["top": 1])])
        #expect(desk.shares(frames(["100 100"])[0], [(0, 1, 1)]) == [unlisted, 1_000])
    }

    @Test func `scales all weights together when their sum is above the cap`() throws {
        let strategies = [strategy("cross-sectional-momentum"), strategy("sma-cross")]
        var desk = try Desk(allocation(grossCap: 1.2), strategies)
        // 1 + 0.5 long in gold and 0.5 short in silver: 2 in all, to be 1.2.
        #expect(desk.shares(frames(["100 100"])[0], [(0, 0, 1), (1, 0, 1), (1, 1, -1)]) == [900, -300])
    }

    @Test func `gives calm instruments more when weights follow volatility`() throws {
        var desk = try Desk(allocation(.inverseVolatility))
        _ = desk.targets(frames(["100 100"])[0], [])
        _ = desk.targets(frames(["101 103"], from: 19_001)[0], [])
        let frame = desk.targets(frames(["100 100"], from: 19_002)[0], [(0, 0, 1), (0, 1, 1)])
        let (calm, wild) = (abs(0.01 - (100.0 / 101 - 1)), abs(0.03 - (100.0 / 103 - 1)))
        let expected = (1 / calm) / (1 / calm + 1 / wild)
        #expect(abs(frame.targets[0].contributions[0] - expected) < 1e-9)
        #expect(abs(frame.targets[1].contributions[0] - (1 - expected)) < 1e-9)
    }

    @Test func `counts an instrument of unknown or no volatility as average`() throws {
        var desk = try Desk(allocation(.inverseVolatility))
        let frame = desk.targets(frames(["100 100"])[0], [(0, 0, 1), (0, 1, 1)])
        #expect(frame.targets.map(\.contributions) == [[0.5], [0.5]])
        _ = desk.targets(frames(["100 103"], from: 19_001)[0], [])
        let still = desk.targets(frames(["100 100"], from: 19_002)[0], [(0, 0, 1), (0, 1, 1)])
        #expect(still.targets.map(\.contributions) == [[0.5], [0.5]])
    }

    @Test func `takes a weight as a number of shares when quantities are fixed`() throws {
        var desk = try Desk(allocation(.fixedQuantity, fixed: 7))
        #expect(desk.shares(frames(["300 70"])[0], [(0, 0, 1), (0, 1, -0.5)]) == [7, -3])
    }

    @Test func `caps fixed quantities too`() throws {
        var desk = try Desk(allocation(.fixedQuantity, fixed: 2_000))
        #expect(desk.shares(frames(["100 100"])[0], [(0, 0, 1)]) == [1_000, unlisted])
    }

    @Test func `sizes on equity, not on cash`() throws {
        var desk = try Desk(allocation())
        try desk.fill(.buy, 500, of: gold, at: "100")
        let frame = desk.targets(frames(["120 100"])[0], [(0, 0, 1)])
        #expect(frame.equity == Money(units: 110_000))
        #expect(frame.targets.map(\.quantity) == [Quantity(units: 458)])
    }

    @Test func `lists nothing that stays as it is`() throws {
        var desk = try Desk(allocation())
        #expect(desk.shares(frames(["100 100"])[0], [(0, 0, 1)]) == [500, unlisted])
        try desk.fill(.buy, 500, of: gold, at: "100")
        #expect(desk.targets(frames(["100 100"], from: 19_001)[0], [(0, 0, 1)]).targets.isEmpty)
    }

    @Test func `leaves small changes undone, but never keeps what is not wanted at all`() throws {
        var desk = try Desk(allocation(minimumTrade: 0.01))
        try desk.fill(.buy, 495, of: gold, at: "100")
        try desk.fill(.buy, 1, of: silver, at: "100")
        #expect(desk.shares(frames(["100 100"])[0], [(0, 0, 1)]) == [unlisted, 0])
        #expect(desk.shares(frames(["100 100"], from: 19_001)[0], [(0, 0, 0.5)]) == [250, 0])
    }

    @Test func `closes a position that no strategy has a view of`() throws {
        var desk = try Desk(allocation(), [])
        desk.stage.apply(PositionAdjustment(instrument: silver, from: .zero, to: Quantity(units: 5), reason: "found"))
        #expect(desk.shares(frames(["100 100"])[0], []) == [unlisted, 0])
    }

    @Test func `wants nothing once the account is worth nothing`() throws {
        var desk = try Desk(allocation())
        try desk.fill(.sell, 1_000, of: gold, at: "100")
        let frame = desk.targets(frames(["250 100"])[0], [(0, 0, -1), (0, 1, 1)])
        #expect(frame.equity == Money(units: -50_000))
        #expect(frame.targets.map(\.quantity) == [.zero])
    }

    @Test func `rounds a tenth of a hundred thousand to all its shares`() {
        #expect(Sizing.shares(weight: 0.1, of: Money(units: 100_000), at: Price(units: 100)) == Quantity(units: 100))
        #expect(
            Sizing.shares(weight: 0.3 - 0.1, of: Money(units: 100_000), at: Price(units: 20)) == Quantity(units: 1_000))
        #expect(Sizing.shares(weight: -0.999, of: Money(units: 1_000), at: Price(units: 100)) == Quantity(units: -9))
        #expect(Sizing.shares(weight: 1, of: Money(units: -5), at: Price(units: 1)).isZero)
    }
}

@Suite struct `A frame of an instant` {
    @Test func `is written into the buffers of the last one`() throws {
        let configuration = book(
            [
                strategy("sma-cross", ["fast": 1, "slow": 2, "short": 1]),
                strategy("time-series-momentum", ["lookback": 2]),
            ], universe: pair,
            allocation: allocation(.inverseVolatility))
        var (features, strategies, allocator) = (FeatureStage(), StrategyStage(), AllocatorStage())
        try features.configure(configuration)
        try strategies.configure(configuration)
        try allocator.configure(configuration)
        var market = WanderingMarket(seed: 1, instruments: 2)
        var numbers = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
        var signals = SignalFrame(at: Timestamp(nanoseconds: 0), signals: [])
        var targets = TargetFrame(at: Timestamp(nanoseconds: 0), equity: .zero, targets: [])
        var places: Set<[UnsafeRawPointer?]> = []
        for (index, bars) in market.frames(60).enumerated() {
            features.fold(bars, into: &numbers)
            strategies.fold(bars, numbers, into: &signals)
            allocator.fold(bars, signals, into: &targets)
            // Targets come and go with their lists of contributions; the lists of the frame stay.
            if index >= 10 {
                places.insert([address(numbers.values), address(signals.signals), address(targets.targets)])
            }
        }
        #expect(places.count == 1)
    }

    /// Where an array keeps its elements.
    private func address<Element>(_ array: [Element]) -> UnsafeRawPointer? {
        array.withUnsafeBufferPointer { UnsafeRawPointer($0.baseAddress) }
    }
}

@Suite struct `A rebalance` {
    private func days(_ rebalance: AllocationConfiguration.Rebalance, from day: Int32, _ count: Int) throws -> [Bool] {
        var desk = try Desk(allocation(.fixedQuantity, rebalance, fixed: 10))
        return (0..<count).map { place in
            !desk.targets(frames(["100 100"], from: day + Int32(place))[0], [(0, 0, 1)]).targets.isEmpty
        }
    }

    @Test func `comes with every frame`() throws {
        #expect(try days(.everyFrame, from: 19_000, 3) == [true, true, true])
    }

    @Test func `comes on the first frame of a week`() throws {
        let thursday = try #require(TradingDate("2025-01-02"))
        #expect(try days(.weekly, from: thursday.daysSinceEpoch, 7) == [true, false, false, false, true, false, false])
    }

    @Test func `comes on the first frame of a month`() throws {
        let day = try #require(TradingDate("2024-12-30"))
        #expect(try days(.monthly, from: day.daysSinceEpoch, 4) == [true, false, true, false])
    }

    @Test func `comes on the first frame after it was called`() throws {
        var desk = try Desk(allocation(.fixedQuantity, .whenDue, fixed: 10))
        var listed: [Bool] = []
        for (place, isCalled) in [false, true, false, false].enumerated() {
            if isCalled { desk.stage.rebalanceDue() }
            listed.append(
                !desk.targets(frames(["100 100"], from: 19_000 + Int32(place))[0], [(0, 0, 1)]).targets.isEmpty)
        }
        #expect(listed == [false, true, false, false])
    }

    @Test func `waits for an instrument whose bar is missing`() throws {
        var desk = try Desk(allocation(.fixedQuantity, .monthly, fixed: 10))
        let signals = [(0, 0, 1.0), (0, 1, 1.0)]
        #expect(desk.shares(frames(["100 -"])[0], signals) == [10, unlisted])
        #expect(desk.shares(frames(["100 100"], from: 19_001)[0], signals) == [unlisted, 10])
    }
}
