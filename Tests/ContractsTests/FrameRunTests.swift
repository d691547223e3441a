import Contracts
import Testing

@Suite struct `A run of frames` {
    private static func frame(_ number: Int, gap: Int? = nil) -> BarFrame {
        let at = Timestamp(nanoseconds: Int64(number) * 60_000_000_000)
        let bars = (0..<3).map { column -> Bar? in
            if column == gap { return nil }
            let price = Price(units: 100 * (number + 1) + column)
            return Bar(open: price, high: price, low: price, close: price, volume: Int64(number))
        }
        return BarFrame(at: at, session: at.utcDate, bars: bars)
    }

    private static let frames = [frame(0), frame(1, gap: 2), frame(2, gap: 0), frame(3)]

    /// The frames that stand in the first places.
    private func written(_ run: FrameRun, _ count: Int) -> [BarFrame] {
        (0..<count).map { place in
            var frame = Self.frames[0]
            run.write(place, into: &frame)
            return frame
        }
    }

    @Test func `writes out what single frames were taken in, gaps among them`() {
        var source = FrameList(Self.frames)
        var run = FrameRun(frames: 5, instruments: 3)
        #expect(source.next(into: &run, from: 0, to: 2) == 2)
        #expect(source.next(into: &run, from: 2, to: 5) == 2)
        #expect(written(run, 4) == Self.frames)
        #expect(run.bar(1, 2) == nil)
        #expect(run.bar(2, 1) == Self.frames[2].bars[1])
    }

    @Test func `begins anew with its last frame`() {
        var source = FrameList(Self.frames)
        var run = FrameRun(frames: 3, instruments: 3)
        #expect(source.next(into: &run, from: 0, to: 3) == 3)
        run.begin(with: 2)
        #expect(source.next(into: &run, from: 1, to: 3) == 1)
        #expect(written(run, 2) == Array(Self.frames[2...]))
    }

    @Test func `keeps a close that is no price apart from a bar that is missing`() {
        var damaged = Self.frame(0)
        damaged.bars[0]?.close = .zero
        damaged.bars[1]?.close = Price(units: -5)
        damaged.bars[2] = nil
        var source = FrameList([damaged])
        var run = FrameRun(frames: 1, instruments: 3)
        #expect(source.next(into: &run, from: 0, to: 1) == 1)
        #expect(written(run, 1) == [damaged])
    }
}
