public import Contracts

/// A position at the exchange: signed units and what they cost.
public struct Holding: Hashable, Sendable, BitwiseCopyable {
    public private(set) var quantity: Quantity = .zero
    /// Signed like `quantity`; falls in proportion as a position is reduced.
    public private(set) var costBasis: Money = .zero

    /// What a unit cost on average; `nil` without a position.
    public var averagePrice: Price? {
        guard !quantity.isZero else { return nil }
        let cost = Int128(costBasis.nanos.magnitude) * Int128(nanosPerUnit)
        return Price(nanos: cost.dividedHalfEven(by: Int128(quantity.nanos.magnitude)))
    }

    /// Adds `change`, signed, traded at `price`. Admission keeps an order from crossing zero.
    mutating func trade(_ change: Quantity, at price: Price) {
        let after = quantity + change
        if quantity.signum * change.signum >= 0 {
            costBasis += price.notional(of: change)
        } else {
            precondition(
                after.magnitude <= quantity.magnitude, "one order never turns a long position into a short one")
            costBasis =
                after.isZero
                ? .zero
                : Money(
                    nanos: (Int128(costBasis.nanos) * Int128(after.nanos.magnitude))
                        .dividedHalfEven(by: Int128(quantity.nanos.magnitude)))
        }
        quantity = after
    }

    /// Restates the position in new shares; what it cost stays.
    mutating func split(new: Int64, old: Int64) {
        quantity = quantity.afterSplit(new: new, old: old)
        if quantity.isZero { costBasis = .zero }
    }
}
