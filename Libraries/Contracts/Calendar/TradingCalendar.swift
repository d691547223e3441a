/// The sessions of an exchange from 2000 through 2030, each question answered by one array lookup.
///
/// Outside those years there is no answer: dates are simply not sessions. Sessions after the present are what the rules foretell; an
/// exchange may still announce otherwise.
public struct TradingCalendar: Sendable {
    /// The New York Stock Exchange: 09:30 to 16:00 in New York, to 13:00 on early closes.
    public static let nyse = TradingCalendar(
        years: 2000...2030, closures: NewYorkStockExchange.closures, earlyCloses: NewYorkStockExchange.earlyCloses)

    /// Every session, oldest first.
    public let sessions: [TradingDate]
    private let opens: [Timestamp]
    private let closes: [Timestamp]
    private let early: [Bool]
    /// The first day that the calendar knows.
    private let first: TradingDate
    /// For each day from `first`, the place in `sessions` of the first session on or after it. One more than there are days.
    private let places: [Int32]

    init(
        years: ClosedRange<Int>, closures: (Int) -> [TradingDate], earlyCloses: (Int) -> [TradingDate]
    ) {
        let first = TradingDate.named(years.lowerBound, 1, 1)
        let days = Int(TradingDate.named(years.upperBound, 12, 31) - first) + 1
        var isOpen = (0..<days).map { (1...5).contains((first + Int32($0)).weekday) }
        var isShort = [Bool](repeating: false, count: days)
        for year in years {
            for day in closures(year) where day.year == year { isOpen[Int(day - first)] = false }
            for day in earlyCloses(year) { isShort[Int(day - first)] = true }
        }
        var sessions: [TradingDate] = []
        var early: [Bool] = []
        var places: [Int32] = []
        for day in 0..<days {
            places.append(Int32(sessions.count))
            guard isOpen[day] else { continue }
            sessions.append(first + Int32(day))
            early.append(isShort[day])
        }
        places.append(Int32(sessions.count))
        self.first = first
        self.sessions = sessions
        self.early = early
        self.places = places
        opens = sessions.map { NewYork.instant(on: $0, hour: 9, minute: 30) }
        closes = zip(sessions, early).map { NewYork.instant(on: $0, hour: $1 ? 13 : 16, minute: 0) }
    }

    public func isSession(_ date: TradingDate) -> Bool { place(of: date) != nil }

    /// Whether the exchange closes before its usual hour on this date.
    public func isEarlyClose(_ date: TradingDate) -> Bool { place(of: date).map { early[$0] } ?? false }

    /// When the session of this date opens; `nil` if it is not a session.
    public func open(_ date: TradingDate) -> Timestamp? { place(of: date).map { opens[$0] } }

    /// When the session of this date closes; `nil` if it is not a session.
    public func close(_ date: TradingDate) -> Timestamp? { place(of: date).map { closes[$0] } }

    /// The first session after a date; `nil` past the end of the calendar.
    public func next(after date: TradingDate) -> TradingDate? { session(at: placeOnOrAfter(date + 1)) }

    /// The last session before a date; `nil` before the calendar begins.
    public func previous(before date: TradingDate) -> TradingDate? { session(at: placeOnOrAfter(date) - 1) }

    /// The sessions of a range of dates, both ends included.
    public func sessions(from start: TradingDate, through end: TradingDate) -> ArraySlice<TradingDate> {
        let lower = placeOnOrAfter(start)
        return sessions[lower..<max(lower, placeOnOrAfter(end + 1))]
    }

    /// The session that is open at an instant. The closing instant belongs to the session, since the bar that ends then does.
    public func session(containing instant: Timestamp) -> TradingDate? {
        let date = NewYork.date(at: instant)
        guard let place = place(of: date), opens[place] <= instant, instant <= closes[place] else { return nil }
        return date
    }

    private func place(of date: TradingDate) -> Int? {
        let place = placeOnOrAfter(date)
        return place < sessions.count && sessions[place] == date ? place : nil
    }

    private func session(at place: Int) -> TradingDate? { sessions.indices.contains(place) ? sessions[place] : nil }

    private func placeOnOrAfter(_ date: TradingDate) -> Int {
        let day = min(max(0, Int(date.daysSinceEpoch) - Int(first.daysSinceEpoch)), places.count - 1)
        return Int(places[day])
    }
}
