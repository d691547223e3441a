public import Contracts

/// Frames in memory, cut where their sessions end: what research counts in is sessions, however short the bars are.
public struct SessionFrames: Sendable {
    public let frames: [BarFrame]
    /// The places in `frames` of each session, oldest first.
    public let sessions: [Range<Int>]
    /// Splits and dividends of the instruments. What came before the frames of a run finds nothing to restate there.
    public let actions: [CorporateAction]

    /// - Parameter frames: in ascending time.
    public init(_ frames: [BarFrame], actions: [CorporateAction] = []) {
        var sessions: [Range<Int>] = []
        var start = 0
        for place in frames.indices {
            let isLast = place + 1 == frames.count || frames[place + 1].session != frames[place].session
            guard isLast else { continue }
            sessions.append(start..<place + 1)
            start = place + 1
        }
        self.frames = frames
        self.sessions = sessions
        self.actions = actions
    }

    /// How many sessions there are.
    public var count: Int { sessions.count }

    public func date(of session: Int) -> TradingDate { frames[sessions[session].lowerBound].session }

    /// The frames of some sessions, not copied; `range` is not empty.
    public func source(of range: Range<Int>) -> FrameSlice {
        FrameSlice(frames, sessions[range.lowerBound].lowerBound..<sessions[range.upperBound - 1].upperBound)
    }

    /// The frames of all sessions.
    public var source: FrameSlice { FrameSlice(frames, frames.indices) }

    /// The last price of an instrument in or before a session; `nil` where it has none.
    public func lastClose(of instrument: InstrumentIndex, through session: Int) -> Price? {
        frames[..<sessions[session].upperBound].lazy.reversed().compactMap { $0.bars[instrument.place]?.close }.first
    }
}

/// A part of frames that are in memory already.
public struct FrameSlice: FrameSource, Sendable {
    private let frames: [BarFrame]
    private let end: Int
    private var place: Int

    init(_ frames: [BarFrame], _ range: Range<Int>) {
        self.frames = frames
        place = range.lowerBound
        end = range.upperBound
    }

    public var remaining: Int? { end - place }

    public mutating func next(into frame: inout BarFrame) -> Bool {
        guard place < end else { return false }
        frame = frames[place]
        place += 1
        return true
    }
}
