import Backtesting
import Contracts
import Research
import Testing

/// The figures of a made-up run: equity at the ends of sessions, from 1000, with this many closed trips.
private func figures(_ equities: [Int], trips: Int = 1) -> RunFigures {
    var record = SearchRecord(startingCash: Money(units: 1000))
    for trip in 0..<trips {
        let id = OrderID("t-20250102T210000Z-GLD-\(trip)-0")
        for side in [Side.buy, .sell] {
            record.executed(
                Fill(
                    order: id, execution: "x", instrument: InstrumentIndex(0),
                    side: side, quantity: Quantity(units: 1), price: Price(units: 1),
                    cumulativeQuantity: Quantity(units: 1), commission: .zero,
                    happenedAt: Timestamp(nanoseconds: Int64(trip))))
        }
    }
    for (day, equity) in equities.enumerated() {
        record.closed(Timestamp(nanoseconds: Int64(day)), equity: Money(units: equity), endsSession: true)
    }
    return RunFigures(record, start: Money(units: 1000))
}

@Suite struct `A search goal` {
    private let calm = figures([1010, 1019, 1031, 1040])
    private let wild = figures([1300, 900, 1500, 1100])
    private let idle = figures([1000, 1000, 1000, 1000], trips: 0)

    private func best(_ goal: SearchGoal, _ runs: [RunFigures]) -> RunFigures? { goal.ranking(runs) { $0 }.first }

    @Test func `ranks by what it is asked for`() {
        #expect(best(SearchGoal(.sharpe), [wild, calm]) == calm)
        #expect(best(SearchGoal(.return), [calm, wild]) == wild)
        #expect(best(SearchGoal(.drawdown), [wild, calm, idle]) == calm)
        #expect(SearchGoal(.drawdown).ranking([wild, idle]) { $0 } == [idle, wild])
    }

    @Test func `leaves out runs that don't define it`() {
        #expect(SearchGoal(.sharpe).ranking([idle, calm]) { $0 } == [calm])
        #expect(SearchGoal(.calmar).ranking([calm, wild]) { $0 } == [wild])
    }

    @Test func `puts runs with too few trades behind`() {
        #expect(SearchGoal(.return, minimumTrades: 2).ranking([wild, calm, idle]) { $0 } == [])
        #expect(SearchGoal(.drawdown, minimumTrades: 1).ranking([idle, wild]) { $0 } == [wild])
    }

    @Test func `keeps equals in their order`() {
        let ranked = SearchGoal(.return).ranking([3, 1, 2]) { _ in calm }
        #expect(ranked == [3, 1, 2])
    }
}
