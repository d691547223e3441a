/// A number kept as a whole count of billionths, so that sums are exact and equal on every machine.
///
/// `Price`, `Quantity` and `Money` share the representation but not the type: adding one to another does not compile.
/// Arithmetic traps on overflow, since a stopped service is cheaper than a wrong number.
public protocol FixedPoint: Hashable, Comparable, Sendable, Codable, BitwiseCopyable, CustomStringConvertible,
    LosslessStringConvertible
{
    /// The value in billionths: 1.5 is `1_500_000_000`.
    var nanos: Int64 { get }
    init(nanos: Int64)
}

/// How many billionths make one.
public let nanosPerUnit: Int64 = 1_000_000_000

extension FixedPoint {
    @inlinable public static var zero: Self { Self(nanos: 0) }

    /// A whole number of units, such as 10 shares or 10 dollars.
    public init(units: Int) { self.init(nanos: Int64(units) * nanosPerUnit) }

    @inlinable public static func + (left: Self, right: Self) -> Self { Self(nanos: left.nanos + right.nanos) }
    @inlinable public static func - (left: Self, right: Self) -> Self { Self(nanos: left.nanos - right.nanos) }
    @inlinable public static prefix func - (value: Self) -> Self { Self(nanos: -value.nanos) }
    @inlinable public static func += (left: inout Self, right: Self) { left = left + right }
    @inlinable public static func -= (left: inout Self, right: Self) { left = left - right }
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.nanos < right.nanos }

    @inlinable public var isZero: Bool { nanos == 0 }
    @inlinable public var magnitude: Self { nanos < 0 ? -self : self }

    /// This value times `numerator` ÷ `denominator`, which is positive, rounded half to even to a billionth.
    public func scaled(by numerator: Int64, over denominator: Int64) -> Self {
        Self(nanos: (Int128(nanos) * Int128(numerator)).dividedHalfEven(by: Int128(denominator)))
    }

    /// The nearest `Double`, for features and statistics only; never converted back into a balance.
    @inlinable public var approximation: Double { Double(nanos) / Double(nanosPerUnit) }

    /// The shortest decimal that reads back as the same value: `12.5`, `-0.000000001`.
    public var description: String { decimalText(nanos: nanos) }

    /// Reads a plain decimal (`-12.50`). Digits beyond the ninth are rounded half to even; exponents, signs alone, spaces and
    /// anything out of range answer `nil`.
    public init?(_ text: String) {
        guard let nanos = nanosOfDecimal(text.utf8) else { return nil }
        self.init(nanos: nanos)
    }

    public init(from decoder: any Decoder) throws {
        self.init(nanos: try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanos)
    }
}

/// Writes billionths as the shortest exact decimal.
func decimalText(nanos: Int64) -> String {
    let magnitude = nanos.magnitude
    let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: UInt64(nanosPerUnit))
    var text = nanos < 0 ? "-\(whole)" : "\(whole)"
    guard fraction != 0 else { return text }
    var digits = String(fraction)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    text += "." + digits
    return text
}

/// Reads a plain decimal as billionths, rounding half to even after the ninth fractional digit; `nil` if it is not one.
public func nanosOfDecimal(_ text: some Sequence<UInt8>) -> Int64? {
    var isNegative = false
    var value: UInt64 = 0
    var digits = 0
    var fractionDigits: Int? = nil
    var droppedFirst: UInt8? = nil
    var droppedMore = false
    for (place, byte) in text.enumerated() {
        switch byte {
        case UInt8(ascii: "-") where place == 0: isNegative = true
        case UInt8(ascii: ".") where fractionDigits == nil: fractionDigits = 0
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            digits += 1
            let digit = byte - UInt8(ascii: "0")
            if let count = fractionDigits, count >= 9 {
                if droppedFirst == nil { droppedFirst = digit } else if digit != 0 { droppedMore = true }
                continue
            }
            guard let next = appending(digit, to: value) else { return nil }
            value = next
            if let count = fractionDigits { fractionDigits = count + 1 }
        default: return nil
        }
    }
    guard digits > 0 else { return nil }
    for _ in (fractionDigits ?? 0)..<9 {
        guard let next = appending(0, to: value) else { return nil }
        value = next
    }
    if let first = droppedFirst, first > 5 || (first == 5 && (droppedMore || value % 2 != 0)) {
        let (next, overflow) = value.addingReportingOverflow(1)
        guard !overflow else { return nil }
        value = next
    }
    // The magnitude of the lowest value is one more than that of the highest.
    if isNegative, value == Int64.min.magnitude { return .min }
    guard let magnitude = Int64(exactly: value) else { return nil }
    return isNegative ? -magnitude : magnitude
}

private func appending(_ digit: UInt8, to value: UInt64) -> UInt64? {
    let (tenfold, first) = value.multipliedReportingOverflow(by: 10)
    let (sum, second) = tenfold.addingReportingOverflow(UInt64(digit))
    return first || second ? nil : sum
}

extension Int64 {
    /// The exact product. Two numbers of 64 bits can't leave 128, and unlike the checked product of two `Int128` this is a single
    /// multiplication.
    @inlinable
    public func fullProduct(_ other: Int64) -> Int128 { Int128(self) &* Int128(other) }
}

extension Int128 {
    /// Divides and rounds to the nearest whole number, ties to the even one. What fits in 64 bits is divided in them, several times as fast.
    public func dividedHalfEven(by divisor: Int128) -> Int64 {
        precondition(divisor > 0, "a half-even division has a positive divisor")
        if let small = Int64(exactly: self), let divisor = Int64(exactly: divisor) {
            return halfEvenQuotient(small, divisor)
        }
        return Int64(halfEvenQuotient(self, divisor))
    }
}

@inline(__always)
private func halfEvenQuotient<Number: FixedWidthInteger & SignedInteger>(_ number: Number, _ divisor: Number) -> Number
{
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    let roundsAway = twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0)
    guard roundsAway else { return quotient }
    return number < 0 ? quotient - 1 : quotient + 1
}
