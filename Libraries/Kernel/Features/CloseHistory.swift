internal import Contracts

/// The newest values of several series, each in a ring of the same size.
///
/// All windows of an instrument look into its one ring, so a plan with many windows keeps each close once.
struct CloseHistory: Hashable, Sendable, Codable {
    private var values: [Double]
    /// The change from one value to the next as a share of the first, at the place of the next; empty where nobody asks for it.
    private var returns: [Double]
    /// How many values each series has had.
    private var seen: [Int]
    /// A power of two, so that a place in the ring is a mask away.
    private let capacity: Int

    /// One series as it stood after so many values: what an indicator looks back from.
    struct Moment: BitwiseCopyable {
        fileprivate let row: Int
        fileprivate let seen: Int

        /// The moment that many values later.
        @inline(__always)
        func later(by count: Int) -> Moment { Moment(row: row, seen: seen &+ count) }
    }

    /// Rings that can look back `reach` values from the newest, and by their returns too if these are kept.
    init(series: Int, reach: Int, keepsReturns: Bool = false) {
        var capacity = 1
        while capacity <= reach { capacity *= 2 }
        self.capacity = capacity
        values = Array(repeating: 0, count: series * capacity)
        returns = keepsReturns ? values : []
        seen = Array(repeating: 0, count: series)
    }

    @inline(__always)
    mutating func push(_ value: Double, to series: Int) {
        store(value, now(series))
        seen[series] &+= 1
    }

    /// Pushes to a series whose owner counts itself.
    @inline(__always)
    mutating func push(_ value: Double, at moment: inout Moment) {
        store(value, moment)
        moment = moment.later(by: 1)
    }

    /// Pushes every `stride`th of these closes, in billionths, and answers how many it took: those not above zero are none. `areAll` says
    /// that there are no such.
    mutating func push(
        _ closes: [Int64], from first: Int, by stride: Int, _ count: Int, areAll: Bool, to series: Int
    ) -> Int {
        let before = now(series)
        var now = before
        if returns.isEmpty, areAll {
            storeAll(closes.span, first, stride, count, &now)
        } else if returns.isEmpty {
            Self.store(closes.span, first, stride, count, &values, capacity, &now)
        } else {
            for place in 0..<count {
                let close = Price(nanos: closes[first &+ place &* stride])
                if close > .zero { push(close.approximation, at: &now) }
            }
        }
        seen[series] = now.seen
        return now.seen - before.seen
    }

    /// Piece by piece, each up to where the ring begins anew.
    private mutating func storeAll(
        _ closes: Span<Int64>, _ first: Int, _ stride: Int, _ count: Int, _ now: inout Moment
    ) {
        var done = 0
        while done < count {
            let start = now.seen & (capacity &- 1)
            let length = min(count - done, capacity - start)
            Self.convert(closes, first + done * stride, stride, length, &values, now.row + start)
            now = now.later(by: length)
            done += length
        }
    }

    private static func convert(
        _ closes: Span<Int64>, _ first: Int, _ stride: Int, _ count: Int, _ values: inout [Double], _ start: Int
    ) {
        precondition(first >= 0 && first + (count - 1) * stride < closes.count, "there is a close for each value")
        precondition(start >= 0 && start + count <= values.count, "each value has its place")
        var values = values.mutableSpan
        for place in 0..<count {
            values[unchecked: start &+ place] = Price(nanos: closes[unchecked: first &+ place &* stride]).approximation
        }
    }

    private static func store(
        _ closes: Span<Int64>, _ first: Int, _ stride: Int, _ count: Int, _ values: inout [Double], _ capacity: Int,
        _ now: inout Moment
    ) {
        var values = values.mutableSpan
        var seen = now.seen
        for place in 0..<count {
            let close = Price(nanos: closes[first &+ place &* stride])
            guard close > .zero else { continue }
            values[now.row &+ (seen & (capacity &- 1))] = close.approximation
            seen &+= 1
        }
        now = Moment(row: now.row, seen: seen)
    }

    @inline(__always)
    private mutating func store(_ value: Double, _ moment: Moment) {
        let place = moment.row &+ (moment.seen & (capacity &- 1))
        if !returns.isEmpty { returns[place] = moment.seen == 0 ? 0 : value / self.value(moment, ago: 0) - 1 }
        values[place] = value
    }

    /// A series as it stands.
    @inline(__always)
    func now(_ series: Int) -> Moment { Moment(row: series &* capacity, seen: seen[series]) }

    /// Whether it can look back that many values from the newest.
    func remembers(_ count: Int) -> Bool { capacity > count }

    /// Multiplies all that one series remembers.
    mutating func scale(_ series: Int, by factor: Double) {
        for place in 0..<capacity { values[series * capacity + place] *= factor }
    }

    /// The value that many before the newest, which is 0. Meaningful only as far back as values were pushed.
    @inline(__always)
    func value(_ moment: Moment, ago: Int) -> Double {
        values[moment.row &+ ((moment.seen &- 1 &- ago) & (capacity &- 1))]
    }

    /// The numbers of one series as they lie, where neither so many before the newest nor so many behind it go around the ring.
    @inline(__always)
    func straight(_ moment: Moment, before: Int, behind: Int) -> Stretch? {
        let newest = (moment.seen &- 1) & (capacity &- 1)
        guard newest >= before, newest + behind < capacity else { return nil }
        // Asked once for all of the stretch, whose values are then taken unchecked.
        precondition(moment.row + capacity <= values.count, "each series has a row of its own")
        return Stretch(newest: moment.row &+ newest)
    }

    /// Where a series lies in memory, about its newest value.
    struct Stretch: BitwiseCopyable {
        fileprivate let newest: Int
    }

    /// The value that far ahead of the newest, within the stretch.
    @inline(__always)
    func value(_ stretch: Stretch, ahead: Int) -> Double { values.span[unchecked: stretch.newest &+ ahead] }

    /// The return that many before the newest, where returns are kept.
    @inline(__always)
    func oneBarReturn(_ moment: Moment, ago: Int) -> Double {
        returns[moment.row &+ ((moment.seen &- 1 &- ago) & (capacity &- 1))]
    }

    /// The sum of the newest `count` values, oldest first.
    func sum(_ moment: Moment, newest count: Int) -> Double {
        var sum = 0.0
        for ago in stride(from: count - 1, through: 0, by: -1) { sum += value(moment, ago: ago) }
        return sum
    }

    /// Takes over what a series of other rings remembers, as far as it fits.
    mutating func take(_ series: Int, from other: borrowing CloseHistory, _ otherSeries: Int) {
        for ago in stride(from: min(other.seen[otherSeries], other.capacity) - 1, through: 0, by: -1) {
            push(other.value(other.now(otherSeries), ago: ago), to: series)
        }
    }
}
