public import Contracts

/// How much of a run's profit each strategy of its book earned.
///
/// The book nets its strategies, so a fill belongs to no strategy by itself. Each strategy is given a position of its own that adds up to
/// the book's: at every fill it becomes what the strategy contributed to the target (as the allocator knows it), in shares, and what the
/// book holds beyond or short of the target (rounding, fills that are still to come, risk's cuts) is shared in proportion to the unsigned
/// contributions. What strategies thereby hand each other changes hands at the fill's price. All of it is exact: the parts and the rest
/// add up to the whole profit, to the billionth.
public struct StrategyAttribution: Hashable, Sendable {
    /// What one strategy earned.
    public struct Part: Hashable, Sendable {
        /// Commissions and dividends included; positions still held count at their last close.
        public var profit: Money = .zero
        public var commissions: Money = .zero
    }

    /// By the strategy's place in the configuration.
    public internal(set) var parts: [Part]
    /// What belongs to no strategy: borrowing fees.
    public internal(set) var unattributed: Money
}

/// The positions of a book cut into those of its strategies, fill by fill.
struct AttributedPositions {
    /// By strategy.
    private var cash: [Money]
    private var commissions: [Money]
    /// By instrument, then strategy.
    private var held: [[Quantity]]

    init(strategies: Int, instruments: Int) {
        cash = Array(repeating: .zero, count: strategies)
        commissions = cash
        held = Array(repeating: Array(repeating: .zero, count: strategies), count: instruments)
    }

    /// Books a fill, after which the strategies' positions lean on `wanted`: the shares that each contributed to the target.
    mutating func apply(_ fill: Fill, wanted: [Double]) {
        let place = fill.instrument.place
        let before = held[place]
        let change = Quantity(nanos: fill.quantity.nanos * fill.side.sign)
        let total = before.reduce(change, +)
        let after = Self.split(total, wanted: wanted, held: before)
        held[place] = after
        let moves = zip(after, before).map { ($0 - $1) }
        let paid = Self.remainderLast(fill.price.notional(of: change)) { fill.price.notional(of: moves[$0]) }
        let unsigned = moves.reduce(Int128(0)) { $0 + Int128($1.magnitude.nanos) }
        let fees = Self.remainderLast(fill.commission) { strategy in
            guard unsigned > 0 else { return .zero }
            let share = Int128(fill.commission.nanos) * Int128(moves[strategy].magnitude.nanos)
            return Money(nanos: share.dividedHalfEven(by: unsigned))
        }
        for strategy in cash.indices {
            cash[strategy] -= paid(strategy, cash.count) + fees(strategy, cash.count)
            commissions[strategy] += fees(strategy, cash.count)
        }
    }

    /// Books a split or a dividend on each strategy's own position. What rounding leaves of a split goes to the last that has a part.
    mutating func apply(_ action: CorporateAction) {
        let place = action.instrument.place
        let before = held[place]
        switch action.change {
        case .split(let new, let old):
            held[place] = before.map { $0.afterSplit(new: new, old: old) }
            let rest = before.reduce(.zero, +).afterSplit(new: new, old: old) - held[place].reduce(.zero, +)
            held[place][before.lastIndex { !$0.isZero } ?? 0] += rest
        case .dividend(let perShare):
            let paid = Self.remainderLast(perShare.notional(of: before.reduce(.zero, +))) {
                perShare.notional(of: before[$0])
            }
            for strategy in cash.indices { cash[strategy] += paid(strategy, cash.count) }
        }
    }

    /// Cuts a position: near `wanted`, and exactly `total` in sum.
    private static func split(_ total: Quantity, wanted: [Double], held: [Quantity]) -> [Quantity] {
        let gross = wanted.reduce(0) { $0 + abs($1) }
        var parts: [Quantity]
        if total.isZero && gross == 0 {
            parts = held.map { _ in .zero }
        } else if gross > 0 {
            let rest = total.approximation - wanted.reduce(0, +)
            parts = wanted.map { shares($0 + rest * abs($0) / gross) }
        } else {
            let before = held.reduce(0) { $0 + abs($1.approximation) }
            let share = before > 0 ? total.approximation / held.reduce(0) { $0 + $1.approximation } : 0
            parts = held.map { share.isFinite ? shares($0.approximation * share) : .zero }
        }
        // Rounding, and a rest that no view explains, go to the last strategy that has a part.
        let last = parts.lastIndex { !$0.isZero } ?? parts.count - 1
        parts[last] += total - parts.reduce(.zero, +)
        return parts
    }

    private static func shares(_ value: Double) -> Quantity {
        Quantity(nanos: Int64((value * Double(nanosPerUnit)).rounded(.toNearestOrEven)))
    }

    /// Parts of `whole`, of which the last is what the others leave over, so that they add up to it.
    private static func remainderLast(_ whole: Money, _ part: @escaping (Int) -> Money) -> (Int, Int) -> Money {
        { place, count in
            if place < count - 1 { return part(place) }
            return (0..<(count - 1)).reduce(whole) { $0 - part($1) }
        }
    }

    /// What each strategy has earned, with its positions at these closes.
    func parts(closes: [Price?]) -> [StrategyAttribution.Part] {
        cash.indices.map { strategy in
            var profit = cash[strategy]
            for (place, close) in closes.enumerated() {
                if let close { profit += close.notional(of: held[place][strategy]) }
            }
            return StrategyAttribution.Part(profit: profit, commissions: commissions[strategy])
        }
    }
}
