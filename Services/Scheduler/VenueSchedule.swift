import Contracts
import LogRules

/// What is due by the clock of a venue that a replay steps through its sessions.
///
/// It follows behind: the replay waits for the frames, never for this. For the same reason it does not call for rebalancing, which would
/// fall before or after a frame by chance; a replayed book follows every frame, or weeks and months.
struct VenueSchedule {
    /// A comparison with the broker after so many sessions.
    static let reconciliationSessions = 20
    /// How many sessions are said in one commit at most.
    static let largestStep = 100

    let calendar: TradingCalendar

    /// The openings and closes that the venue's clock has passed since `cursor`, in order of time, for `largestStep` sessions at most.
    ///
    /// The first time it sees a clock it begins at the session at hand: what came before is nobody's.
    func due(at now: Timestamp, after cursor: ScheduleCursor) -> [Job] {
        let today = NewYork.date(at: now)
        // An opened session that is not closed yet comes again, for its close.
        let newest = cursor.closed ?? cursor.opened.map { $0 + -1 }
        guard let first = newest.map({ $0 + 1 }) ?? calendar.previous(before: today + 1) else { return [] }
        guard first <= today else { return [] }
        var jobs: [Job] = []
        var cycle = cursor.cycle
        for session in calendar.sessions(from: first, through: today).prefix(Self.largestStep) {
            guard let open = calendar.open(session), let close = calendar.close(session), open <= now else { break }
            if isNews(session, cursor.opened) {
                jobs.append(Job(at: open, event: .sessionOpened(SessionOpened(session: session, closesAt: close))))
            }
            guard close <= now else { break }
            jobs.append(Job(at: close, event: .sessionClosed(SessionClosed(session: session))))
            if isReconciled(session) {
                cycle += 1
                jobs.append(Job(at: close, event: .reconciliationDue(ReconciliationDue(cycle: cycle))))
            }
        }
        return jobs
    }

    /// Every twentieth session of the calendar, so that a restart keeps the rhythm.
    private func isReconciled(_ session: TradingDate) -> Bool {
        let place = calendar.sessions(from: calendar.sessions[0], through: session).count
        return place % Self.reconciliationSessions == 0
    }
}
