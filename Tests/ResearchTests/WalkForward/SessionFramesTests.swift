import Backtesting
import Contracts
import Research
import Testing

@Suite struct `Frames by session` {
    @Test func `are cut where the session changes, however many bars it has`() throws {
        let daily = sessionFrames(3) { session, _ in bar(open: 10, close: 10 + Double(session)) }
        var frames: [BarFrame] = []
        for frame in daily.frames {
            var earlier = frame
            earlier.at = Timestamp(nanoseconds: frame.at.nanoseconds - 3_600_000_000_000)
            frames += [earlier, frame]
        }
        let market = SessionFrames(FrameTable(frames))
        #expect(market.sessions == [0..<2, 2..<4, 4..<6])
        #expect(market.date(of: 1) == daily.frames[1].session)
        var source = market.source(of: 1..<3)
        #expect(source.remaining == 4)
        var frame = frames[0]
        #expect(source.next(into: &frame) && frame == frames[2])
        #expect(market.lastClose(of: InstrumentIndex(0), through: 1) == Price(units: 11))
    }

    @Test func `know the last price of an instrument that has stopped trading`() {
        let full = sessionFrames(4, instruments: 2) { session, _ in bar(open: 10, close: 10 + Double(session)) }
        var frames = Array(full.frames)
        frames[2].bars[1] = nil
        frames[3].bars[1] = nil
        #expect(SessionFrames(FrameTable(frames)).lastClose(of: InstrumentIndex(1), through: 3) == Price(units: 11))
    }
}

@Suite struct `Session returns` {
    @Test func `begin with the cash and are nothing after ruin`() {
        let curve = [110, 55, 0, 20].map { EquityPoint(at: Timestamp(nanoseconds: 0), equity: Money(units: $0)) }
        #expect(sessionReturns(of: curve, start: Money(units: 100)) == [110.0 / 100 - 1, -0.5, -1, 0])
    }
}

@Suite struct `The stability of a parameter` {
    @Test func `is told by how often each value was chosen, its variation and its largest jump`() throws {
        let stability = ParameterStability("slow", chosen: [20, 20, 50, 30])
        #expect(stability.uses.map(\.value) == [20, 30, 50])
        #expect(stability.uses.map(\.windows) == [2, 1, 1])
        #expect(stability.largestJump == 30)
        // Mean 30, squared distances 100, 100, 400 and 0 over three: the root of 200 over 30.
        #expect(abs(try #require(stability.coefficientOfVariation) - 200.0.squareRoot() / 30) < 1e-12)
    }

    @Test func `is not defined by one choice`() {
        let stability = ParameterStability("slow", chosen: [20])
        #expect(stability.coefficientOfVariation == nil)
        #expect(stability.largestJump == nil)
    }
}
