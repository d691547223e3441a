internal import Contracts

/// Turns weights into whole shares. This is the one place where signals meet money.
///
/// A weight is rounded half to even to a billionth; everything after that is exact until the last step, which rounds
/// toward zero to whole shares, so a target never asks for more than its weight.
enum Sizing {
    /// Shares worth `weight` of `equity` at `price`. An account without equity can't hold anything.
    static func shares(weight: Double, of equity: Money, at price: Price) -> Quantity {
        guard weight != 0, equity > .zero, price > .zero else { return .zero }
        let budget = (Int128(equity.nanos) * Int128(billionths(weight))).dividedHalfEven(by: Int128(nanosPerUnit))
        return Quantity(nanos: budget / price.nanos * nanosPerUnit)
    }

    /// Shares that a weight asks for in units of a fixed quantity.
    static func shares(weight: Double, of fixed: Quantity) -> Quantity {
        // Full views and none are the common case, and need no rounding.
        if weight == 0 { return .zero }
        if weight == 1 { return fixed.wholeUnits }
        return Quantity(
            nanos: (Int128(fixed.nanos) * Int128(billionths(weight))).dividedHalfEven(by: Int128(nanosPerUnit))
        ).wholeUnits
    }

    private static func billionths(_ weight: Double) -> Int64 {
        precondition(abs(weight) < 1_000_000, "a weight is a small number, not \(weight)")
        return Int64((weight * Double(nanosPerUnit)).rounded(.toNearestOrEven))
    }
}
