import Contracts

/// Which sessions have bars and how many, day by day.
struct SessionPresence {
    private let interval: BarInterval
    private let calendar: TradingCalendar
    private var grid = SessionGrid()
    private var memo = SessionMemo()
    /// The dates that have bars, in order, with the number that lie inside the session.
    private var days: [(date: TradingDate, inside: Int)] = []
    private var outside = 0

    init(_ interval: BarInterval, calendar: TradingCalendar) {
        self.interval = interval
        self.calendar = calendar
    }

    mutating func take(_ time: Timestamp) {
        // A bar that ends at midnight belongs to the day before, as those of round-the-clock markets do.
        let date = memo.session(of: Timestamp(nanoseconds: time.nanoseconds - 1), in: calendar)
        if days.last?.date != date { days.append((date, 0)) }
        let isInside = grid.enter(time, calendar) && (interval.isSession || grid.holds(time, interval))
        if isInside { days[days.count - 1].inside += 1 } else { outside += 1 }
    }

    func findings() -> (missing: [TradingDate], extra: [TradingDate], gaps: [SessionGap], outside: Int) {
        guard let first = days.first?.date, let last = days.last?.date else { return ([], [], [], 0) }
        let present = Set(days.map(\.date))
        let missing = calendar.sessions(from: first, through: last).filter { !present.contains($0) }
        let extra = days.map(\.date).filter { !calendar.isSession($0) }
        guard !interval.isSession else { return (Array(missing), extra, [], 0) }
        let gaps = days.compactMap { day -> SessionGap? in
            guard let expected = expected(on: day.date), day.inside < expected else { return nil }
            return SessionGap(session: day.date, missing: expected - day.inside, expected: expected)
        }
        return (Array(missing), extra, gaps, outside)
    }

    /// How many bars a session has from its open to its close; `nil` where there is no session.
    private func expected(on date: TradingDate) -> Int? {
        guard let open = calendar.open(date), let close = calendar.close(date) else { return nil }
        let length = interval.seconds * nanosPerUnit
        return Int((close.nanoseconds - open.nanoseconds + length - 1) / length)
    }
}
