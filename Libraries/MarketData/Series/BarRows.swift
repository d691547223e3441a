internal import Contracts

/// The bars of a series without its name: what is read in a loop over millions of them, where a copy must cost next to nothing.
struct BarRows: Sendable {
    let count: Int
    let memory: ColumnMemory

    /// When the bar at `place` ended.
    @inline(__always)
    func time(_ place: Int) -> Timestamp { Timestamp(nanoseconds: word(.time, place)) }

    subscript(place: Int) -> Bar {
        @inline(__always)
        get {
            requireRow(place)
            return Bar(
                open: Price(nanos: unchecked(.open, place)), high: Price(nanos: unchecked(.high, place)),
                low: Price(nanos: unchecked(.low, place)), close: Price(nanos: unchecked(.close, place)),
                volume: unchecked(.volume, place))
        }
    }

    @inline(__always)
    func word(_ column: BarColumn, _ place: Int) -> Int64 {
        requireRow(place)
        return unchecked(column, place)
    }

    @inline(__always)
    func unchecked(_ column: BarColumn, _ place: Int) -> Int64 { memory.words[column.rawValue &* count &+ place] }

    @inline(__always)
    private func requireRow(_ place: Int) {
        precondition(place >= 0 && place < count, "a bar's place lies within its series")
    }
}
