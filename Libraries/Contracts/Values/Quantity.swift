/// How much of an instrument, signed: a short position is negative. Exact to a billionth of a share.
public struct Quantity: FixedPoint {
    public let nanos: Int64
    public init(nanos: Int64) { self.nanos = nanos }

    /// The same quantity without its fraction of a share, rounded toward zero.
    @inlinable public var wholeUnits: Quantity { Quantity(nanos: nanos / nanosPerUnit * nanosPerUnit) }

    /// −1, 0 or 1.
    @inlinable public var signum: Int64 { nanos.signum() }
}
