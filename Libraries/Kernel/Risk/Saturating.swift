internal import Contracts

// A number out of range in a frame must be refused, not crash the one process that can refuse it. So the arithmetic of risk stops at
// the largest number there is, which is above every limit.

extension FixedPoint {
    init(saturating nanos: Int128) { self.init(nanos: Int64(clamping: nanos)) }

    func saturatingSum(_ other: Self) -> Self {
        let (sum, isOutOfRange) = nanos.addingReportingOverflow(other.nanos)
        return isOutOfRange ? Self(nanos: nanos < 0 ? .min : .max) : Self(nanos: sum)
    }

    func saturatingDifference(_ other: Self) -> Self {
        let (difference, isOutOfRange) = nanos.subtractingReportingOverflow(other.nanos)
        return isOutOfRange ? Self(nanos: nanos < 0 ? .min : .max) : Self(nanos: difference)
    }

    var saturatingMagnitude: Self { Self(nanos: Int64(clamping: nanos.magnitude)) }
}

extension Price {
    /// What `quantity` is worth, rounded half to even; at the edges of what there is, the edge.
    func saturatingNotional(of quantity: Quantity) -> Money {
        if let exact = exactNotional(of: quantity) { return exact }
        let product = nanos.fullProduct(quantity.nanos)
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(nanosPerUnit))
        let twice = remainder.magnitude * 2
        let roundsAway = twice > nanosPerUnit.magnitude || (twice == nanosPerUnit.magnitude && quotient % 2 != 0)
        let step: Int128 = roundsAway ? (product < 0 ? -1 : 1) : 0
        return Money(saturating: quotient + step)
    }

    /// Whether `quantity` is worth more than an amount, without rounding.
    func isWorth(_ quantity: Quantity, moreThan amount: Money) -> Bool {
        nanos.fullProduct(quantity.nanos) > amount.nanos.fullProduct(nanosPerUnit)
    }

    /// The whole shares that may be added to `held` while the sum is worth at most `worth`; zero if it is worth more already. The price
    /// is positive.
    func wholeShares(worth: Money, beyond held: Quantity) -> Quantity {
        guard worth > .zero else { return .zero }
        let largest = worth.nanos.fullProduct(nanosPerUnit) / Int128(nanos)
        return max(.zero, Quantity(saturating: largest - Int128(held.nanos)).wholeUnits)
    }
}

extension Money {
    /// So many basis points of this amount, rounded down.
    func saturatingBasisPoints(_ points: Int64) -> Money {
        Money(saturating: nanos.fullProduct(points) / 10_000)
    }
}
