import Contracts
import Kernel
import MarketData

/// The bars of a file with our indicators beside them, as comma-separated text: for `peers/indicators_agree.py`.
enum IndicatorListing {
    private static let specs: [FeatureSpec] = [
        .sma(20), .sma(50), .ema(12), .ema(26), .rsi(14), .atr(14), .ret(1), .zscore(20), .volatility(20),
    ]

    static func print(_ path: String) throws {
        let file = try BarFileReader(badRows: .quarantine).read(path)
        Swift.print((["high", "low", "close"] + specs.map(\.name)).joined(separator: ","))
        for series in file.series {
            var features = FeatureFold(plan: FeaturePlan(specs), instruments: 1)
            var row = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
            for place in series.indices {
                let bar = series[place]
                let at = series.time(place)
                features.fold(BarFrame(at: at, session: at.utcDate, bars: [bar]), into: &row)
                let numbers = specs.indices.map { "\(row[InstrumentIndex(0), $0])" }
                Swift.print((["\(bar.high)", "\(bar.low)", "\(bar.close)"] + numbers).joined(separator: ","))
            }
        }
    }
}
