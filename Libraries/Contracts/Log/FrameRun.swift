/// Some frames on end, of which a backtest looks closely at a few: one that a stage must judge is written out.
///
/// A source that has all its frames in one table lends it, and none is copied.
public struct FrameRun: Sendable {
    public private(set) var table: FrameTable
    /// Where in the table the run begins.
    private var first = 0
    private var isLent = false
    /// What a source that hands out single frames writes into.
    @usableFromInline var single: BarFrame

    /// Room for so many frames, without bars at first.
    public init(frames: Int, instruments: Int) {
        table = FrameTable(frames: frames, instruments: instruments)
        let (at, session) = (Timestamp(nanoseconds: 0), TradingDate(daysSinceEpoch: 0))
        single = BarFrame(at: at, session: session, bars: Array(repeating: nil, count: instruments))
    }

    public var instruments: Int { table.instruments }

    /// Lends all frames of a table: the run's place `place` is its frame `frame`.
    public mutating func lend(_ table: FrameTable, place: Int, at frame: Int) {
        precondition(table.instruments == instruments, "a bar frame has one place for each instrument of the book")
        self.table = table
        first = frame - place
        isLent = true
    }

    /// Takes the single frame in at a place.
    @usableFromInline
    mutating func takeSingle(at place: Int) {
        precondition(!isLent, "a source lends all its frames or none")
        table[place] = single
    }

    /// Where in the table some places of the run are.
    @inline(__always)
    public func rows(_ places: Range<Int>) -> Range<Int> { first &+ places.lowerBound..<first &+ places.upperBound }

    @inline(__always)
    public func session(_ place: Int) -> TradingDate { table.sessions[first &+ place] }

    /// The bar of one instrument in the frame at a place.
    @inline(__always)
    public func bar(_ place: Int, _ instrument: Int) -> Bar? { table.bar(first &+ place, instrument) }

    /// Writes out the frame at a place, reusing its array.
    public func write(_ place: Int, into frame: inout BarFrame) { table.write(first + place, into: &frame) }

    /// Makes the frame at a place the first one.
    public mutating func begin(with place: Int) {
        if isLent { first += place } else { table.copy(place, to: 0) }
    }

    /// Writes when the first `count` frames were.
    public func writeInstants(_ count: Int, into instants: inout [Timestamp]) {
        instants.withUnsafeMutableBufferPointer { instants in
            _ = instants.update(fromContentsOf: table.instants[rows(0..<count)])
        }
    }

    /// Writes the closes of the first `count` frames, in billionths: those not above zero are none, or no prices.
    public func writeCloses(_ count: Int, into closes: inout [Int64]) {
        table.bars.writeCloses(from: first * instruments, count * instruments, into: &closes)
    }
}
