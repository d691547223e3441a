import Contracts
import Kernel
import Workloads

/// Indicators over the bars of W1, one value at a time: each alone, and all six as a book gets them.
enum IndicatorSpeed {
    private static let works: [(name: String, way: String, spec: FeatureSpec)] = [
        ("sma-20", "incremental", .sma(20)),
        ("ema-20", "incremental", .ema(20)),
        ("rsi-14", "incremental", .rsi(14)),
        ("atr-14", "incremental", .atr(14)),
        ("stdev-20", "incremental, as z-score: mean, deviation and score", .zscore(20)),
        ("volatility-20", "incremental, of returns", .volatility(20)),
    ]

    static func measure(_ effort: Effort) -> [Figure] {
        let market = GeneratedBars.minutes(effort.w1Bars, seed: 1)
        let bars = (0..<market.frames.count).compactMap { market.frames.bars[$0] }
        let alone = works.map { work in
            figure(work.name, work.way, values: bars.count, effort.timed(5) { last(bars, work.spec) })
        }
        let specs = works.map(\.spec)
        let together = figure(
            "all six", "incremental, in the frames of a book", values: bars.count * specs.count,
            effort.timed(5) { fold(market, specs) })
        let inRuns = figure(
            "all six", "incremental, in the runs of a backtest", values: bars.count * specs.count,
            effort.timed(5) { foldRuns(market, specs) })
        return alone + [together, inRuns]
    }

    private static func figure(
        _ name: String, _ way: String, values: Int, _ measured: (made: Double, times: RunTimes)
    ) -> Figure {
        var figure = Figure(
            name, way, measured.times.seconds / Double(values) * 1e9, .nanosecondsPerValue, goal: Goals.indicator)
        figure.times = measured.times
        figure.bars = values
        figure.remark = "last \(measured.made)"
        return figure
    }

    private static func last(_ bars: [Bar], _ spec: FeatureSpec) -> Double {
        var indicator = Indicator(spec)
        var value = 0.0
        for bar in bars { value = indicator.add(bar) }
        return value
    }

    /// The last value of the first feature, folded in runs of frames.
    private static func foldRuns(_ market: GeneratedBars, _ specs: [FeatureSpec]) -> Double {
        let length = 4096
        var features = FeatureFold(plan: FeaturePlan(specs), instruments: 1, runLength: length)
        var source = FrameSlice(market.frames)
        var columns = FrameColumns(frames: length, instruments: 1)
        var series = FeatureColumns()
        var last = Double.nan
        while true {
            let count = source.next(into: &columns.run, from: 0, to: length)
            if count == 0 { return last }
            columns.measure(count)
            features.fold(columns, into: &series)
            last = series.values[series.places(of: InstrumentIndex(0), 0, from: count - 1, to: count).lowerBound]
        }
    }

    /// The last value of the first feature.
    private static func fold(_ market: GeneratedBars, _ specs: [FeatureSpec]) -> Double {
        var features = FeatureFold(plan: FeaturePlan(specs), instruments: 1)
        var source = FrameSlice(market.frames)
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        var row = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
        while source.next(into: &frame) { features.fold(frame, into: &row) }
        return row[InstrumentIndex(0), 0]
    }
}
