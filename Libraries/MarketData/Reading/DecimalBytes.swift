import Contracts

/// Reads a plain decimal as billionths straight from a file's bytes.
///
/// It is `nanosOfDecimal` of Contracts without the iterator, six times a row for millions of rows; a test holds the two equal. Eighteen
/// digits can't overflow, so that the usual number is read without a check for each digit; the rest takes the careful way.
@inline(__always)
func decimalNanos(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    let end = field.count
    guard end <= 18 else { return carefulNanos(field) }
    var value: Int64 = 0
    var place = 0
    while place < end {
        let digit = field[place] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        value = value &* 10 &+ Int64(digit)
        place += 1
    }
    var fraction = 0
    if place > 0, place < end, field[place] == UInt8(ascii: ".") {
        place += 1
        let first = place
        while place < end {
            let digit = field[place] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ Int64(digit)
            place += 1
        }
        fraction = place - first
    }
    guard place == end, end > 0, fraction <= 9 else { return carefulNanos(field) }
    let (nanos, overflow) = value.multipliedReportingOverflow(by: powersOfTen[9 &- fraction])
    return overflow ? nil : nanos
}

/// Reads a whole number, also when it is written with a fraction of zeros (`129744.0`).
func wholeDecimal(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    var place = 0
    let end = field.count
    let isNegative = end > 0 && field[0] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let first = place
    var value: Int64 = 0
    // Eighteen digits can't overflow; a count of nanoseconds has nineteen.
    let unchecked = min(end, first + 18)
    while place < unchecked {
        let digit = field[place] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        value = value &* 10 &+ Int64(digit)
        place += 1
    }
    while place < end, let digit = digitValue(field[place]) {
        guard let next = tenfold(value, plus: digit) else { return nil }
        value = next
        place += 1
    }
    guard place > first else { return nil }
    if place < end, field[place] == UInt8(ascii: ".") {
        place += 1
        while place < end, field[place] == UInt8(ascii: "0") { place += 1 }
    }
    return place == end ? (isNegative ? -value : value) : nil
}

/// Every length, sign and rounding, digit by digit.
@inline(never)
private func carefulNanos(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var place = 0
    let end = bytes.count
    let isNegative = end > 0 && bytes[0] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    var value: Int64 = 0
    var digits = 0
    while place < end, let digit = digitValue(bytes[place]) {
        guard let next = tenfold(value, plus: digit) else { return nil }
        value = next
        digits += 1
        place += 1
    }
    var fraction = 0
    if place < end, bytes[place] == UInt8(ascii: ".") {
        place += 1
        while place < end, fraction < 9, let digit = digitValue(bytes[place]) {
            guard let next = tenfold(value, plus: digit) else { return nil }
            value = next
            fraction += 1
            place += 1
        }
    }
    for _ in fraction..<9 {
        guard let next = tenfold(value, plus: 0) else { return nil }
        value = next
    }
    // What follows the ninth fractional digit decides the rounding, half to even.
    let firstDropped = place
    var hasMore = false
    while place < end, fraction == 9, let digit = digitValue(bytes[place]) {
        if place > firstDropped, digit != 0 { hasMore = true }
        place += 1
    }
    guard place == end, digits + fraction > 0 else { return nil }
    if place > firstDropped, let first = digitValue(bytes[firstDropped]),
        first > 5 || (first == 5 && (hasMore || value % 2 != 0))
    {
        let (next, overflow) = value.addingReportingOverflow(1)
        guard !overflow else { return nil }
        value = next
    }
    return isNegative ? -value : value
}

/// 1 to a billion.
private let powersOfTen: InlineArray<10, Int64> = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
]

@inline(__always)
func digitValue(_ byte: UInt8) -> Int64? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? Int64(digit) : nil
}

private func tenfold(_ value: Int64, plus digit: Int64) -> Int64? {
    let (product, first) = value.multipliedReportingOverflow(by: 10)
    let (sum, second) = product.addingReportingOverflow(digit)
    return first || second ? nil : sum
}
