import Contracts
import Foundation
import Testing

@testable import Kernel

extension Stage {
    /// What the stage answers when these events stand in a log.
    mutating func answers(to events: [Event]) -> [Event] {
        var outputs: [Event] = []
        for (place, event) in events.enumerated() {
            let entry = Entry(
                offset: LogOffset(UInt64(place + 1)), at: Timestamp(nanoseconds: 0), by: .ingest, cause: .start,
                trace: "test",
                event: event)
            handle(entry, into: &outputs)
        }
        return outputs
    }

    /// The stage after its snapshot was written and read.
    func restored() throws -> Self { try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(self)) }
}

func config(_ configuration: BookConfiguration) -> Event { .configChange(ConfigChange(configuration: configuration)) }

func switching(_ name: String, _ isEnabled: Bool) -> Event {
    .strategyCommand(StrategyCommand(id: "1", operator: "ann", strategy: name, isEnabled: isEnabled))
}

private let one = Universe(["GLD"].compactMap { Symbol($0) })!
private let cross = strategy("sma-cross", ["fast": 1, "slow": 2])

/// Bars and features together, as they stand in the log.
private struct Market {
    var features = FeatureStage()
    mutating func configure(_ configuration: BookConfiguration) -> Event {
        _ = features.answers(to: [config(configuration)])
        return config(configuration)
    }
    mutating func frame(_ bars: BarFrame) -> [Event] { [.barFrame(bars)] + features.answers(to: [.barFrame(bars)]) }
}

private func weights(_ outputs: [Event]) -> [[Double]] {
    outputs.compactMap { event in
        guard case .signalFrame(let frame) = event else { return nil }
        return frame.signals.map(\.weight)
    }
}

@Suite struct `The strategy stage` {
    private var market = Market()
    private var stage = StrategyStage()

    @Test mutating func `ignores everything before the first configuration`() {
        let bars = frames(["10"])[0]
        #expect(stage.answers(to: [.barFrame(bars), switching("sma-cross", false)]).isEmpty)
    }

    @Test mutating func `answers each feature frame with one signal frame of the same instant`() {
        let bars = frames(["10", "11", "12"])
        let events = [market.configure(book([cross], universe: one))] + bars.flatMap { market.frame($0) }
        let outputs = stage.answers(to: events)
        #expect(outputs.count == 3)
        #expect(weights(outputs) == [[], [1], [1]])
        for (output, frame) in zip(outputs, bars) {
            guard case .signalFrame(let signals) = output else { continue }
            #expect(signals.at == frame.at)
        }
    }

    @Test mutating func `pairs features with their bars when ingest is ahead`() {
        let first = market.configure(book([cross], universe: one))
        let pairs = frames(["10", "11", "10", "11"]).map { market.frame($0) }
        let late = [first] + pairs.map { $0[0] } + pairs.map { $0[1] }
        #expect(weights(stage.answers(to: late)) == [[], [1], [], [1]])
    }

    @Test mutating func `judges a frame by the rules that held when its bars were appended`() {
        let first = market.configure(book([cross], universe: one))
        let before = frames(["10", "11"]).map { market.frame($0) }
        let second = market.configure(book([strategy("sma-cross", ["fast": 1, "slow": 3, "short": 1])], universe: one))
        let after = frames(["9", "10", "8"], from: 19_002).map { market.frame($0) }
        // The features of the second frame come after the new rules, and after the bars of the third.
        let events =
            [first] + before[0] + [before[1][0], second, after[0][0], before[1][1], after[0][1]] + after[1] + after[2]
        #expect(weights(stage.answers(to: events)) == [[], [1], [1], [1], [-1]])
    }

