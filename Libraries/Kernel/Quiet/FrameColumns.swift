package import Contracts

/// What a `QuietWatch` reads of a run of frames, column by column: many books look at it, and each looks at nothing else.
package struct FrameColumns: Sendable {
    package private(set) var instants: [Timestamp] = []
    package private(set) var sessions: [TradingDate] = []
    /// Closes in billionths, frame by frame; zero for an instrument without a bar.
    private(set) var closes: [Int64] = []

    package init() {}

    package var count: Int { instants.count }

    package mutating func removeAll() {
        instants.removeAll(keepingCapacity: true)
        sessions.removeAll(keepingCapacity: true)
        closes.removeAll(keepingCapacity: true)
    }

    package mutating func append(_ frame: borrowing BarFrame) {
        instants.append(frame.at)
        sessions.append(frame.session)
        let bars = frame.bars.span
        for place in bars.indices { closes.append(bars[place]?.close.nanos ?? 0) }
    }
}
