/// Frames side by side: all instants, all sessions, and all bars in one array, frame after frame.
///
/// A backtest reads millions of frames and looks closely at a few. Here each costs no array of its own, and a reader of one column
/// walks numbers that lie near each other; a frame that a stage must judge is written out.
public struct FrameRun: Sendable {
    public var instants: [Timestamp]
    public var sessions: [TradingDate]
    /// Frame after frame, each in the universe's order.
    public var bars: [Bar?]
    public let instruments: Int
    /// What a source that hands out single frames writes into.
    @usableFromInline var single: BarFrame

    /// Room for so many frames, without bars at first.
    public init(frames: Int, instruments: Int) {
        let (at, session) = (Timestamp(nanoseconds: 0), TradingDate(daysSinceEpoch: 0))
        instants = Array(repeating: at, count: frames)
        sessions = Array(repeating: session, count: frames)
        bars = Array(repeating: nil, count: frames * instruments)
        self.instruments = instruments
        single = BarFrame(at: at, session: session, bars: Array(repeating: nil, count: instruments))
    }

    /// Takes the single frame in at a place.
    @usableFromInline
    mutating func takeSingle(at place: Int) {
        precondition(single.bars.count == instruments, "a bar frame has one place for each instrument of the book")
        instants[place] = single.at
        sessions[place] = single.session
        Self.copy(single.bars, from: 0, into: &bars, to: place &* instruments, instruments)
    }

    /// Writes out the frame at a place, reusing its array.
    public func write(_ place: Int, into frame: inout BarFrame) {
        frame.at = instants[place]
        frame.session = sessions[place]
        if frame.bars.count != instruments { frame.bars = Array(repeating: nil, count: instruments) }
        Self.copy(bars, from: place &* instruments, into: &frame.bars, to: 0, instruments)
    }

    /// Moves a frame to another place.
    public mutating func move(_ place: Int, to other: Int) {
        instants[other] = instants[place]
        sessions[other] = sessions[place]
        for column in 0..<instruments { bars[other * instruments + column] = bars[place * instruments + column] }
    }

    private static func copy(_ bars: [Bar?], from first: Int, into others: inout [Bar?], to start: Int, _ count: Int) {
        let bars = bars.span
        var others = others.mutableSpan
        for column in 0..<count { others[start &+ column] = bars[first &+ column] }
    }
}
