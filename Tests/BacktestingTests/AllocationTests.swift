import AllocationCounter
import Backtesting
import Contracts
import Exchange
import Testing

@Suite(.serialized) struct `The memory of a warm book` {
    @Test func `is enough for bars on which nothing is decided`() throws {
        let book = try crossingBook(fast: 3, slow: 10, .fixedQuantity, tightness: 30)
        // One session of a market that only rises: the averages cross once, and each instrument is bought once.
        let frames = risingFrames(book.universe, count: 1400)
        let counts = Counts()
        let records = try SweepRunner<SummaryRecord>([book], rules: ExchangeRules())
            .run(CountedFrames(frames: FrameList(frames), counts: counts))
        #expect(records[0].fills == book.universe.count)
        #expect(counts.atFrame.count == frames.count)
        #expect(counts.atFrame[1399] == counts.atFrame[600])
    }

    /// What the allocator had been asked when each frame was.
    private final class Counts {
        var atFrame: [UInt64] = []
        init() { atFrame.reserveCapacity(1400) }
    }

    private struct CountedFrames: FrameSource {
        var frames: FrameList
        let counts: Counts

        var remaining: Int? { frames.remaining }

        mutating func next(into frame: inout BarFrame) -> Bool {
            guard frames.next(into: &frame) else { return false }
            counts.atFrame.append(allocations_of_this_thread())
            return true
        }
    }

    @Test func `is counted at all`() throws {
        var kept: [[Int]] = []
        let before = allocations_of_this_thread()
        for size in 1...10 { kept.append(Array(repeating: 7, count: size)) }
        #expect(allocations_of_this_thread() - before >= 10)
        #expect(kept.count == 10)
    }

    private func risingFrames(_ universe: Universe, count: Int) -> [BarFrame] {
        (1...count).map { number in
            let price = Price(nanos: 50_000_000_000 + Int64(number) * 10_000_000)
            let bar = Bar(open: price, high: price, low: price, close: price, volume: 1000)
            let at = Timestamp(nanoseconds: 1_577_836_800_000_000_000 + Int64(number) * 60_000_000_000)
            return BarFrame(
                at: at, session: at.utcDate, bars: Array(repeating: bar, count: universe.count))
        }
    }
}
