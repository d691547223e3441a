/// The civil clock of New York, by the daylight-saving rules that hold since 1987.
///
/// The rules are arithmetic, so that a replay needs no time zone database and reads the same on every machine: until 2006 summer time
/// ran from the first Sunday of April to the last of October, since 2007 from the second Sunday of March to the first of November,
/// changing at 02:00 on the wall both times.
public enum NewYork {
    /// Seconds that New York's wall clock is ahead of UTC at an instant: −18,000 in winter, −14,400 in summer.
    public static func offsetSeconds(at instant: Timestamp) -> Int64 {
        let seconds = instant.nanoseconds.flooredDivision(by: nanosPerUnit)
        let year = (instant + winterOffset).utcDate.year
        let summer = summerTime(of: year)
        return seconds >= summer.begins && seconds < summer.ends ? summerOffset : winterOffset
    }

    /// The date on New York's wall at an instant.
    public static func date(at instant: Timestamp) -> TradingDate { (instant + offsetSeconds(at: instant)).utcDate }

    /// Seconds since midnight on New York's wall at an instant.
    public static func secondOfDay(at instant: Timestamp) -> Int64 {
        let local = instant + offsetSeconds(at: instant)
        return (local.nanoseconds - local.utcDate.utcMidnight.nanoseconds).flooredDivision(by: nanosPerUnit)
    }

    /// The instant when New York's wall shows this date and time. Of an hour that occurs twice, the first; a time that the spring
    /// change skips is read as if the change had not happened yet.
    public static func instant(on date: TradingDate, hour: Int64, minute: Int64) -> Timestamp {
        let wall = date.utcMidnight + (hour * 3600 + minute * 60)
        let asSummer = wall + -summerOffset
        return offsetSeconds(at: asSummer) == summerOffset ? asSummer : wall + -winterOffset
    }

    private static let winterOffset: Int64 = -5 * 3600
    private static let summerOffset: Int64 = -4 * 3600

    /// When a year's summer time begins and ends, as seconds since the epoch.
    private static func summerTime(of year: Int) -> (begins: Int64, ends: Int64) {
        let first: TradingDate
        let last: TradingDate
        if year >= 2007 {
            first = .weekday(0, number: 2, ofMonth: 3, year: year)
            last = .weekday(0, number: 1, ofMonth: 11, year: year)
        } else {
            first = .weekday(0, number: 1, ofMonth: 4, year: year)
            last = .lastWeekday(0, ofMonth: 10, year: year)
        }
        // 02:00 in winter time is 07:00 UTC; 02:00 in summer time is 06:00 UTC.
        return (
            Int64(first.daysSinceEpoch) * 86_400 + 7 * 3600,
            Int64(last.daysSinceEpoch) * 86_400 + 6 * 3600
        )
    }
}
