/// Frames side by side: all instants, all sessions, and all bars, frame after frame in the universe's order.
///
/// A million frames are three arrays here, and not a million.
public struct FrameTable: Hashable, Sendable, RandomAccessCollection {
    public let instruments: Int
    public private(set) var instants: [Timestamp]
    public private(set) var sessions: [TradingDate]
    public private(set) var bars: BarTable

    /// - Parameter bars: one for each instrument and instant.
    public init(instants: [Timestamp], sessions: [TradingDate], bars: BarTable, instruments: Int) {
        precondition(sessions.count == instants.count, "each frame has an instant and a session")
        precondition(bars.count == instants.count * instruments, "a frame has one place for each instrument")
        self.instruments = instruments
        (self.instants, self.sessions, self.bars) = (instants, sessions, bars)
    }

    /// Room for so many frames, of which each has no bars yet.
    ///
    /// - Parameter prepare: is shown the memory of the bars before anything is written to it.
    public init(
        frames: Int, instruments: Int, preparing prepare: (UnsafeMutableRawBufferPointer) -> Void = { _ in }
    ) {
        self.init(
            instants: Array(repeating: Timestamp(nanoseconds: 0), count: frames),
            sessions: Array(repeating: TradingDate(daysSinceEpoch: 0), count: frames),
            bars: BarTable(count: frames * instruments, preparing: prepare), instruments: instruments)
    }

    /// - Parameter frames: of one universe, in ascending time.
    public init(_ frames: [BarFrame]) {
        self.init(frames: frames.count, instruments: frames.first?.bars.count ?? 0)
        for place in frames.indices { self[place] = frames[place] }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { instants.count }

    public subscript(place: Int) -> BarFrame {
        get { BarFrame(at: instants[place], session: sessions[place], bars: (0..<instruments).map { bar(place, $0) }) }
        set {
            precondition(newValue.bars.count == instruments, "a frame has one place for each instrument")
            instants[place] = newValue.at
            sessions[place] = newValue.session
            for column in 0..<instruments { bars[place &* instruments &+ column] = newValue.bars[column] }
        }
    }

    /// The bar of one instrument in the frame at a place.
    @inline(__always)
    public func bar(_ place: Int, _ instrument: Int) -> Bar? { bars[place &* instruments &+ instrument] }

    /// Writes out the frame at a place, reusing its array.
    public func write(_ place: Int, into frame: inout BarFrame) {
        frame.at = instants[place]
        frame.session = sessions[place]
        if frame.bars.count != instruments { frame.bars = Array(repeating: nil, count: instruments) }
        for column in 0..<instruments { frame.bars[column] = bar(place, column) }
    }

    /// Makes the frame at one place the same as that at another.
    mutating func copy(_ place: Int, to other: Int) {
        instants[other] = instants[place]
        sessions[other] = sessions[place]
        for column in 0..<instruments { bars[other * instruments + column] = bar(place, column) }
    }
}

/// A part of frames that lie in a table, lent to readers of runs.
public struct FrameSlice: FrameSource, Sendable {
    private let table: FrameTable
    private let end: Int
    private var place: Int

    public init(_ table: FrameTable, _ range: Range<Int>) {
        precondition(range.upperBound <= table.count, "a slice is a part of its table")
        self.table = table
        place = range.lowerBound
        end = range.upperBound
    }

    public init(_ table: FrameTable) { self.init(table, table.startIndex..<table.endIndex) }

    public var remaining: Int? { end - place }

    public mutating func next(into frame: inout BarFrame) -> Bool {
        guard place < end else { return false }
        table.write(place, into: &frame)
        place += 1
        return true
    }

    public mutating func next(into run: inout FrameRun, from start: Int, to stop: Int) -> Int {
        let count = min(stop - start, end - place)
        guard count > 0 else { return 0 }
        run.lend(table, place: start, at: place)
        place += count
        return count
    }
}
