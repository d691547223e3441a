import Contracts
import MarketData
import Testing

@Suite struct `Longer bars` {
    @Test func `end on the grid of the session, the last one at the close`() throws {
        // An early close: 2024-07-03, 09:30 to 13:00 in New York.
        let hours = try Resampler(to: .hour).resample(minutes(of: "2024-07-03"))
        #expect(
            hours.series.times == [
                "2024-07-03T14:30:00Z", "2024-07-03T15:30:00Z", "2024-07-03T16:30:00Z", "2024-07-03T17:00:00Z",
            ])
        #expect(hours.series.all.map(\.bar.volume) == [60, 60, 60, 30])
        #expect(hours.outsideSession == 0 && hours.unfinished == 0)
    }

    @Test func `take the first open, the extremes, the last close and all of the volume`() throws {
        let source = series([
            (
                instant("2025-01-02T14:31:00Z"),
                Bar(open: Price("5")!, high: Price("6")!, low: Price("4")!, close: Price("5")!, volume: 1)
            ),
            (
                instant("2025-01-02T14:33:00Z"),
                Bar(open: Price("7")!, high: Price("9")!, low: Price("7")!, close: Price("8")!, volume: 2)
            ),
            (
                instant("2025-01-02T14:35:00Z"),
                Bar(open: Price("8")!, high: Price("8")!, low: Price("2")!, close: Price("3")!, volume: 3)
            ),
        ])
        let resampled = try Resampler(to: try #require(BarInterval("5min"))).resample(source)
        #expect(resampled.series.times == ["2025-01-02T14:35:00Z"])
        #expect(
            resampled.series[0]
                == Bar(open: Price("5")!, high: Price("9")!, low: Price("2")!, close: Price("3")!, volume: 6))
        #expect(resampled.series.identity.interval == BarInterval("5min") && resampled.series.identity.symbol == gold)
    }

    @Test func `leave out what is before the open and after the close`() throws {
        let source = series(
            ["14:29", "14:30", "14:31", "21:00", "21:01"].map { (instant("2025-01-02T\($0):00Z"), bar(100, volume: 1)) }
        )
        let days = try Resampler(to: .session).resample(source)
        #expect(days.series.times == ["2025-01-02T21:00:00Z"] && days.series[0].volume == 2)
        #expect(days.outsideSession == 3)
    }

    @Test func `leave out the last one while it may still change`() throws {
        let source = series(["14:35", "14:36", "14:37"].map { (instant("2025-01-02T\($0):00Z"), bar(100)) })
        let resampled = try Resampler(to: try #require(BarInterval("5min"))).resample(source)
        #expect(resampled.series.times == ["2025-01-02T14:35:00Z"])
        #expect(resampled.unfinished == 2)
    }

    @Test func `are not made of bars that do not fit into them`() throws {
        let hours = series([(instant("2025-01-02T16:00:00Z"), bar(100))], gold, .hour)
        #expect(throws: ResamplingError.offGrid(gold, instant("2025-01-02T16:00:00Z"))) {
            try Resampler(to: BarInterval("2h")!).resample(hours)
        }
        #expect(throws: ResamplingError.notAMultiple(BarInterval("90min")!, of: .hour)) {
            try Resampler(to: BarInterval("90min")!).resample(hours)
        }
        #expect(throws: ResamplingError.notLonger(.minute, than: .hour)) { try Resampler(to: .minute).resample(hours) }
    }

    @Test(arguments: UInt64(0)..<40) func `are those of the slow obvious way`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let days = TradingCalendar.nyse.sessions(from: TradingDate("2024-06-28")!, through: TradingDate("2024-07-08")!)
        var bars: [(Timestamp, Bar)] = []
        for day in days {
            // From before the open until after the close, with holes.
            let open = try #require(TradingCalendar.nyse.open(day))
            for minute in Int64(-5)...400 where Int.random(in: 0..<10, using: &chance) < 6 {
                bars.append(
                    (
                        open + minute * 60,
                        bar(.random(in: 100...200, using: &chance), volume: .random(in: 0...9, using: &chance))
                    ))
            }
        }
        let source = series(bars)
        let interval = try #require(
            ["2min", "5min", "15min", "1h", "4h", "1d"].compactMap(BarInterval.init).randomElement(using: &chance))
        let fast = try Resampler(to: interval).resample(source)
        let slow = slowBars(bars, interval, on: days)
        #expect(fast.series.all.map(\.time) == slow.map(\.0), "seed \(seed)")
        #expect(fast.series.all.map(\.bar) == slow.map(\.1), "seed \(seed)")
        let inside = fast.series.all.reduce(Int64(0)) { $0 + $1.bar.volume }
        #expect(inside <= bars.reduce(0) { $0 + $1.1.volume }, "seed \(seed)")
    }

    /// For every interval of every session: the bars that end in it.
    private func slowBars(_ bars: [(Timestamp, Bar)], _ interval: BarInterval, on days: ArraySlice<TradingDate>) -> [(
        Timestamp, Bar
    )] {
        var result: [(Timestamp, Bar)] = []
        let calendar = TradingCalendar.nyse
        for day in days {
            guard let open = calendar.open(day), let close = calendar.close(day) else { continue }
            var start = open
            while start < close {
                let end = min(start + interval.seconds, close)
                let members = bars.filter { $0.0 > start && $0.0 <= end }.map(\.1)
                // Nothing is known of an interval that the bars do not reach the end of.
                if let first = members.first, let last = members.last, bars.contains(where: { $0.0 >= end }) {
                    result.append(
                        (
                            end,
                            Bar(
                                open: first.open, high: members.map(\.high).max() ?? first.high,
                                low: members.map(\.low).min() ?? first.low, close: last.close,
                                volume: members.reduce(0) { $0 + $1.volume })
                        ))
                }
                start = end
            }
        }
        return result
    }

    private func minutes(of day: String) throws -> BarSeries {
        let date = try #require(TradingDate(day))
        let open = try #require(TradingCalendar.nyse.open(date))
        let close = try #require(TradingCalendar.nyse.close(date))
        let count = (close.nanoseconds - open.nanoseconds) / (60 * nanosPerUnit)
        return series((1...count).map { (open + $0 * 60, bar(100, volume: 1)) })
    }
}
