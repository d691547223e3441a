import Contracts
import Testing

@testable import Kernel

private let one = Universe(["GLD"].compactMap { Symbol($0) })!

private func fixed(_ shares: Int, _ rebalance: AllocationConfiguration.Rebalance = .everyFrame) -> BookConfiguration {
    book(
        [strategy("sma-cross")], universe: one,
        allocation: AllocationConfiguration(
            method: .fixedQuantity, rebalance: rebalance, volatilityWindow: 20, grossCap: 1, minimumTrade: 0,
            fixedQuantity: Quantity(units: shares)))
}

private func signals(_ bars: BarFrame) -> Event {
    let view = Signal(strategy: 0, instrument: InstrumentIndex(0), weight: 1, confidence: 1)
    return .signalFrame(SignalFrame(at: bars.at, signals: [view]))
}

private func quantities(_ outputs: [Event]) -> [[Quantity]] {
    outputs.compactMap { event in
        guard case .targetFrame(let frame) = event else { return nil }
        return frame.targets.map(\.quantity)
    }
}

@Suite struct `The allocator stage` {
    var stage = AllocatorStage()

    @Test mutating func `answers each signal frame with one target frame, by the rules of its bars`() {
        let bars = frames(["100", "101", "102"])
        let events = [
            config(fixed(5)), .barFrame(bars[0]), .barFrame(bars[1]), config(fixed(9)), .barFrame(bars[2]),
            signals(bars[0]),
            signals(bars[1]), signals(bars[2]),
        ]
        #expect(
            quantities(stage.answers(to: events)) == [[Quantity(units: 5)], [Quantity(units: 5)], [Quantity(units: 9)]])
    }

    @Test mutating func `answers with an empty frame when it is not time`() {
        let bars = frames(["100", "101", "102"])
        let due = Event.rebalanceDue(RebalanceDue(session: bars[1].session))
        // The call comes before the bars of the second frame, though after the first frame's bars.
        let events = [
            config(fixed(5, .whenDue)), .barFrame(bars[0]), due, .barFrame(bars[1]), signals(bars[0]), signals(bars[1]),
            .barFrame(bars[2]), signals(bars[2]),
        ]
        #expect(quantities(stage.answers(to: events)) == [[], [Quantity(units: 5)], []])
    }

    @Test mutating func `ignores everything before the first configuration`() {
        let bars = frames(["100"])
        #expect(stage.answers(to: [.barFrame(bars[0]), signals(bars[0])]).isEmpty)
    }

    @Test(arguments: AllocationConfiguration.Method.allCases, 1..<30)
    mutating func `goes on from a snapshot as if it had never stopped`(method: AllocationConfiguration.Method, cut: Int)
        throws
    {
        var configuration = book([
            strategy("sma-cross", ["fast": 2, "slow": 3]), strategy("time-series-momentum", ["lookback": 2]),
        ])
        configuration.allocation = AllocationConfiguration(
            method: method, rebalance: .everyFrame, volatilityWindow: 3, grossCap: 1, minimumTrade: 0.001,
            fixedQuantity: Quantity(units: 10))
        let events = try wholeLog(configuration, seed: UInt64(cut))
        var whole = stage
        let expected = whole.answers(to: events)
        let start = stage.answers(to: Array(events[..<cut]))
        var restored = try stage.restored()
        #expect(start + restored.answers(to: Array(events[cut...])) == expected)
        #expect(expected.count == 20)
    }

    /// Bars, signals and the fills of the targets that they lead to, at once and in full.
    private func wholeLog(_ configuration: BookConfiguration, seed: UInt64) throws -> [Event] {
        var market = WanderingMarket(seed: seed, instruments: 4, missingOneIn: 6)
        var (features, strategies, allocator) = (FeatureStage(), StrategyStage(), AllocatorStage())
        var events = [config(configuration)]
        _ = features.answers(to: events)
        _ = strategies.answers(to: events)
        _ = allocator.answers(to: events)
        for bars in market.frames(20) {
            let frame = Event.barFrame(bars)
            let views = strategies.answers(to: [frame] + features.answers(to: [frame]))
            events += [frame] + views
            for case .targetFrame(let targets) in allocator.answers(to: [frame] + views) {
                for target in targets.targets {
                    let change = target.quantity - (allocator.ledger?.position(target.instrument) ?? .zero)
                    let fill = Event.fill(
                        Fill(
                            order: OrderID("o"), execution: "e", instrument: target.instrument,
                            side: change > .zero ? .buy : .sell,
                            quantity: change.magnitude, price: target.price, cumulativeQuantity: change.magnitude,
                            commission: .zero,
                            happenedAt: bars.at))
                    events.append(fill)
                    _ = allocator.answers(to: [fill])
                    allocator.ledger?.checkInvariants()
                }
            }
        }
        return events
    }
}
