import Contracts

/// Reads a plain decimal as billionths straight from a file's bytes.
///
/// It is `nanosOfDecimal` of Contracts without the iterator, six times a row for a hundred thousand rows; a test holds the two equal.
func decimalNanos(_ bytes: UnsafeBufferPointer<UInt8>, _ field: Range<Int>) -> Int64? {
    var place = field.lowerBound
    let end = field.upperBound
    let isNegative = place < end && bytes[place] == UInt8(ascii: "-")
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

/// Reads a whole number, also when it is written with a fraction of zeros (`129744.0`).
func wholeDecimal(_ bytes: UnsafeBufferPointer<UInt8>, _ field: Range<Int>) -> Int64? {
    var place = field.lowerBound
    let end = field.upperBound
    let isNegative = place < end && bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let first = place
    var value: Int64 = 0
    while place < end, let digit = digitValue(bytes[place]) {
        guard let next = tenfold(value, plus: digit) else { return nil }
        value = next
        place += 1
    }
    guard place > first else { return nil }
    if place < end, bytes[place] == UInt8(ascii: ".") {
        place += 1
        while place < end, bytes[place] == UInt8(ascii: "0") { place += 1 }
    }
    return place == end ? (isNegative ? -value : value) : nil
}

/// Reads `2025-06-30`.
func tradingDate(_ bytes: [UInt8], _ field: Range<Int>) -> TradingDate? {
    guard field.count == 10, bytes[field.lowerBound + 4] == UInt8(ascii: "-"),
        bytes[field.lowerBound + 7] == UInt8(ascii: "-")
    else { return nil }
    func number(_ from: Int, _ count: Int) -> Int? {
        var value = 0
        for place in (field.lowerBound + from)..<(field.lowerBound + from + count) {
            guard let digit = digitValue(bytes[place]) else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2) else { return nil }
    return TradingDate(year: year, month: month, day: day)
}

private func digitValue(_ byte: UInt8) -> Int64? {
    let digit = byte &- UInt8(ascii: "0")
    return digit < 10 ? Int64(digit) : nil
}

private func tenfold(_ value: Int64, plus digit: Int64) -> Int64? {
    let (product, first) = value.multipliedReportingOverflow(by: 10)
    let (sum, second) = product.addingReportingOverflow(digit)
    return first || second ? nil : sum
}
