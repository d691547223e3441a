public import Contracts

/// What is due by the time of day.
///
/// Its rule for jobs that were missed, because the scheduler was down or the clock jumped, is to say only what is still of use:
/// - `SessionOpened` while the session is open,
/// - `RebalanceDue` until the close: late is better than not at all, after it there is nothing to trade into,
/// - `SessionClosed` for a session that was opened in the log, however late, so that the log never leaves one open.
/// Sessions that were missed as a whole are passed over. A clock that jumps back repeats nothing.
public struct WallSchedule: Sendable {
    /// Rebalancing comes this long before the close: 15:30 in New York on a normal day, 12:30 on an early close.
    public static let rebalanceLeadSeconds: Int64 = 30 * 60

    public let calendar: TradingCalendar

    public init(calendar: TradingCalendar) { self.calendar = calendar }

    /// The jobs due at `now` and not said yet, in order of time.
    public func due(at now: Timestamp, after cursor: ScheduleCursor) -> [Job] {
        closing(at: now, cursor) + opening(at: now, cursor)
    }

    /// When something may come due next; `nil` past the end of the calendar.
    public func next(after now: Timestamp) -> Timestamp? {
        // Yesterday in New York at the earliest: its session may end after midnight UTC, never later.
        var session = calendar.next(after: NewYork.date(at: now) + -2)
        while let date = session, let open = calendar.open(date), let close = calendar.close(date) {
            if let instant = [open, close + -Self.rebalanceLeadSeconds, close].first(where: { $0 > now }) {
                return instant
            }
            session = calendar.next(after: date)
        }
        return nil
    }

    private func closing(at now: Timestamp, _ cursor: ScheduleCursor) -> [Job] {
        guard let session = cursor.opened, isNews(session, cursor.closed), let close = calendar.close(session),
            now >= close
        else { return [] }
        return [Job(at: close, event: .sessionClosed(SessionClosed(session: session)))]
    }

    private func opening(at now: Timestamp, _ cursor: ScheduleCursor) -> [Job] {
        let session = NewYork.date(at: now)
        guard let open = calendar.open(session), let close = calendar.close(session), open <= now, now < close else {
            return []
        }
        var jobs: [Job] = []
        if isNews(session, cursor.opened) {
            jobs.append(Job(at: open, event: .sessionOpened(SessionOpened(session: session, closesAt: close))))
        }
        let rebalance = close + -Self.rebalanceLeadSeconds
        if now >= rebalance, isNews(session, cursor.rebalanced) {
            jobs.append(Job(at: rebalance, event: .rebalanceDue(RebalanceDue(session: session))))
        }
        return jobs
    }
}

/// Whether a session is later than the newest one that was said.
public func isNews(_ session: TradingDate, _ newest: TradingDate?) -> Bool { newest.map { session > $0 } ?? true }
