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

    @Test func `come frame by frame into the frame of their reader`() {
        let market = GeneratedBars.days(3, symbols: 2, seed: 9)
        var source = FrameSlice(market.frames)
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        var walked: [Bar?] = []
        while source.next(into: &frame) {
            #expect(frame.at == market.frames.instants[walked.count / 2])
            walked += frame.bars
        }
        #expect(walked == Array(market.frames.bars))
        #expect(source.remaining == 0)
    }

    @Test func `are lent to readers of runs`() {
        let market = GeneratedBars.days(8, symbols: 2, seed: 9)
        var source = FrameSlice(market.frames)
        var run = FrameRun(frames: 4, instruments: 2)
        var frame = BarFrame(at: market.frames.instants[0], session: market.frames.sessions[0], bars: [])
        var walked: [Bar?] = []
        var count = source.next(into: &run, from: 0, to: 4)
        while true {
            for place in 0..<count {
                run.write(place, into: &frame)
                #expect(frame.at == market.frames.instants[walked.count / 2])
                walked += frame.bars
            }
            if count < 4 { break }
            // As a block does: the last frame is kept, to be looked at again with those behind it.
            run.begin(with: 3)
            walked.removeLast(2)
            count = 1 + source.next(into: &run, from: 1, to: 4)
        }
        #expect(walked == Array(market.frames.bars))
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
