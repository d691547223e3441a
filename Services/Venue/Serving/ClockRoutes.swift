import Contracts

// Time as the venue tells it: the clock, and the sessions of the exchange.
extension Venue {
    /// A live venue never closes: its session ends at midnight in New York and the next begins a second later.
    var clockView: WireValue {
        let now = clock
        let calendar = TradingCalendar.nyse
        let today = NewYork.date(at: now)
        guard settings.clock == .replay else {
            let close = midnight(today + 1)
            return ["timestamp": wall(now), "is_open": true, "next_open": wall(close + 1), "next_close": wall(close)]
        }
        // The closing instant is past the close: an order that arrives then waits for the next open.
        let isOpen = calendar.session(containing: now).flatMap(calendar.close).map { now < $0 } ?? false
        func upcoming(_ instant: (TradingDate) -> Timestamp?) -> Timestamp? {
            if let moment = instant(today), moment > now { return moment }
            return calendar.next(after: today).flatMap(instant)
        }
        return [
            "timestamp": wall(now), "is_open": .boolean(isOpen),
            "next_open": upcoming(calendar.open).map(wall) ?? .null,
            "next_close": upcoming(calendar.close).map(wall) ?? .null,
        ]
    }

    func calendar(_ request: VenueRequest) throws(APIError) -> WireValue {
        let calendar = TradingCalendar.nyse
        guard let first = calendar.sessions.first, let last = calendar.sessions.last else { return .list([]) }
        let start = try request.date("start") ?? first
        let end = try request.date("end") ?? last
        guard start <= end else { throw .invalid("start \(start) is after end \(end)") }
        return .list(
            calendar.sessions(from: start, through: end).map { date in
                let close = calendar.close(date).map(NewYork.secondOfDay) ?? 57_600
                return [
                    "date": .text(date.description), "open": "09:30", "close": .text(clockText(close, separator: ":")),
                    "session_open": "0400", "session_close": .text(close < 57_600 ? "1700" : "2000"),
                    "settlement_date": .text((calendar.next(after: date) ?? date).description),
                ]
            })
    }
}

/// An instant on New York's wall: `2025-06-30T15:30:00-04:00`.
private func wall(_ instant: Timestamp) -> WireValue {
    let offset = NewYork.offsetSeconds(at: instant)
    let local = (instant + offset).description.dropLast()
    return .text("\(local)-\(clockText(-offset, separator: ":"))")
}

/// Seconds of a day as hours and minutes.
private func clockText(_ seconds: Int64, separator: String) -> String {
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return two(seconds / 3600) + separator + two(seconds / 60 % 60)
}
