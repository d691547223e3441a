import Contracts

/// A decimal as a client wrote it, in JSON a number or a string, exponent included.
struct ExactDecimal: Hashable {
    let nanos: Int64
    /// False when it had digits beyond the ninth place.
    let isExact: Bool

    /// `nil` for anything that is not a decimal or does not fit.
    init?(_ text: String) {
        let parts = text.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
        }
        guard let mantissa = parts.first else { return nil }
        var shift = 0
        if parts.count == 2 {
            let digits = parts[1].first == UInt8(ascii: "+") ? parts[1].dropFirst() : parts[1]
            guard let exponent = Int(String(Substring(digits))), (-40...40).contains(exponent) else { return nil }
            shift = exponent
        }
        guard let plain = shifted(Array(mantissa), by: shift), let nanos = nanosOfDecimal(plain) else { return nil }
        self.nanos = nanos
        let fraction = plain.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        isExact = fraction.dropFirst(9).allSatisfy { $0 == UInt8(ascii: "0") }
    }
}

/// Moves the decimal point of a plain decimal.
private func shifted(_ mantissa: [UInt8], by shift: Int) -> [UInt8]? {
    guard shift != 0 else { return mantissa }
    let isNegative = mantissa.first == UInt8(ascii: "-")
    let body = isNegative ? mantissa.dropFirst() : mantissa[...]
    let parts = body.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, !whole.isEmpty else { return nil }
    var digits = Array(whole) + (parts.count == 2 ? Array(parts[1]) : [])
    var point = whole.count + shift
    while point < 1 {
        digits.insert(UInt8(ascii: "0"), at: 0)
        point += 1
    }
    while point > digits.count { digits.append(UInt8(ascii: "0")) }
    digits.insert(UInt8(ascii: "."), at: point)
    return (isNegative ? [UInt8(ascii: "-")] : []) + digits
}
