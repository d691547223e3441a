// Dates that a rule names: "the third Monday of January", "Good Friday".
extension TradingDate {
    /// A date that exists by construction of the rule that names it.
    static func named(_ year: Int, _ month: Int, _ day: Int) -> TradingDate {
        guard let date = TradingDate(year: year, month: month, day: day) else {
            preconditionFailure("a holiday rule names days that exist, not \(year)-\(month)-\(day)")
        }
        return date
    }

    /// The `number`-th (from 1) given weekday of a month; 0 is Sunday.
    static func weekday(_ weekday: Int, number: Int, ofMonth month: Int, year: Int) -> TradingDate {
        let first = named(year, month, 1)
        let lead = (weekday - first.weekday + 7) % 7
        return first + Int32(lead + 7 * (number - 1))
    }

    /// The last given weekday of a month; 0 is Sunday.
    static func lastWeekday(_ weekday: Int, ofMonth month: Int, year: Int) -> TradingDate {
        let last = (month == 12 ? named(year + 1, 1, 1) : named(year, month + 1, 1)) + -1
        return last + Int32(-((last.weekday - weekday + 7) % 7))
    }

    /// Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876).
    static func easter(_ year: Int) -> TradingDate {
        let golden = year % 19
        let (century, ofCentury) = (year / 100, year % 100)
        let correction = (century - (century + 8) / 25 + 1) / 3
        let epact = (19 * golden + century - century / 4 - correction + 15) % 30
        let shift = (32 + 2 * (century % 4) + 2 * (ofCentury / 4) - epact - ofCentury % 4) % 7
        let late = (golden + 11 * epact + 22 * shift) / 451
        let marchDays = epact + shift - 7 * late + 114
        return named(year, marchDays / 31, marchDays % 31 + 1)
    }

    /// Where a fixed holiday is kept: a Saturday's on the Friday before, a Sunday's on the Monday after.
    var observed: TradingDate {
        switch weekday {
        case 6: self + -1
        case 0: self + 1
        default: self
        }
    }
}
