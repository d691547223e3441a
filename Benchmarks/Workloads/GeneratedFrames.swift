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

    private static func copy(_ bars: [Bar], from first: Int, into row: inout [Bar?]) {
        let bars = bars.span
        var row = row.mutableSpan
        for column in row.indices { row[column] = bars[first &+ column] }
    }
}
