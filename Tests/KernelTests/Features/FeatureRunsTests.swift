import Contracts
import Testing

@testable import Kernel

@Suite struct `Features of a run of frames` {
    private static let specs =
        FeaturePlan.base + [
            .momentum(lookback: 63, skip: 5), .sma(1), .ret(2), .atr(1), .rsi(2), .volatility(2),
            .ratioZScore(InstrumentIndex(0), InstrumentIndex(1), bars: 30),
        ]

    /// A split of the second instrument halfway, which the market's prices don't know: only what is made of it counts.
    private static let split = CorporateAction(
        instrument: InstrumentIndex(1), exDate: TradingDate(daysSinceEpoch: 0), change: .split(new: 3, old: 2))

    /// One frame after the other, as live.
    private func singly(_ frames: [BarFrame], splitAt place: Int) -> [[UInt64]] {
        var fold = FeatureFold(plan: FeaturePlan(Self.specs), instruments: 2)
        var frame = FeatureFrame(at: frames[0].at, columns: 0, values: [])
        return frames.indices.map { next in
            if next == place { fold.apply(Self.split) }
            fold.fold(frames[next], into: &frame)
            return frame.values.map(\.bitPattern)
        }
    }

    /// In runs of so many frames, as in a backtest.
    private func inRuns(_ frames: [BarFrame], of length: Int, splitAt place: Int) -> [[UInt64]] {
        var fold = FeatureFold(plan: FeaturePlan(Self.specs), instruments: 2, runLength: length)
        let all = Array(0..<Self.specs.count)
        var columns = FrameColumns(frames: length, instruments: 2)
        var series = FeatureColumns()
        var frame = FeatureFrame(at: frames[0].at, columns: 0, values: [])
        var rows: [[UInt64]] = []
        while rows.count < frames.count {
            if rows.count == place { fold.apply(Self.split) }
            let limit = rows.count < place ? place : frames.count
            let run = Array(frames[rows.count..<min(rows.count + length, limit)])
            var source = FrameList(run)
            columns.measure(source.next(into: &columns.run, from: 0, to: length))
            fold.fold(columns, into: &series)
            for next in run.indices {
                series.write(next, at: run[next].at, only: all, into: &frame)
                rows.append(frame.values.map(\.bitPattern))
            }
        }
        return rows
    }

    @Test(arguments: [1, 7, 256, 2_000])
    func `are those of one frame after the other, to the last bit`(length: Int) {
        var market = WanderingMarket(seed: 3, instruments: 2, missingOneIn: 13)
        let frames = market.frames(2_000)
        let expected = singly(frames, splitAt: 1_100)
        let found = inRuns(frames, of: length, splitAt: 1_100)
        #expect(found.count == expected.count)
        #expect(found.indices.first { found[$0] != expected[$0] } == nil)
    }
}
