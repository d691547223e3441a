import Contracts
import Testing

@Suite struct `A table of frames` {
    private static func frame(_ number: Int, gap: Int? = nil) -> BarFrame {
        let at = Timestamp(nanoseconds: Int64(number) * 60_000_000_000)
        let bars = (0..<2).map { column -> Bar? in
            if column == gap { return nil }
            let price = Price(units: 100 * (number + 1) + column)
            return Bar(open: price, high: price, low: price, close: price, volume: Int64(number))
        }
        return BarFrame(at: at, session: at.utcDate, bars: bars)
    }

    private static let frames = [frame(0), frame(1, gap: 1), frame(2), frame(3, gap: 0), frame(4)]
    private static let table = FrameTable(frames)

    @Test func `holds the frames it was made of, gaps among them`() {
        #expect(Array(Self.table) == Self.frames)
        #expect(Self.table.bar(1, 1) == nil)
        #expect(Self.table.bar(3, 1) == Self.frames[3].bars[1])
        #expect(FrameTable([]).isEmpty)
    }

    @Test(arguments: [0..<5, 1..<4, 2..<2])
    func `hands out a part frame by frame`(part: Range<Int>) {
        var source = FrameSlice(Self.table, part)
        #expect(source.remaining == part.count)
        var frame = Self.frames[4]
        var walked: [BarFrame] = []
        while source.next(into: &frame) { walked.append(frame) }
        #expect(walked == Array(Self.frames[part]))
        #expect(source.remaining == 0)
    }

    @Test(arguments: [0..<5, 1..<4, 2..<2], [2, 3, 5])
    func `lends a part to readers of runs`(part: Range<Int>, length: Int) {
        var source = FrameSlice(Self.table, part)
        var run = FrameRun(frames: length, instruments: 2)
        var frame = Self.frames[0]
        var walked: [BarFrame] = []
        var count = source.next(into: &run, from: 0, to: length)
        while true {
            for place in 0..<count {
                run.write(place, into: &frame)
                #expect(run.session(place) == frame.session)
                walked.append(frame)
            }
            if count < length { break }
            // As a block does: the last frame is kept, to be looked at again with those behind it.
            run.begin(with: length - 1)
            walked.removeLast()
            count = 1 + source.next(into: &run, from: 1, to: length)
        }
        #expect(walked == Array(Self.frames[part]))
    }

    @Test func `without frames is lent to a run of any universe`() {
        var source = FrameSlice(FrameTable([]))
        var run = FrameRun(frames: 2, instruments: 3)
        #expect(source.next(into: &run, from: 0, to: 2) == 0)
        #expect(run.instruments == 3)
    }
}
