package import Contracts

/// What a `QuietWatch` reads of a run of frames, column by column: many books look at it, and each looks at nothing else.
package struct FrameColumns: Sendable {
    /// The frames themselves. Who owns the columns writes them there, and then lets them be measured.
    package var run: FrameRun
    /// How many of them were measured last.
    package private(set) var count = 0
    /// When the frames were: a copy, as one is looked up here and there, and those of a lent table are far away.
    package private(set) var instants: [Timestamp]
    /// For each frame, the place of the next one that is of another session, or behind the last.
    package private(set) var sessionStops: [Int]
    /// Closes in billionths, frame by frame; not above zero for an instrument without a bar.
    private(set) var closes: [Int64]
    /// The largest move of a close from the frame before, as a share of it, a little rounded; infinite where a close is missing.
    private(set) var moves: [Double]
    /// Whether the moves were measured one by one; they are not where all of them are small.
    private(set) var hasMoves = false
    /// At least the largest of those but the first.
    private(set) var maximumMove = Double.infinity
    /// No close is above it.
    private(set) var largestClose: Int64 = 0
    /// Whether every instrument has a close above zero on every frame.
    private(set) var isWhole = false
    /// The closes of the frame before the first one.
    private var before: [Int64] = []

    /// Moves no larger than this are not measured one by one: hardly a book doubts them.
    static let smallMove = 0.01

    /// Columns of up to so many frames, with room in the run for one more behind them.
    package init(frames: Int, instruments: Int) {
        run = FrameRun(frames: frames + 1, instruments: instruments)
        instants = Array(repeating: Timestamp(nanoseconds: 0), count: frames)
        sessionStops = Array(repeating: 0, count: frames)
        closes = Array(repeating: 0, count: frames * instruments)
        moves = Array(repeating: .infinity, count: frames)
        before.reserveCapacity(instruments)
    }

    /// Measures the first `count` frames of the run, which come behind those that were measured last.
    package mutating func measure(_ count: Int) {
        guard count > 0 else { return }
        keepNewest()
        self.count = count
        run.writeInstants(count, into: &instants)
        run.writeCloses(count, into: &closes)
        Self.findStops(&sessionStops, of: run.table.sessions, in: run.rows(0..<count))
        measureMoves()
    }

    private mutating func keepNewest() {
        let width = run.instruments
        before.removeAll(keepingCapacity: true)
        before.append(contentsOf: closes[max(0, count - 1) * width..<count * width])
    }

    private static func findStops(_ stops: inout [Int], of sessions: [TradingDate], in rows: Range<Int>) {
        let sessions = sessions.span.extracting(rows)
        let count = sessions.count
        var stops = stops.mutableSpan
        var start = 0
        while start < count {
            var stop = start &+ 1
            while stop &+ 8 <= count, areAll(sessions, from: stop, sessions[start]) { stop &+= 8 }
            while stop < count, sessions[stop] == sessions[start] { stop &+= 1 }
            for place in start..<stop { stops[place] = stop }
            start = stop
        }
    }

    /// Whether eight frames are of one session.
    @inline(__always)
    private static func areAll(_ sessions: Span<TradingDate>, from start: Int, _ session: TradingDate) -> Bool {
        let eight = sessions.extracting(start..<start &+ 8)
        var differences: Int32 = 0
        for place in 0..<8 { differences |= eight[unchecked: place].daysSinceEpoch ^ session.daysSinceEpoch }
        return differences == 0
    }
}

// MARK: Moves

extension FrameColumns {
    private mutating func measureMoves() {
        let width = run.instruments
        maximumMove = 0
        largestClose = 0
        for column in 0..<width {
            let reach = Self.reach(of: closes, from: column, by: width, count)
            maximumMove = max(maximumMove, reach.move)
            largestClose = max(largestClose, reach.close)
        }
        isWhole = maximumMove < .infinity
        hasMoves = maximumMove > Self.smallMove
        if hasMoves {
            maximumMove = Self.measure(&moves, of: closes, after: before, width, count)
        }
    }

    /// At least the largest move of one instrument, which is its largest difference over its smallest close and infinite where a close is
    /// missing; and its largest close.
    private static func reach(
        of closes: [Int64], from column: Int, by stride: Int, _ count: Int
    ) -> (move: Double, close: Int64) {
        let closes = closes.span
        precondition(closes.count >= count &* stride, "there is a close for each instrument and frame")
        var last = closes[column]
        var (smallest, largest, farthest) = (last, last, UInt64(0))
        for place in 1..<max(1, count) {
            let close = closes[unchecked: column &+ place &* stride]
            smallest = min(smallest, close)
            largest = max(largest, close)
            farthest = max(farthest, (close &- last).magnitude)
            last = close
        }
        return (smallest > 0 ? Double(farthest) / Double(smallest) : .infinity, largest)
    }

    /// Measures frame by frame, and answers the largest move but the first.
    private static func measure(
        _ moves: inout [Double], of closes: [Int64], after before: [Int64], _ columns: Int, _ count: Int
    ) -> Double {
        let closes = closes.span
        var moves = moves.mutableSpan
        moves[0] = before.count == columns ? largestMove(from: before.span, 0, to: closes, 0, columns) : .infinity
        var largest = 0.0
        for place in 1..<max(1, count) {
            moves[place] = largestMove(from: closes, (place &- 1) &* columns, to: closes, place &* columns, columns)
            largest = max(largest, moves[place])
        }
        return largest
    }
}

@inline(__always)
private func largestMove(
    from before: Span<Int64>, _ beforeRow: Int, to closes: Span<Int64>, _ row: Int, _ columns: Int
) -> Double {
    var largest = 0.0
    for column in 0..<columns {
        let last = before[beforeRow &+ column]
        let close = closes[row &+ column]
        if last <= 0 || close <= 0 { return .infinity }
        largest = max(largest, Double((close &- last).magnitude) / Double(last))
    }
    return largest
}
