public import Contracts

/// Frames in memory, cut where their sessions end: what research counts in is sessions, however short the bars are.
public struct SessionFrames: Sendable {
    public let frames: FrameTable
    /// The places in `frames` of each session, oldest first.
    public let sessions: [Range<Int>]
    /// Splits and dividends of the instruments. What came before the frames of a run finds nothing to restate there.
    public let actions: [CorporateAction]

    /// - Parameter frames: in ascending time.
    public init(_ frames: FrameTable, actions: [CorporateAction] = []) {
        var sessions: [Range<Int>] = []
        var start = 0
        for place in frames.indices {
            let isLast = place + 1 == frames.count || frames.sessions[place + 1] != frames.sessions[place]
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

    public func date(of session: Int) -> TradingDate { frames.sessions[sessions[session].lowerBound] }

    /// The frames of some sessions, not copied; `range` is not empty.
    public func source(of range: Range<Int>) -> FrameSlice {
        FrameSlice(frames, sessions[range.lowerBound].lowerBound..<sessions[range.upperBound - 1].upperBound)
    }

    /// The frames of all sessions.
    public var source: FrameSlice { FrameSlice(frames) }

    /// The last price of an instrument in or before a session; `nil` where it has none.
    public func lastClose(of instrument: InstrumentIndex, through session: Int) -> Price? {
        (0..<sessions[session].upperBound).lazy.reversed().compactMap { frames.bar($0, instrument.place)?.close }.first
    }
}
