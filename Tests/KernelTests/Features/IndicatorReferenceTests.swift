import Contracts
import Testing

@testable import Kernel

@Suite struct `The indicators` {
    private static let specs: [FeatureSpec] = [
        .sma(1), .sma(20), .sma(50), .ema(12), .ema(26), .rsi(2), .rsi(14), .atr(2), .atr(14), .ret(1), .ret(21),
        .zscore(20), .zscore(60), .volatility(20),
    ]

    /// Within 10⁻⁹, from the first bar that TA-Lib has a number for; before it, ours has none either. Deviations are ours: by n − 1.
    @Test(arguments: IndicatorReference.answers) func `agree with TA-Lib`(answer: IndicatorReference.Answer) throws {
        let spec = try #require(Self.specs.first { $0.name == answer.name })
        let values = fold(bars(), spec)
        #expect(values[..<answer.places[0]].allSatisfy { $0.isNaN })
        for (place, expected) in zip(answer.places, answer.values) {
            #expect(abs(values[place] - expected) <= 1e-9 * max(1, abs(expected)), "bar \(place)")
        }
    }

    @Test func `are all compared`() {
        #expect(IndicatorReference.answers.map(\.name) == Self.specs.map(\.name))
    }

    /// TA-Lib answers 0 here. A market that stands still is neither strong nor weak.
    @Test func `call a flat market's relative strength fifty`() throws {
        let flat = try #require(flatBar("10"))
        #expect(fold(Array(repeating: flat, count: 20), .rsi(14))[19] == 50)
    }

    private func fold(_ bars: [Bar], _ spec: FeatureSpec) -> [Double] {
        var features = FeatureFold(plan: FeaturePlan([spec]), instruments: 1)
        var row = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
        return bars.enumerated().map { day, bar in
            let session = TradingDate(daysSinceEpoch: 19_000 + Int32(day))
            features.fold(BarFrame(at: session.utcMidnight, session: session, bars: [bar]), into: &row)
            return row[InstrumentIndex(0), 0]
        }
    }

    /// The bars of make_indicator_reference.py, cent for cent.
    private func bars() -> [Bar] {
        var chance = SplitMix64(seed: 20)
        var close: Int64 = 10_000
        return (0..<400).map { _ in
            let open = close + Int64(chance.next() % 101) - 50
            close = open + Int64(chance.next() % 301) - 150
            let high = max(open, close) + Int64(chance.next() % 51)
            let low = min(open, close) - Int64(chance.next() % 51)
            return Bar(open: cents(open), high: cents(high), low: cents(low), close: cents(close), volume: 100)
        }
    }

    private func cents(_ count: Int64) -> Price { Price(nanos: count * 10_000_000) }
}
