public import Contracts

/// Why bars can't be made of shorter ones.
public enum ResamplingError: Error, Hashable, Sendable, CustomStringConvertible {
    case notLonger(BarInterval, than: BarInterval)
    case notAMultiple(BarInterval, of: BarInterval)
    /// A bar within a session does not lie on the grid that begins at the open, so that it would belong to two longer bars.
    case offGrid(Symbol, Timestamp)

    public var description: String {
        switch self {
        case .notLonger(let target, let source):
            "bars of \(target) can't be made of bars of \(source): they are not longer"
        case .notAMultiple(let target, let source):
            "bars of \(target) can't be made of bars of \(source): not a whole number of them"
        case .offGrid(let symbol, let time):
            "\(symbol): the bar that ends at \(time) does not lie on the grid that begins at the session's open"
        }
    }
}

/// Longer bars, and what of the shorter ones is not in them.
public struct Resampled: Sendable {
    public let series: BarSeries
    /// Bars that begin before the open or end after the close, as those of extended hours do. They are in no longer bar.
    public let outsideSession: Int
    /// Shorter bars at the end whose longer bar was not yet over when the series ends.
    public let unfinished: Int
}

/// Makes longer bars of shorter ones, session by session.
///
/// The grid of each session begins at its open: bars of an hour end at 10:30, 11:30 … 15:30 in New York, and the last one at the close,
/// 16:00 or 13:00, whatever is left for it. No bar spans two sessions. A bar is stamped with its end, the first instant at which it can
/// be known; where none of its minutes has a trade there is no bar.
///
/// The last bar is left out unless the series reaches its end: a bar that may still change is not yet known. A thin instrument whose
/// last minutes saw no trade therefore loses its last bar, and `unfinished` says of how many minutes.
public struct Resampler: Sendable {
    public let interval: BarInterval
    private let calendar: TradingCalendar

    public init(to interval: BarInterval, calendar: TradingCalendar = .nyse) {
        self.interval = interval
        self.calendar = calendar
    }

    public func resample(_ series: BarSeries) throws(ResamplingError) -> Resampled {
        let source = series.identity.interval
        guard interval > source else { throw .notLonger(interval, than: source) }
        guard interval.seconds % source.seconds == 0 else { throw .notAMultiple(interval, of: source) }
        var builder = BarSeriesBuilder()
        var open = OpenBar()
        var grid = SessionGrid()
        var outside = 0
        for place in series.indices {
            let time = series.time(place)
            guard grid.enter(time, calendar), grid.holds(time, source) else {
                outside += 1
                continue
            }
            guard grid.isMet(by: time, source) else { throw .offGrid(series.identity.symbol, time) }
            let end = grid.end(of: interval, holding: time)
            if open.count > 0, open.end != end { builder.append(open.bar, at: open.end) }
            open.take(series[place], until: end)
        }
        var unfinished = 0
        if open.count > 0 {
            if let last = series.last, last >= open.end {
                builder.append(open.bar, at: open.end)
            } else {
                unfinished = open.count
            }
        }
        var identity = series.identity
        identity.interval = interval
        return Resampled(series: builder.finished(as: identity), outsideSession: outside, unfinished: unfinished)
    }
}

/// A longer bar in the making.
private struct OpenBar {
    private(set) var bar = Bar(open: .zero, high: .zero, low: .zero, close: .zero, volume: 0)
    private(set) var end = Timestamp(nanoseconds: .min)
    /// How many shorter bars it is made of.
    private(set) var count = 0

    mutating func take(_ next: Bar, until end: Timestamp) {
        guard count > 0, end == self.end else {
            (bar, self.end, count) = (next, end, 1)
            return
        }
        bar.high = max(bar.high, next.high)
        bar.low = min(bar.low, next.low)
        bar.close = next.close
        bar.volume += next.volume
        count += 1
    }
}
