import Contracts
import Kernel
import Workloads

/// One indicator over the bars of W1, bar by bar as live: what one value costs, with the frame that carries it.
enum IndicatorSpeed {
    private static let works: [(name: String, way: String, specs: [FeatureSpec])] = [
        ("sma-20", "incremental", [.sma(20)]),
        ("ema-20", "incremental", [.ema(20)]),
        ("rsi-14", "incremental", [.rsi(14)]),
        ("atr-14", "incremental", [.atr(14)]),
        ("stdev-20", "incremental, as z-score: mean, deviation and score", [.zscore(20)]),
        ("volatility-20", "incremental, of returns", [.volatility(20)]),
        (
            "all six", "incremental, per value",
            [.sma(20), .ema(20), .rsi(14), .atr(14), .zscore(20), .volatility(20)]
        ),
    ]

    static func measure(_ effort: Effort) -> [Figure] {
        let market = GeneratedBars.minutes(effort.w1Bars, seed: 1)
        return works.map { work in
            let measured = effort.timed(5) { fold(market, work.specs) }
            let values = market.count * work.specs.count
            var figure = Figure(
                work.name, work.way, measured.times.seconds / Double(values) * 1e9, .nanosecondsPerValue,
                goal: Goals.indicator)
            figure.times = measured.times
            figure.bars = market.count
            figure.remark = "last \(measured.made)"
            return figure
        }
    }

    /// The last value of the first feature.
    private static func fold(_ market: GeneratedBars, _ specs: [FeatureSpec]) -> Double {
        var features = FeatureFold(plan: FeaturePlan(specs), instruments: 1)
        var source = GeneratedFrames(market)
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        var row = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
        while source.next(into: &frame) { features.fold(frame, into: &row) }
        return row[InstrumentIndex(0), 0]
    }
}
