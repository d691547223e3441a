internal import Contracts

/// What the ledger knows of one instrument: how much is held, what it cost, and what it last closed at.
///
/// The cost of the whole position is kept, not an average price, because a sum is exact and a quotient is not.
struct Holding: Hashable, Sendable, Codable, BitwiseCopyable {
    private(set) var position: Quantity = .zero
    /// What the open position cost, with the position's sign; zero when flat.
    private(set) var cost: Money = .zero
    var lastClose: Price?

    /// The position at its last close; at cost while no close was seen.
    var value: Money {
        if position.isZero { return .zero }
        return lastClose?.notional(of: position) ?? cost
    }

    /// Profit that is not realized yet.
    var unrealizedProfit: Money { value - cost }

    /// What one unit cost on average, rounded half to even to a billionth; `nil` when flat.
    var averagePrice: Price? {
        if position.isZero { return nil }
        let signedCost = Int128(cost.nanos) * Int128(position.signum) * Int128(nanosPerUnit)
        return Price(nanos: signedCost.dividedHalfEven(by: Int128(position.magnitude.nanos)))
    }

    /// Trades `change` (signed) at `price` and answers the realized profit of what it closed.
    mutating func trade(_ change: Quantity, at price: Price) -> Money {
        let closing = closedPart(of: change)
        let released = releaseCost(of: closing.magnitude)
        let closingNotional = price.notional(of: closing)
        position += change
        cost += price.notional(of: change) - closingNotional
        return -closingNotional - released
    }

    /// Moves the position without a trade and answers by how much its cost changed. Units that appear are taken in at
    /// the last close, or for nothing while there is none; units that vanish take their share of the cost with them.
    mutating func adjust(to wanted: Quantity) -> Money {
        let before = cost
        let change = wanted - position
        let closing = closedPart(of: change)
        _ = releaseCost(of: closing.magnitude)
        cost += lastClose?.notional(of: change - closing) ?? .zero
        position = wanted
        return cost - before
    }

    /// Restates position and close in new shares and answers the profit that is realized by it: none, unless so little was held that
    /// nothing is left.
    mutating func split(new: Int64, old: Int64) -> Money {
        position = position.afterSplit(new: new, old: old)
        lastClose = lastClose?.afterSplit(new: new, old: old)
        guard position.isZero else { return .zero }
        defer { cost = .zero }
        return -cost
    }

    /// The part of `change` that brings the position toward zero, and not beyond.
    private func closedPart(of change: Quantity) -> Quantity {
        guard change.signum * position.signum < 0 else { return .zero }
        return change.magnitude < position.magnitude ? change : -position
    }

    /// Takes the cost of `closing` units (unsigned) out of the position's cost; of all units, exactly the whole cost.
    private mutating func releaseCost(of closing: Quantity) -> Money {
        if closing.isZero { return .zero }
        precondition(closing <= position.magnitude, "no more is closed than is open")
        if closing == position.magnitude {
            defer { cost = .zero }
            return cost
        }
        let share = Int128(cost.nanos) * Int128(closing.nanos)
        let released = Money(nanos: share.dividedHalfEven(by: Int128(position.magnitude.nanos)))
        cost -= released
        return released
    }
}
