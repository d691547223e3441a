import Contracts
import Testing
import Workloads

@Suite struct `Generated bars` {
    @Test func `are the same for the same seed and others for another`() {
        let frames = GeneratedBars.days(50, symbols: 3, seed: 7).frames
        #expect(frames == GeneratedBars.days(50, symbols: 3, seed: 7).frames)
        #expect(frames != GeneratedBars.days(50, symbols: 3, seed: 8).frames)
    }

    @Test func `begin where they always began`() {
        let first = GeneratedBars.minutes(1, seed: 1)
        #expect(first.frames.instants[0].description == "2015-01-02T14:31:00Z")
        #expect(first.frames.bars[0]?.close.description == "180.03")
        #expect(first.frames.bars[0]?.volume == 8362)
    }

    @Test(arguments: [GeneratedBars.minutes(5_000, seed: 4), .days(300, symbols: 20, seed: 5), .rising(500)])
    func `are sound, in whole cents and ascending time`(market: GeneratedBars) {
        #expect(market.frames.bars.count == market.frames.count * market.universe.count)
        #expect(!market.frames.bars.contains(nil))
        for case let bar? in market.frames.bars {
            #expect(bar.low <= min(bar.open, bar.close) && max(bar.open, bar.close) <= bar.high)
            #expect([bar.open, bar.high, bar.low, bar.close].allSatisfy { $0.nanos % 10_000_000 == 0 })
            #expect(bar.low > .zero && bar.volume > 0)
        }
        #expect(zip(market.frames.instants, market.frames.instants.dropFirst()).allSatisfy { $0 < $1 })
        #expect(
            zip(market.frames.sessions, market.frames.instants).allSatisfy {
                TradingCalendar.nyse.session(containing: $1) == $0
            })
    }
}

@Suite struct `A workload` {
    @Test func `has a book for each pair of averages, the fast one below the slow one`() {
        let work = Workload.w3(bars: 100)
        #expect(work.books.count == 400)
        #expect(Set(work.books.map { $0.strategies[0].parameters.map(\.value) }).count == 400)
        #expect(work.books.allSatisfy { $0.strategies[0].parameters[0].value < $0.strategies[0].parameters[1].value })
        #expect(work.bars == 40_000)
    }

    @Test func `makes the same returns each time`() {
        #expect(GeneratedReturns.assets(3, periods: 20) == GeneratedReturns.assets(3, periods: 20))
        #expect(GeneratedReturns.strategies(3, periods: 20) == GeneratedReturns.strategies(3, periods: 20))
        #expect(GeneratedReturns.regimes(periods: 20) == GeneratedReturns.regimes(periods: 20))
    }
}
