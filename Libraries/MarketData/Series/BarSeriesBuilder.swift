public import Contracts

/// Collects bars into the columns of a series.
public struct BarSeriesBuilder: Sendable {
    private var times: [Int64] = []
    private var opens: [Int64] = []
    private var highs: [Int64] = []
    private var lows: [Int64] = []
    private var closes: [Int64] = []
    private var volumes: [Int64] = []

    public init() {}

    public var count: Int { times.count }
    public var lastTime: Timestamp? { times.last.map(Timestamp.init(nanoseconds:)) }

    public mutating func reserve(_ rows: Int) {
        times.reserveCapacity(rows)
        opens.reserveCapacity(rows)
        highs.reserveCapacity(rows)
        lows.reserveCapacity(rows)
        closes.reserveCapacity(rows)
        volumes.reserveCapacity(rows)
    }

    /// Adds a bar that ended at `time`. `finished` asks that all of them ascend, or all descend.
    @inline(__always)
    public mutating func append(_ bar: Bar, at time: Timestamp) {
        times.append(time.nanoseconds)
        opens.append(bar.open.nanos)
        highs.append(bar.high.nanos)
        lows.append(bar.low.nanos)
        closes.append(bar.close.nanos)
        volumes.append(bar.volume)
    }

    /// The last bar that was added.
    var lastBar: Bar? {
        guard let open = opens.last, let high = highs.last, let low = lows.last, let close = closes.last,
            let volume = volumes.last
        else { return nil }
        return Bar(
            open: Price(nanos: open), high: Price(nanos: high), low: Price(nanos: low), close: Price(nanos: close),
            volume: volume)
    }

    /// How long the bars are, as the commonest step between neighbours says; `nil` under two bars or beyond a day.
    ///
    /// The first ten thousand steps are enough: a gap is rare beside the steps within a session.
    var commonestStep: BarInterval? {
        var counts: [Int64: Int] = [:]
        for (earlier, later) in zip(times, times.dropFirst()).prefix(10_000) {
            counts[abs(later - earlier), default: 0] += 1
        }
        // Of equally common steps the shortest, so that the answer does not depend on a dictionary's order.
        let commonest = counts.min { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let step = commonest?.key, step % nanosPerUnit == 0 else { return nil }
        return BarInterval(seconds: step / nanosPerUnit)
    }

    /// Moves every stamp later, for a source that stamps its bars with their beginning.
    mutating func shift(bySeconds seconds: Int64) {
        for place in times.indices { times[place] += seconds * nanosPerUnit }
    }

    /// The series, oldest first.
    public consuming func finished(as identity: SeriesIdentity) -> BarSeries {
        var columns = [times, opens, highs, lows, closes, volumes]
        if let first = times.first, let last = times.last, first > last {
            for place in columns.indices { columns[place].reverse() }
        }
        precondition(
            zip(columns[0], columns[0].dropFirst()).allSatisfy { $0 < $1 }, "the stamps of a series ascend strictly")
        return BarSeries(identity, count: columns[0].count, memory: ColumnMemory(copying: columns))
    }
}
