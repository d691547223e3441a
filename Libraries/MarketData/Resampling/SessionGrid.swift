import Contracts

/// The instants at which the bars of one session end: every interval from the open on, and the close.
struct SessionGrid {
    private var opens: Int64 = .max
    private var closes: Int64 = .min

    /// Moves to the session that is open at an instant; `false` where none is.
    @inline(__always)
    mutating func enter(_ time: Timestamp, _ calendar: TradingCalendar) -> Bool {
        if opens <= time.nanoseconds, time.nanoseconds <= closes { return true }
        guard let session = calendar.session(containing: time), let open = calendar.open(session),
            let close = calendar.close(session)
        else { return false }
        (opens, closes) = (open.nanoseconds, close.nanoseconds)
        return true
    }

    /// Whether the bar that ends at `time` lies wholly in the session. The one that ends at the close may be shorter than the others.
    @inline(__always)
    func holds(_ time: Timestamp, _ interval: BarInterval) -> Bool {
        guard opens < time.nanoseconds else { return false }
        return time.nanoseconds == closes || time.nanoseconds - interval.seconds * nanosPerUnit >= opens
    }

    /// Whether a bar of this interval may end at `time`.
    @inline(__always)
    func isMet(by time: Timestamp, _ interval: BarInterval) -> Bool {
        time.nanoseconds == closes || (time.nanoseconds - opens) % (interval.seconds * nanosPerUnit) == 0
    }

    /// When the bar of `interval` ends that holds the instant just before `time`.
    @inline(__always)
    func end(of interval: BarInterval, holding time: Timestamp) -> Timestamp {
        let length = interval.seconds * nanosPerUnit
        let whole = (time.nanoseconds - opens + length - 1) / length
        return Timestamp(nanoseconds: min(opens + whole * length, closes))
    }
}