    @Test mutating func `lets the views of a switched-off strategy shrink and not grow`() {
        let up = strategy("time-series-momentum", ["lookback": 1])
        let first = market.configure(book([up], universe: one))
        let pairs = frames(["10", "11", "12", "11", "12", "13"]).map { market.frame($0) }
        let events =
            [first] + pairs[0] + pairs[1] + [switching("time-series-momentum", false)] + pairs[2] + pairs[3] + pairs[4]
            + [switching("time-series-momentum", true)] + pairs[5]
        #expect(weights(stage.answers(to: events)) == [[], [1], [1], [], [], [1]])
    }

    @Test mutating func `keeps a strategy switched off through a change of limits`() {
        var configuration = book([cross], universe: one)
        let first = market.configure(configuration)
        _ = stage.answers(to: [first, switching("sma-cross", false)])
        configuration.limits.dailyLossBasisPoints = 100
        _ = stage.answers(to: [config(configuration)])
        #expect(stage.enabled == [false])
        configuration.strategies[0].isEnabled = false
        _ = stage.answers(to: [config(configuration)])
        configuration.strategies[0].isEnabled = true
        _ = stage.answers(to: [config(configuration)])
        #expect(stage.enabled == [true])
    }

    @Test mutating func `keeps its views while the windows of changed parameters warm up`() {
        let first = market.configure(book([cross], universe: one))
        let before = frames(["10", "11"]).flatMap { market.frame($0) }
        let second = market.configure(book([strategy("sma-cross", ["fast": 2, "slow": 4])], universe: one))
        let after = frames(["12", "13", "12", "11", "10"], from: 19_002).flatMap { market.frame($0) }
        let outputs = stage.answers(to: [first] + before + [second] + after)
        #expect(weights(outputs) == [[], [1], [1], [1], [1], [], []])
    }

    @Test(arguments: 0..<40) mutating func `goes on from a snapshot as if it had never stopped`(cut: Int) throws {
        let all = book(
            StrategyCatalogue.names.map { name in
                switch name {
                case "cross-sectional-momentum": strategy(name, ["lookback": 8, "skip": 2, "top": 2])
                case "gold-silver-ratio": strategy(name, ["window": 9, "entry": 1])
                case "time-series-momentum":
                    strategy(name, ["lookback": 7, "target-volatility": 0.2, "volatility-window": 6])
                case "hold": strategy(name)
                default: strategy(name, ["fast": 2, "slow": 5, "short": 1])
                }
            })
        var wandering = WanderingMarket(seed: UInt64(cut), instruments: 4, missingOneIn: 6)
        var events = [market.configure(all)]
        for bars in wandering.frames(30) { events += market.frame(bars) }
        var whole = stage
        let expected = whole.answers(to: events)
        let start = stage.answers(to: Array(events[..<cut]))
        var restored = try stage.restored()
        #expect(start + restored.answers(to: Array(events[cut...])) == expected)
        #expect(expected.count == 30)
    }
}

@Suite struct `The feature stage` {
    @Test(arguments: [0, 1, 25, 49]) func `goes on from a snapshot to the last bit`(cut: Int) throws {
        var market = WanderingMarket(seed: 5, instruments: 4, missingOneIn: 6)
        let events =
            [config(book([cross, strategy("gold-silver-ratio", ["window": 9])]))]
            + market.frames(60).map { Event.barFrame($0) }
        var whole = FeatureStage()
        let expected = whole.answers(to: events)
        var stage = FeatureStage()
        let start = stage.answers(to: Array(events[...cut]))
        var restored = try stage.restored()
        #expect(start + restored.answers(to: Array(events[(cut + 1)...])) == expected)
    }

    @Test func `computes what the strategies read and nothing else`() throws {
        var stage = FeatureStage()
        try stage.configure(
            book([strategy("sma-cross"), strategy("sma-cross", ["slow": 60]), strategy("time-series-momentum")]))
        #expect(stage.plan?.names == ["sma-10", "sma-50", "sma-60", "ret-252"])
        let research = try FeaturePlan(configuration: book([strategy("sma-cross", ["slow": 60])]), scope: .research)
        #expect(research.specs == FeaturePlan.base + [.sma(10), .sma(60)])
    }
}
