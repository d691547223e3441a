import Contracts
import Testing

@testable import MarketData

@Suite struct `The quality of a series` {
    @Test func `counts sessions without a bar and days that are no session`() throws {
        // New Year's Day is no session; the days of 2025-01-06 and 07 are missing.
        var bars = [
            ("2024-12-31", bar(100)), ("2025-01-02", bar(100)), ("2025-01-03", bar(101)), ("2025-01-08", bar(102)),
        ]
        .map { (TradingCalendar.nyse.close(TradingDate($0.0)!)!, $0.1) }
        bars.insert((instant("2025-01-01T21:00:00Z"), bar(100)), at: 1)
        let quality = DataQuality(series(bars, gold, .session))
        #expect(quality.bars == 5 && quality.first == instant("2024-12-31T21:00:00Z"))
        #expect(quality.missingSessions.map(\.description) == ["2025-01-06", "2025-01-07"])
        #expect(quality.extraDays.map(\.description) == ["2025-01-01"])
        #expect(quality.gaps.isEmpty)
    }

    @Test func `counts minutes without a bar and bars outside the session`() throws {
        // An early close at 13:00 has 210 minutes.
        let open = instant("2024-07-03T13:30:00Z")
        let minutes = ([-3] + Array(1...100) + Array(103...210) + [215]).map { (open + Int64($0) * 60, bar(100)) }
        let quality = DataQuality(series(minutes))
        #expect(quality.gaps == [SessionGap(session: TradingDate("2024-07-03")!, missing: 2, expected: 210)])
        #expect(quality.missingIntervals == 2 && quality.outsideSession == 2)
        #expect(quality.missingSessions.isEmpty && quality.extraDays.isEmpty)
    }

    @Test func `names moves of more than a fifth and splits that look like them`() throws {
        let quality = DataQuality(
            days([
                "2025-01-02": 10_000, "2025-01-03": 7_500, "2025-01-06": 7_000, "2025-01-07": 57_000,
                "2025-01-08": 57_000,
                "2025-01-10": 28_000,
            ]))
        #expect(quality.moves.map { Int($0.percent.rounded()) } == [-25, 714, -51])
        #expect(quality.suspectedSplits.map(\.ratio.description) == ["1:8", "2:1"])
        #expect(quality.suspectedSplits.map { "\($0.at)" } == ["2025-01-07T21:00:00Z", "2025-01-10T21:00:00Z"])
    }

    @Test func `names runs of one close, bars of one price and bars without volume`() throws {
        let flat = Price("1")!
        var bars = ["2025-01-02", "2025-01-03", "2025-01-06", "2025-01-07", "2025-01-08", "2025-01-10"]
            .map { ($0, bar(100)) }
        bars[2].1 = Bar(open: flat, high: flat, low: flat, close: flat, volume: 0)
        bars[0].1 = bar(99)
        let quality = DataQuality(dailySeries(gold, bars))
        #expect(quality.flat == 1 && quality.zeroVolume == 1)
        #expect(
            quality.staleRuns == [
                StaleRun(
                    from: instant("2025-01-03T21:00:00Z"), through: instant("2025-01-10T21:00:00Z"), bars: 5,
                    close: flat)
            ])
        #expect(DataQuality(dailySeries(gold, Array(bars.prefix(4)))).staleRuns.isEmpty)
    }

    @Test func `of no bars is that of nothing`() { #expect(DataQuality(series([])) == DataQuality()) }

    private func days(_ closes: KeyValuePairs<String, Int64>) -> BarSeries {
        dailySeries(gold, closes.map { ($0.key, bar($0.value)) })
    }
}
