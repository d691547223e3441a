/// Frames side by side: all instants, all sessions, and all bars.
///
/// A backtest reads millions of frames and looks closely at a few. Here each costs no array of its own; a frame that a stage must judge
/// is written out. A source that has all its bars in one table lends it, and none is copied.
public struct FrameRun: Sendable {
    public var instants: [Timestamp]
    public var sessions: [TradingDate]
    public let instruments: Int
    /// Frame after frame, each in the universe's order, from `firstBar` on.
    public private(set) var bars: BarTable
    /// Where the bars of the first frame begin.
    public private(set) var firstBar = 0
    private var isLent = false
    /// What a source that hands out single frames writes into.
    @usableFromInline var single: BarFrame

    /// Room for so many frames, without bars at first.
    public init(frames: Int, instruments: Int) {
        let (at, session) = (Timestamp(nanoseconds: 0), TradingDate(daysSinceEpoch: 0))
        instants = Array(repeating: at, count: frames)
        sessions = Array(repeating: session, count: frames)
        bars = BarTable(count: 0)
        self.instruments = instruments
        single = BarFrame(at: at, session: session, bars: Array(repeating: nil, count: instruments))
    }

    /// Lends the bars of all frames: those of the frame at `place` begin at `first`.
    public mutating func lend(_ table: BarTable, place: Int, at first: Int) {
        bars = table
        firstBar = first - place * instruments
        isLent = true
    }

    /// Takes the single frame in at a place.
    @usableFromInline
    mutating func takeSingle(at place: Int) {
        precondition(!isLent, "a source lends the bars of all its frames or of none")
        precondition(single.bars.count == instruments, "a bar frame has one place for each instrument of the book")
        if bars.count == 0 { bars = BarTable(count: instants.count * instruments) }
        instants[place] = single.at
        sessions[place] = single.session
        for column in 0..<instruments { bars[place &* instruments &+ column] = single.bars[column] }
    }

    /// The bar of one instrument in the frame at a place.
    @inline(__always)
    public func bar(_ place: Int, _ instrument: Int) -> Bar? { bars[firstBar &+ place &* instruments &+ instrument] }

    /// Writes out the frame at a place, reusing its array.
    public func write(_ place: Int, into frame: inout BarFrame) {
        frame.at = instants[place]
        frame.session = sessions[place]
        if frame.bars.count != instruments { frame.bars = Array(repeating: nil, count: instruments) }
        for column in 0..<instruments { frame.bars[column] = bar(place, column) }
    }

    /// Makes the frame at a place the first one.
    public mutating func begin(with place: Int) {
        instants[0] = instants[place]
        sessions[0] = sessions[place]
        guard !isLent else { return firstBar += place * instruments }
        for column in 0..<instruments { bars[column] = bars[place * instruments + column] }
    }
}
