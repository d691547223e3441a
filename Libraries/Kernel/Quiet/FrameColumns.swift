package import Contracts

/// What a `QuietWatch` reads of a run of frames, column by column: many books look at it, and each looks at nothing else.
package struct FrameColumns: Sendable {
    package private(set) var instants: [Timestamp] = []
    package private(set) var sessions: [TradingDate] = []
    /// For each frame, the place of the next one that is of another session, or behind the last.
    private(set) var sessionStops: [Int] = []
    /// Closes in billionths, frame by frame; zero for an instrument without a bar.
    private(set) var closes: [Int64] = []
    /// The largest move of a close from the frame before, as a share of it, a little rounded; infinite where a close is missing.
    private(set) var moves: [Double] = []
    /// The largest of those but the first.
    private(set) var maximumMove = Double.infinity
    /// The closes of the frame before the first one.
    private var before: [Int64] = []

    package init() {}

    /// Takes the first `count` of these frames, which come behind the last ones.
    package mutating func take(_ frames: [BarFrame], _ count: Int) {
        guard count > 0 else { return }
        let columns = frames[0].bars.count
        keepNewest(columns)
        resize(to: count, columns)
        copy(frames.span, count, columns)
        Self.findStops(&sessionStops, of: sessions)
        Self.measure(&moves, of: closes, after: before, columns)
        maximumMove = moves.dropFirst().max() ?? 0
    }

    private mutating func keepNewest(_ columns: Int) {
        before.removeAll(keepingCapacity: true)
        before.append(contentsOf: closes.suffix(columns))
    }

    private mutating func resize(to count: Int, _ columns: Int) {
        guard count != instants.count || closes.count != count * columns else { return }
        instants = Array(repeating: Timestamp(nanoseconds: 0), count: count)
        sessions = Array(repeating: TradingDate(daysSinceEpoch: 0), count: count)
        sessionStops = Array(repeating: count, count: count)
        closes = Array(repeating: 0, count: count * columns)
        moves = Array(repeating: .infinity, count: count)
    }

    private mutating func copy(_ frames: Span<BarFrame>, _ count: Int, _ columns: Int) {
        var instants = instants.mutableSpan
        for place in 0..<count { instants[place] = frames[place].at }
        var sessions = sessions.mutableSpan
        for place in 0..<count { sessions[place] = frames[place].session }
        var closes = closes.mutableSpan
        for place in 0..<count {
            for column in 0..<columns {
                closes[place &* columns &+ column] = frames[place].bars[column]?.close.nanos ?? 0
            }
        }
    }

    private static func findStops(_ stops: inout [Int], of sessions: [TradingDate]) {
        let sessions = sessions.span
        var stops = stops.mutableSpan
        var stop = sessions.count
        for place in stride(from: stop &- 1, through: 0, by: -1) {
            if place &+ 1 < sessions.count, sessions[place &+ 1] != sessions[place] { stop = place &+ 1 }
            stops[place] = stop
        }
    }

    private static func measure(
        _ moves: inout [Double], of closes: [Int64], after before: [Int64], _ columns: Int
    ) {
        let closes = closes.span
        var moves = moves.mutableSpan
        moves[0] = before.count == columns ? largestMove(from: before.span, 0, to: closes, 0, columns) : .infinity
        for place in 1..<max(1, moves.count) {
            moves[place] = largestMove(from: closes, (place &- 1) &* columns, to: closes, place &* columns, columns)
        }
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
