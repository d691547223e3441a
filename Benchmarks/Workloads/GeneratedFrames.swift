public import Contracts

/// Walks generated bars frame by frame, and writes each into a frame that its reader owns; to readers of runs it lends them.
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
        for column in 0..<width { frame.bars[column] = market.bars[place * width + column] }
        place += 1
        return true
    }

    public mutating func next(into run: inout FrameRun, from start: Int, to end: Int) -> Int {
        let count = min(end - start, market.count - place)
        Self.copy(market.instants, from: place, into: &run.instants, start, count)
        Self.copy(market.sessions, from: place, into: &run.sessions, start, count)
        run.lend(market.bars, place: start, at: place * market.universe.count)
        place += count
        return count
    }

    private static func copy<Number: BitwiseCopyable>(
        _ column: [Number], from first: Int, into run: inout [Number], _ start: Int, _ count: Int
    ) {
        run.withUnsafeMutableBufferPointer { run in
            _ = run.extracting(start..<start + count).update(fromContentsOf: column[first..<first + count])
        }
    }
}
