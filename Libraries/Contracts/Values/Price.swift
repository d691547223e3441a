/// What one unit costs, exact to a billionth of the quote currency.
public struct Price: FixedPoint {
    public let nanos: Int64
    public init(nanos: Int64) { self.nanos = nanos }

    /// What `quantity` is worth at this price, rounded half to even to a billionth.
    @inlinable
    public func notional(of quantity: Quantity) -> Money {
        exactNotional(of: quantity)
            ?? Money(nanos: nanos.fullProduct(quantity.nanos).dividedHalfEven(by: Int128(nanosPerUnit)))
    }

    /// What whole units are worth: a product without rounding, five times as fast as the division of 128 bits that fractions need. `nil`
    /// for fractions, and for what no `Money` holds.
    @inlinable
    public func exactNotional(of quantity: Quantity) -> Money? {
        let (units, fraction) = quantity.nanos.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard fraction == 0 else { return nil }
        let (product, overflow) = nanos.multipliedReportingOverflow(by: units)
        return overflow ? nil : Money(nanos: product)
    }

    /// What it is worth without a cash dividend that is no longer to come; unchanged where that would leave nothing.
    public func exDividend(_ perShare: Price) -> Price { perShare < self ? self - perShare : self }

    /// This price moved by so many basis points (hundredths of a percent), rounded half to even to a billionth.
    public func moved(byBasisPoints points: Int64) -> Price {
        Price(nanos: nanos.fullProduct(10_000 + points).dividedHalfEven(by: 10_000))
    }
}
