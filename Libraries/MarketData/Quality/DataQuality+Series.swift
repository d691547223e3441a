public import Contracts

extension DataQuality {
    /// Looks at every bar of a series once, against the sessions of `calendar`.
    public init(_ series: BarSeries, calendar: TradingCalendar = .nyse, limits: QualityLimits = QualityLimits()) {
        self.init()
        bars = series.count
        first = series.first
        last = series.last
        var presence = SessionPresence(series.identity.interval, calendar: calendar)
        var stale = StaleWatch(atLeast: limits.staleBars)
        for place in series.indices {
            let bar = series[place]
            let time = series.time(place)
            presence.take(time)
            count(bar)
            if place > 0 { compare(bar, with: series.close(place - 1), at: time, limits) }
            if let run = stale.take(bar.close, at: time) { staleRuns.append(run) }
        }
        if let run = stale.finish() { staleRuns.append(run) }
        (missingSessions, extraDays, gaps, outsideSession) = presence.findings()
    }

    private mutating func count(_ bar: Bar) {
        if bar.volume == 0 { zeroVolume += 1 }
        if bar.open == bar.high, bar.high == bar.low, bar.low == bar.close { flat += 1 }
    }

    private mutating func compare(_ bar: Bar, with before: Price, at time: Timestamp, _ limits: QualityLimits) {
        let move = PriceMove(at: time, from: before, to: bar.close)
        if abs(move.percent) > limits.move { moves.append(move) }
        let opening = PriceMove(at: time, from: before, to: bar.open)
        guard abs(opening.percent) > limits.move,
            let ratio = SplitRatio(near: before.approximation / bar.open.approximation, percent: limits.splitTolerance)
        else { return }
        suspectedSplits.append(SuspectedSplit(at: time, closeBefore: before, open: bar.open, ratio: ratio))
    }
}

extension SplitRatio {
    /// The ratios in which funds and companies have split.
    private static let usual: [SplitRatio] = [
        (3, 2), (2, 1), (5, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1), (10, 1), (15, 1), (20, 1), (25, 1),
        (30, 1),
        (40, 1), (50, 1), (100, 1),
    ].flatMap { [SplitRatio(new: $0, old: $1), SplitRatio(new: $1, old: $0)] }

    /// The usual ratio nearest to a factor, if it is within so many percent.
    init?(near factor: Double, percent: Double) {
        func distance(_ ratio: SplitRatio) -> Double { abs(factor * Double(ratio.old) / Double(ratio.new) - 1) }
        guard let nearest = Self.usual.min(by: { distance($0) < distance($1) }), distance(nearest) * 100 <= percent
        else {
            return nil
        }
        self = nearest
    }
}

/// Follows runs of equal closes.
private struct StaleWatch {
    private let least: Int
    private var close: Price?
    private var from = Timestamp(nanoseconds: 0)
    private var through = Timestamp(nanoseconds: 0)
    private var bars = 0

    init(atLeast least: Int) { self.least = least }

    /// Takes the next close and answers the run that it ends, where that was long enough.
    mutating func take(_ next: Price, at time: Timestamp) -> StaleRun? {
        guard next != close else {
            bars += 1
            through = time
            return nil
        }
        let ended = finish()
        (close, from, through, bars) = (next, time, time, 1)
        return ended
    }

    func finish() -> StaleRun? {
        guard let close, bars >= least else { return nil }
        return StaleRun(from: from, through: through, bars: bars, close: close)
    }
}
