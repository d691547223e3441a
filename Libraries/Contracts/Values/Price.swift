/// What one unit costs, exact to a billionth of the quote currency.
public struct Price: FixedPoint {
    public let nanos: Int64
    public init(nanos: Int64) { self.nanos = nanos }

    /// What `quantity` is worth at this price, rounded half to even to a billionth.
    public func notional(of quantity: Quantity) -> Money {
        Money(nanos: (Int128(nanos) * Int128(quantity.nanos)).dividedHalfEven(by: Int128(nanosPerUnit)))
    }

    /// This price moved by so many basis points (hundredths of a percent), rounded half to even to a billionth.
    public func moved(byBasisPoints points: Int64) -> Price {
        Price(nanos: (Int128(nanos) * Int128(10_000 + points)).dividedHalfEven(by: 10_000))
    }
}
