/// An instant: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Nothing on the kernel side can make "now": only adapters read a clock.
public struct Timestamp: Hashable, Comparable, Sendable, Codable, BitwiseCopyable {
    public let nanoseconds: Int64
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }
    public static func + (left: Timestamp, seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: left.nanoseconds + seconds * nanosPerUnit)
    }

    public init(from decoder: any Decoder) throws {
        nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}

extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with as many fractional digits as it needs: `2025-06-30T19:30:00Z`.
    public var description: String {
        let (date, seconds, fraction) = civil
        var text = "\(date)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        if fraction != 0 { text += decimalText(nanos: fraction).dropFirst() }
        return text + "Z"
    }

    /// The form used inside identifiers: `20250630T193000Z`. Fractions of a second are left out.
    public var compact: String {
        String(unsafeUninitializedCapacity: 32) { bytes in
            var writer = ASCIIWriter(bytes)
            writer.put(compact: self)
            return writer.count
        }
    }

    /// The calendar date in UTC.
    public var utcDate: TradingDate { civil.date }

    var civil: (date: TradingDate, secondOfDay: Int64, nanosecond: Int64) {
        let seconds = nanoseconds.flooredDivision(by: nanosPerUnit)
        let day = seconds.flooredDivision(by: 86_400)
        let remainder = nanoseconds % nanosPerUnit
        return (
            TradingDate(daysSinceEpoch: Int32(day)), seconds - day * 86_400,
            remainder < 0 ? remainder + nanosPerUnit : remainder
        )
    }

    /// Reads RFC 3339 with any offset and up to nine fractional digits; `nil` if it is anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: "t"),
            let date = TradingDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), bytes[13] == UInt8(ascii: ":"),
            let minute = number(bytes[14..<16]), bytes[16] == UInt8(ascii: ":"),
            let second = number(bytes[17..<19]), hour < 24, minute < 60, second < 60
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(digits.count), let value = number(digits) else { return nil }
            fraction = value
            for _ in digits.count..<9 { fraction *= 10 }
            rest = rest[digits.endIndex...]
        }
        guard let offset = offsetSeconds(rest) else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + hour * 3600 + minute * 60 + second - offset
        guard let nanoseconds = Int64(exactly: Int128(seconds) * Int128(nanosPerUnit) + Int128(fraction)) else {
            return nil
        }
        self.init(nanoseconds: nanoseconds)
    }
}

extension Int64 {
    /// Division that rounds toward minus infinity, which calendar arithmetic before 1970 needs.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    return value
}

/// `Z` or `±HH:MM` as seconds east of Greenwich.
private func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if bytes.count == 1, let only = bytes.first, only == UInt8(ascii: "Z") || only == UInt8(ascii: "z") { return 0 }
    let start = bytes.startIndex
    guard bytes.count == 6, let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
        let hours = number(bytes[(start + 1)..<(start + 3)]), bytes[start + 3] == UInt8(ascii: ":"),
        let minutes = number(bytes[(start + 4)..<(start + 6)]), hours < 24, minutes < 60
    else { return nil }
    let offset = hours * 3600 + minutes * 60
    return sign == UInt8(ascii: "-") ? -offset : offset
}
