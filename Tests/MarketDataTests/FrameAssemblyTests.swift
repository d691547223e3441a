import Contracts
import Testing

@testable import MarketData

@Suite struct `Frames of several series` {
    let universe = Universe([silver, gold])!
    let goldDays = dailySeries(gold, [("2025-01-02", bar(100)), ("2025-01-06", bar(101))])
    let silverDays = dailySeries(silver, [("2025-01-03", bar(30)), ("2025-01-06", bar(31)), ("2025-01-07", bar(32))])

    @Test func `are one for each instant that any has, with nil where one has none`() throws {
        let frames = try FrameAssembly(universe: universe, series: [goldDays, silverDays]).allFrames()
        #expect(frames.map(\.session.description) == ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07"])
        #expect(
            frames.map { $0.bars.map { $0?.close.description } } == [
                [nil, "1"], ["0.3", nil], ["0.31", "1.01"], ["0.32", nil],
            ])
        #expect(frames[0].at == instant("2025-01-02T21:00:00Z"))
    }

    @Test func `are nil throughout for a symbol without a series`() throws {
        let frames = try FrameAssembly(universe: universe, series: [goldDays]).allFrames()
        #expect(frames.map { $0.bars[0] } == [nil, nil])
    }

    @Test func `lie in one table, those of one series and a span too`() throws {
        let one = try FrameAssembly(universe: universe, series: [goldDays], from: instant("2025-01-06T21:00:00Z"))
        #expect(FrameTable(one).map(\.session.description) == ["2025-01-06"])
        let none = try FrameAssembly(universe: universe, series: [goldDays], from: instant("2026-01-06T21:00:00Z"))
        #expect(FrameTable(none).isEmpty)
    }

    @Test func `are cut to the span asked for`() throws {
        let assembly = try FrameAssembly(
            universe: universe, series: [goldDays, silverDays], from: instant("2025-01-03T21:00:00Z"),
            through: instant("2025-01-06T21:00:00Z"))
        #expect(assembly.map(\.session.description) == ["2025-01-03", "2025-01-06"])
    }

    @Test func `belong to New York's date outside the hours of the exchange`() throws {
        let night = series([(instant("2025-01-03T02:00:00Z"), bar(100)), (instant("2025-01-03T15:00:00Z"), bar(100))])
        let frames = try FrameAssembly(universe: universe, series: [night]).allFrames()
        #expect(frames.map(\.session.description) == ["2025-01-02", "2025-01-03"])
    }

    @Test func `say which series does not belong`() {
        #expect(throws: AssemblyError.repeated(gold)) {
            try FrameAssembly(universe: universe, series: [goldDays, goldDays])
        }
        #expect(throws: AssemblyError.notInUniverse(gold)) {
            try FrameAssembly(universe: Universe([silver])!, series: [goldDays])
        }
        #expect(throws: AssemblyError.noSeries) { try FrameAssembly(universe: universe, series: []) }
        #expect(throws: AssemblyError.intervalsDiffer(gold, .minute, others: .session)) {
            try FrameAssembly(universe: universe, series: [silverDays, series([], gold)])
        }
    }

    @Test(arguments: UInt64(0)..<60) func `walked one by one are those of the slow obvious way`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let symbols = ["A", "B", "C", "D"].compactMap(Symbol.init)
        let wide = try #require(Universe(symbols))
        let all = symbols.map { symbol in
            let bars = (0..<60).filter { _ in Bool.random(using: &chance) }.map {
                (instant("2025-01-02T14:30:00Z") + Int64($0) * 60, bar(.random(in: 10...99, using: &chance)))
            }
            return series(bars, symbol)
        }
        let instants = Set(all.flatMap { one in one.indices.map { one.time($0) } }).sorted()
        let slow = instants.map { instant in
            all.map { one in one.place(of: instant).map { one[$0] } }
        }
        let assembly = try FrameAssembly(universe: wide, series: all.shuffled(using: &chance))
        var cursor = assembly.makeIterator()
        // One frame, used again and again.
        var frame = BarFrame(at: instant("2025-01-01T00:00:00Z"), session: TradingDate("2025-01-01")!, bars: [])
        var walked: [[Bar?]] = []
        while cursor.next(into: &frame) { walked.append(frame.bars) }
        #expect(walked == slow, "seed \(seed)")
        #expect(assembly.allFrames().map(\.at) == instants, "seed \(seed)")
        #expect(Array(FrameTable(assembly)) == assembly.allFrames())
    }
}

@Suite struct `The session of a frame` {
    @Test func `is what the calendar says at every minute of a fortnight with a holiday and a clock change`() throws {
        var memo = SessionMemo()
        let start = try #require(Timestamp("2024-03-01T00:00:30Z"))
        for minute in Int64(0)..<(31 * 24 * 60) {
            let instant = start + minute * 60
            let expected = TradingCalendar.nyse.session(containing: instant) ?? NewYork.date(at: instant)
            #expect(memo.session(of: instant, in: .nyse) == expected, "\(instant)")
        }
    }
}
