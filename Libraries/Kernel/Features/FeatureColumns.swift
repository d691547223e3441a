public import Contracts

/// The features of a run of frames, series by series: who looks for one change among many frames reads numbers that lie side by side.
public struct FeatureColumns: Sendable {
    /// Which of them are whose is for `places` to say.
    public internal(set) var values: [Double] = []
    /// How many places each series has.
    private var length = 0
    private var columns = 0

    package init() {}

    /// Where an instrument's numbers of one feature stand, for the frames from `start` to before `end`.
    @inline(__always)
    public func places(of instrument: InstrumentIndex, _ column: Int, from start: Int, to end: Int) -> Range<Int> {
        let first = self.start(of: instrument.place, column)
        return first &+ start..<first &+ end
    }

    @inline(__always)
    func start(of instrument: Int, _ column: Int) -> Int { (instrument &* columns &+ column) &* length }

    /// Makes room for the numbers of so many frames.
    mutating func prepare(instruments: Int, columns: Int, frames: Int) {
        self.columns = columns
        if length >= frames, values.count == instruments * columns * length { return }
        length = frames
        values = Array(repeating: .nan, count: instruments * columns * length)
    }

    /// Writes the numbers of one frame, those of the columns that its reader wants; the others are NaN.
    package func write(_ place: Int, at instant: Timestamp, only wanted: [Int], into frame: inout FeatureFrame) {
        frame.at = instant
        frame.columns = columns
        write(place, wanted, into: &frame.values)
    }

    private func write(_ place: Int, _ wanted: [Int], into numbers: inout [Double]) {
        let series = length == 0 ? 0 : values.count / length
        if numbers.count != series { numbers = Array(repeating: .nan, count: series) }
        let values = values.span
        let wanted = wanted.span
        var numbers = numbers.mutableSpan
        var row = 0
        while row < series {
            for column in wanted.indices {
                let one = row &+ wanted[column]
                numbers[one] = values[one &* length &+ place]
            }
            row &+= columns
        }
    }
}
