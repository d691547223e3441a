internal import Contracts

/// When targets follow the signals.
///
/// An instrument that has no bar in the frame where its turn comes keeps its turn until it has one.
struct Cadence: Hashable, Sendable, Codable {
    private(set) var session: TradingDate?
    private(set) var isCalled = false
    private(set) var isDue: [Bool]

    init(instruments: Int) { isDue = Array(repeating: false, count: instruments) }

    /// A `RebalanceDue` has come.
    mutating func call() { isCalled = true }

    /// A frame of `next` has come: whose turn is it?
    mutating func advance(to next: TradingDate, _ rebalance: AllocationConfiguration.Rebalance) {
        if begins(next, rebalance) {
            var turns = isDue.mutableSpan
            for place in turns.indices { turns[place] = true }
        }
        session = next
        isCalled = false
    }

    /// Whether it is anybody's turn.
    var isAnyDue: Bool {
        let turns = isDue.span
        for place in turns.indices where turns[place] { return true }
        return false
    }

    mutating func settle(_ place: Int) { isDue[place] = false }

    /// Goes on to a session in which nobody's turn came.
    mutating func pass(to next: TradingDate) { session = next }

    /// Whether a frame of `next` is the first of a new turn.
    func begins(_ next: TradingDate, _ rebalance: AllocationConfiguration.Rebalance) -> Bool {
        switch rebalance {
        case .everyFrame: return true
        case .whenDue: return isCalled
        case .weekly: return session.map { monday(before: $0) != monday(before: next) } ?? true
        case .monthly: return session.map { $0.month != next.month || $0.year != next.year } ?? true
        }
    }

    private func monday(before date: TradingDate) -> TradingDate { date + -Int32((date.weekday + 6) % 7) }
}
