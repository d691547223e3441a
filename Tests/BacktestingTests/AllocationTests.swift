import Backtesting
import Contracts
import Testing

@Suite(.serialized) struct `The memory of a warm book` {
    @Test func `is enough for a bar on which nothing is decided`() throws {
        let book = try crossingBook(fast: 3, slow: 10, .fixedQuantity)
        // A market that only rises: the averages cross once, and the one order of each instrument stays open.
        let frames = risingFrames(book.universe, count: 600)
        var host = DirectHost(book, at: frames[0].at)
        var decided: [OrderEvent] = []
        for frame in frames[..<100] { host.take(frame, into: &decided) }
        let ordered = decided.count
        let count = try #require(
            allocations {
                for place in 100..<frames.count { host.take(frames[place], into: &decided) }
            })
        #expect(ordered == book.universe.count)
        #expect(decided.count == ordered)
        #expect(count == 0)
    }

    @Test func `is counted at all`() throws {
        var kept: [[Int]] = []
        let count = try #require(allocations { for size in 1...10 { kept.append(Array(repeating: 7, count: size)) } })
        #expect(count >= 10)
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
