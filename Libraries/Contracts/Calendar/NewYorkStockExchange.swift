/// When the New York Stock Exchange keeps its doors shut, and when it shuts them early, by rule and by event.
enum NewYorkStockExchange {
    /// Every date of a year on which the exchange does not open though a rule or an event is the reason; weekends are not listed.
    static func closures(of year: Int) -> [TradingDate] {
        var days: [TradingDate] = [
            .weekday(1, number: 3, ofMonth: 1, year: year),  // Martin Luther King Jr.
            .weekday(1, number: 3, ofMonth: 2, year: year),  // Washington's birthday
            .easter(year) + -2,  // Good Friday
            .lastWeekday(1, ofMonth: 5, year: year),  // Memorial Day
            TradingDate.named(year, 7, 4).observed,
            .weekday(1, number: 1, ofMonth: 9, year: year),  // Labor Day
            thanksgiving(year),
            TradingDate.named(year, 12, 25).observed,
        ]
        // A New Year's Day on a Saturday is not kept: the Friday before closes the books of the year.
        let newYear = TradingDate.named(year, 1, 1)
        if newYear.weekday != 6 { days.append(newYear.observed) }
        if year >= 2022 { days.append(TradingDate.named(year, 6, 19).observed) }  // Juneteenth
        days += special.filter { $0.year == year }
        return days
    }

    /// The sessions of a year that end at 13:00 instead of 16:00.
    static func earlyCloses(of year: Int) -> [TradingDate] {
        var days = [thanksgiving(year) + 1]
        switch TradingDate.named(year, 7, 4).weekday {
        case 2, 3, 5: days.append(.named(year, 7, 3))
        // Until 2012 the Friday after a Thursday's Fourth was the short day, since 2013 the Wednesday before.
        case 4: days.append(year >= 2013 ? .named(year, 7, 3) : .named(year, 7, 5))
        default: break
        }
        if (2...5).contains(TradingDate.named(year, 12, 25).weekday) { days.append(.named(year, 12, 24)) }
        if year == 2003 { days.append(.named(2003, 12, 26)) }  // By announcement, once.
        return days
    }

    private static func thanksgiving(_ year: Int) -> TradingDate { .weekday(4, number: 4, ofMonth: 11, year: year) }

    /// Closures that no rule foretells.
    private static let special: [TradingDate] = [
        .named(2001, 9, 11), .named(2001, 9, 12), .named(2001, 9, 13), .named(2001, 9, 14),  // the attacks
        .named(2004, 6, 11),  // mourning for Ronald Reagan
        .named(2007, 1, 2),  // mourning for Gerald Ford
        .named(2012, 10, 29), .named(2012, 10, 30),  // hurricane Sandy
        .named(2018, 12, 5),  // mourning for George H. W. Bush
        .named(2025, 1, 9),  // mourning for Jimmy Carter
    ]
}
