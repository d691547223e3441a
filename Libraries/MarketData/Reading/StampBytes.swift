import Contracts

/// A date, and where it is given a time of day and a distance from Greenwich, as a row spells them.
struct CivilStamp {
    /// The years that a file may speak of: well within the nanoseconds of a `Timestamp`, which reach from 1677 to 2262.
    static let years = 1700...2200

    let date: TradingDate
    /// Nanoseconds since midnight on the wall; `nil` where the stamp is a date alone.
    let ofDay: Int64?
    /// Seconds east of Greenwich; `nil` where the stamp does not say.
    let offset: Int64?

    /// Reads `2025-06-30`, `2025-06-30 16:00:00`, `2025-06-30T16:00:00.5Z` or `2025-06-30 16:00-05:00`; `nil` for anything else.
    init?(_ field: UnsafeBufferPointer<UInt8>) {
        guard field.count >= 10, field[4] == UInt8(ascii: "-"), field[7] == UInt8(ascii: "-"),
            let date = dateOfDigits(field, 0, 5, 8)
        else { return nil }
        self.date = date
        guard field.count > 10 else {
            ofDay = nil
            offset = nil
            return
        }
        guard field[10] == UInt8(ascii: " ") || field[10] == UInt8(ascii: "T"),
            let (ofDay, end) = timeOfDay(field, from: 11)
        else { return nil }
        self.ofDay = ofDay
        guard end < field.count else {
            offset = nil
            return
        }
        guard let seconds = Self.offset(UnsafeBufferPointer(rebasing: field[end...])) else { return nil }
        offset = seconds
    }

    init(date: TradingDate, ofDay: Int64?) {
        self.date = date
        self.ofDay = ofDay
        offset = nil
    }

    /// When the wall of `zone` shows this; the stamp's own offset comes first. A date alone is its midnight.
    func instant(in zone: StampZone) -> Timestamp {
        let ofDay = ofDay ?? 0
        if offset == nil, zone == .newYork {
            let (minutes, rest) = ofDay.quotientAndRemainder(dividingBy: 60 * nanosPerUnit)
            let minute = NewYork.instant(on: date, hour: minutes / 60, minute: minutes % 60)
            return Timestamp(nanoseconds: minute.nanoseconds + rest)
        }
        return Timestamp(nanoseconds: date.utcMidnight.nanoseconds + ofDay - (offset ?? 0) * nanosPerUnit)
    }

    /// Whether this is a midnight where the day is counted: New York's for a stamp with an offset, else the wall's own.
    var isMidnight: Bool {
        guard let ofDay else { return true }
        guard offset != nil else { return ofDay == 0 }
        return NewYork.secondOfDay(at: instant(in: .utc)) == 0
    }

    /// The date that this midnight begins.
    var day: TradingDate { offset == nil ? date : NewYork.date(at: instant(in: .utc)) }

    /// `Z` or `±HH:MM` as seconds east of Greenwich.
    private static func offset(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        if text.count == 1, text[0] == UInt8(ascii: "Z") { return 0 }
        guard text.count == 6, text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-"),
            text[3] == UInt8(ascii: ":"), let hours = twoDigits(text, 1), let minutes = twoDigits(text, 4), hours < 24,
            minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return text[0] == UInt8(ascii: "-") ? -seconds : seconds
    }
}

/// Reads `20131007` and, behind it, either nothing or a space and a time.
func compactStamp(_ field: UnsafeBufferPointer<UInt8>) -> CivilStamp? {
    guard field.count >= 8, let date = dateOfDigits(field, 0, 4, 6) else { return nil }
    guard field.count > 8 else { return CivilStamp(date: date, ofDay: nil) }
    guard field[8] == UInt8(ascii: " "), let (ofDay, end) = timeOfDay(field, from: 9), end == field.count else {
        return nil
    }
    return CivilStamp(date: date, ofDay: ofDay)
}

/// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction` as nanoseconds since midnight, and says where it ends.
func timeOfDay(_ field: UnsafeBufferPointer<UInt8>, from start: Int) -> (nanoseconds: Int64, end: Int)? {
    var end = start + 5
    guard field.count >= end, field[start + 2] == UInt8(ascii: ":"), let hour = twoDigits(field, start),
        let minute = twoDigits(field, start + 3), hour < 24, minute < 60
    else { return nil }
    var seconds = hour * 3600 + minute * 60
    guard field.count > end, field[end] == UInt8(ascii: ":") else { return (seconds * nanosPerUnit, end) }
    guard field.count >= end + 3, let second = twoDigits(field, end + 1), second < 60 else { return nil }
    seconds += second
    end += 3
    guard field.count > end, field[end] == UInt8(ascii: ".") else { return (seconds * nanosPerUnit, end) }
    var fraction: Int64 = 0
    var unit = nanosPerUnit / 10
    end += 1
    let first = end
    while end < field.count, unit > 0, let digit = digitValue(field[end]) {
        fraction += digit * unit
        unit /= 10
        end += 1
    }
    return end > first ? (seconds * nanosPerUnit + fraction, end) : nil
}

/// The date whose four digits of year, two of month and two of day begin at these places.
private func dateOfDigits(_ field: UnsafeBufferPointer<UInt8>, _ year: Int, _ month: Int, _ day: Int) -> TradingDate? {
    guard let century = twoDigits(field, year), let ofCentury = twoDigits(field, year + 2),
        let month = twoDigits(field, month), let day = twoDigits(field, day)
    else { return nil }
    let year = Int(century * 100 + ofCentury)
    return CivilStamp.years.contains(year) ? TradingDate(year: year, month: Int(month), day: Int(day)) : nil
}

private func twoDigits(_ field: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int64? {
    guard place + 1 < field.count, let tens = digitValue(field[place]), let ones = digitValue(field[place + 1]) else {
        return nil
    }
    return tens * 10 + ones
}
