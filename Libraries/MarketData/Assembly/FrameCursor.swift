public import Contracts

/// A walk over the frames of an assembly, oldest first.
public struct FrameCursor: IteratorProtocol, FrameSource, Sendable {
    private let columns: [BarRows?]
    private let calendar: TradingCalendar
    /// The next bar of each column, and where its bars end.
    private var places: [Int]
    private let ends: [Int]
    /// When the next bar of each column ends, in nanoseconds; the last instant of all where there is none.
    private var times: [Int64]
    private var session = SessionMemo()

    init(_ columns: [BarSeries?], calendar: TradingCalendar, from: Timestamp?, through: Timestamp?) {
        self.columns = columns.map { $0?.rows }
        self.calendar = calendar
        let spans = columns.map { $0?.places(from: from, through: through) ?? 0..<0 }
        places = spans.map(\.lowerBound)
        ends = spans.map(\.upperBound)
        times = zip(columns, spans).map { series, span in
            span.isEmpty ? .max : series?.time(span.lowerBound).nanoseconds ?? .max
        }
    }

    /// Unknown for several instruments: they share instants, and how many is seen on the way.
    public var remaining: Int? { columns.count == 1 ? ends[0] - places[0] : nil }

    /// The next frame; `nil` behind the last one.
    public mutating func next() -> BarFrame? {
        var frame = BarFrame(
            at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0),
            bars: [Bar?](repeating: nil, count: columns.count))
        return next(into: &frame) ? frame : nil
    }

    /// Writes the next frame over `frame` and says whether there was one. A frame that is used again costs no allocation.
    public mutating func next(into frame: inout BarFrame) -> Bool {
        var earliest = Int64.max
        for time in times where time < earliest { earliest = time }
        guard earliest != .max else { return false }
        if frame.bars.count != columns.count { frame.bars = [Bar?](repeating: nil, count: columns.count) }
        for column in times.indices {
            guard times[column] == earliest, let rows = columns[column] else {
                frame.bars[column] = nil
                continue
            }
            let place = places[column]
            frame.bars[column] = rows[place]
            places[column] = place + 1
            times[column] = place + 1 < ends[column] ? rows.time(place + 1).nanoseconds : .max
        }
        frame.at = Timestamp(nanoseconds: earliest)
        frame.session = session.session(of: frame.at, in: calendar)
        return true
    }
}

/// The session of the instant before, which is nearly always that of the next one too. Outside the exchange's hours, the date in New York.
struct SessionMemo: Sendable {
    private var date = TradingDate(daysSinceEpoch: 0)
    private var opens = Timestamp(nanoseconds: .max)
    private var closes = Timestamp(nanoseconds: .min)

    /// The session of an instant.
    @inline(__always)
    mutating func session(of instant: Timestamp, in calendar: TradingCalendar) -> TradingDate {
        if opens <= instant, instant <= closes { return date }
        return look(up: instant, in: calendar)
    }

    /// Remembers the session around an instant, or the rest of the hours until the next open or midnight.
    private mutating func look(up instant: Timestamp, in calendar: TradingCalendar) -> TradingDate {
        date = NewYork.date(at: instant)
        let midnight = NewYork.instant(on: date + 1, hour: 0, minute: 0)
        guard let open = calendar.open(date), let close = calendar.close(date), instant <= close else {
            (opens, closes) = (instant, Timestamp(nanoseconds: midnight.nanoseconds - 1))
            return date
        }
        (opens, closes) = instant < open ? (instant, Timestamp(nanoseconds: open.nanoseconds - 1)) : (open, close)
        return date
    }
}
