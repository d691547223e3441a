public import Contracts

/// The columns of a series, in the order in which they lie in memory and in files.
public enum BarColumn: Int, Sendable, CaseIterable {
    /// Nanoseconds since the epoch, UTC.
    case time
    /// Billionths of the quote currency, as are `high`, `low` and `close`.
    case open
    case high, low, close
    /// Whole units traded.
    case volume
}

/// The bars of one instrument, oldest first, kept as columns of whole numbers.
///
/// A bar is stamped with the end of its interval, the instant at which it could first be known; the stamps ascend strictly. The memory
/// is either our own or a mapped file, and is shared by copies.
public struct BarSeries: Sendable {
    public let identity: SeriesIdentity
    let rows: BarRows

    init(_ identity: SeriesIdentity, count: Int, memory: ColumnMemory) {
        self.identity = identity
        rows = BarRows(count: count, memory: memory)
    }

    public var count: Int { rows.count }

    public var isEmpty: Bool { count == 0 }
    public var indices: Range<Int> { 0..<count }
    public var first: Timestamp? { isEmpty ? nil : time(0) }
    public var last: Timestamp? { isEmpty ? nil : time(count - 1) }

    /// When the bar at `place` ended.
    @inline(__always)
    public func time(_ place: Int) -> Timestamp { rows.time(place) }

    @inline(__always)
    public func close(_ place: Int) -> Price { Price(nanos: rows.word(.close, place)) }

    public subscript(place: Int) -> Bar {
        @inline(__always)
        get { rows[place] }
    }

    /// The place of the first bar that ends at `instant` or later; `count` where there is none. Twenty steps for a million bars.
    public func firstPlace(atOrAfter instant: Timestamp) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if rows.unchecked(.time, middle) < instant.nanoseconds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place of the bar that ends exactly at `instant`.
    public func place(of instant: Timestamp) -> Int? {
        let place = firstPlace(atOrAfter: instant)
        return place < count && time(place) == instant ? place : nil
    }

    /// The places of the bars that end within `from` … `through`, both included.
    public func places(from: Timestamp? = nil, through: Timestamp? = nil) -> Range<Int> {
        let lower = from.map(firstPlace(atOrAfter:)) ?? 0
        let upper =
            through.map { last in firstPlace(atOrAfter: Timestamp(nanoseconds: last.nanoseconds &+ 1)) } ?? count
        return lower..<max(lower, upper)
    }

    /// Lends one column as it lies in memory. The buffer is good only within `body`.
    public func withColumn<Answer, Failure: Error>(
        _ column: BarColumn, _ body: (UnsafeBufferPointer<Int64>) throws(Failure) -> Answer
    ) throws(Failure) -> Answer {
        let buffer = UnsafeBufferPointer(start: rows.memory.words + column.rawValue * count, count: count)
        let answer = try body(buffer)
        extendLifetime(rows.memory)
        return answer
    }
}
