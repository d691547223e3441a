/// An amount of the account's currency, exact to a billionth.
public struct Money: FixedPoint {
    public let nanos: Int64
    public init(nanos: Int64) { self.nanos = nanos }

    /// So many basis points of this amount, rounded half to even.
    public func basisPoints(_ points: Int64) -> Money {
        Money(nanos: nanos.fullProduct(points).dividedHalfEven(by: 10_000))
    }

    /// The amount rounded half to even to whole cents, as statements show it.
    public var roundedToCents: Money { Money(nanos: Int128(nanos).dividedHalfEven(by: 10_000_000) * 10_000_000) }
}
