/// A calendar date of the exchange, without a time or a zone.
public struct TradingDate: Hashable, Comparable, Sendable, Codable, BitwiseCopyable {
    public let daysSinceEpoch: Int32
    public init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    @inlinable
    public static func < (left: TradingDate, right: TradingDate) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
    public static func + (left: TradingDate, days: Int32) -> TradingDate {
        TradingDate(daysSinceEpoch: left.daysSinceEpoch + days)
    }
    /// Days from `right` to `left`.
    public static func - (left: TradingDate, right: TradingDate) -> Int32 { left.daysSinceEpoch - right.daysSinceEpoch }

    /// A date of the proleptic Gregorian calendar, or `nil` if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, (1...9999).contains(year) else { return nil }
        let candidate = TradingDate(civilYear: year, month: month, day: day)
        let back = candidate.civil
        guard back.year == year, back.month == month, back.day == day else { return nil }
        self = candidate
    }

    public var year: Int { civil.year }
    public var month: Int { civil.month }
    public var day: Int { civil.day }

    /// 0 is Sunday, 6 is Saturday.
    public var weekday: Int {
        Int((Int64(daysSinceEpoch) + 4) - (Int64(daysSinceEpoch) + 4).flooredDivision(by: 7) * 7)
    }

    /// Midnight UTC of this date.
    public var utcMidnight: Timestamp { Timestamp(nanoseconds: Int64(daysSinceEpoch) * 86_400 * nanosPerUnit) }

    public init(from decoder: any Decoder) throws {
        daysSinceEpoch = try decoder.singleValueContainer().decode(Int32.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(daysSinceEpoch)
    }
}

extension TradingDate: CustomStringConvertible {
    /// `2025-06-30`
    public var description: String {
        let (year, month, day) = civil
        return "\(fourDigits(year))-\(two(Int64(month)))-\(two(Int64(day)))"
    }

    /// `20250630`
    public var compact: String {
        let (year, month, day) = civil
        return "\(fourDigits(year))\(two(Int64(month)))\(two(Int64(day)))"
    }

    /// Reads `2025-06-30`; `nil` for anything else, including days that don't exist.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
        else { return nil }
        self.init(year: Int(year), month: Int(month), day: Int(day))
    }
}

// Days to civil date and back, counting years from March so that the leap day comes last
// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
extension TradingDate {
    private init(civilYear: Int, month: Int, day: Int) {
        let year = month <= 2 ? civilYear - 1 : civilYear
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

private func fourDigits(_ year: Int) -> String {
    let text = String(year)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
}
