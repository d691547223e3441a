public import Contracts

/// Walks generated bars frame by frame, and writes each into a frame that its reader owns.
public struct GeneratedFrames: FrameSource, Sendable {
    private let market: GeneratedBars
    private var place = 0

    public init(_ market: GeneratedBars) { self.market = market }

    public var remaining: Int? { market.count - place }

    public mutating func next(into frame: inout BarFrame) -> Bool {
        guard place < market.count else { return false }
        frame.at = market.instants[place]
        frame.session = market.sessions[place]
        let width = market.universe.count
        if frame.bars.count != width { frame.bars = Array(repeating: nil, count: width) }
        Self.copy(market.bars, from: place &* width, into: &frame.bars)
        place += 1
        return true
    }

    public mutating func next(into frames: inout [BarFrame], from start: Int, to end: Int) -> Int {
        let count = min(end - start, market.count - place)
        Self.copy(market, from: place, count, into: &frames, from: start)
        place += count
        return count
    }

    private static func copy(
        _ market: GeneratedBars, from first: Int, _ count: Int, into frames: inout [BarFrame], from start: Int
    ) {
        let instants = market.instants.span
        let sessions = market.sessions.span
        let width = market.universe.count
        var frames = frames.mutableSpan
        for place in 0..<count {
            frames[start &+ place].at = instants[first &+ place]
            frames[start &+ place].session = sessions[first &+ place]
            if frames[start &+ place].bars.count != width {
                frames[start &+ place].bars = Array(repeating: nil, count: width)
            }
            copy(market.bars, from: (first &+ place) &* width, into: &frames[start &+ place].bars)
        }
    }

    @inline(__always)
    private static func copy(_ bars: [Bar], from first: Int, into row: inout [Bar?]) {
        let bars = bars.span
        var row = row.mutableSpan
        for column in row.indices { row[column] = bars[first &+ column] }
    }
}
