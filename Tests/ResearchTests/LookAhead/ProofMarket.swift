import Contracts
import Exchange
import Research
import Testing

/// The bars that the cheats and their honest twins decide on.
enum ProofMarket {
    static let symbols = ["GLD", "SLV", "PPLT", "USO"].compactMap { Symbol($0) }
    static let gold = InstrumentIndex(0)
    static let silver = InstrumentIndex(1)

    static func universe() throws -> Universe { try #require(Universe(symbols)) }

    /// Daily bars of four metals, without gaps.
    static func frames(_ count: Int = 120, seed: UInt64 = 11) throws -> [BarFrame] {
        var market = SimulatedMarket(universe: try universe(), seed: seed)
        let calendar = TradingCalendar.nyse
        return calendar.sessions.prefix(count).compactMap { session in
            calendar.close(session).map { market.next(session: session, at: $0) }
        }
    }

    /// The same, where silver misses every tenth bar.
    static func framesWithGaps() throws -> [BarFrame] {
        try frames().enumerated().map { number, frame in
            var frame = frame
            if number % 10 == 7 { frame.bars[silver.place] = nil }
            return frame
        }
    }

    /// The same, where gold splits two for one at bar 80.
    static func framesWithSplit() throws -> [BarFrame] {
        try frames().enumerated().map { number, frame in
            var frame = frame
            guard number >= 80, let bar = frame.bars[gold.place] else { return frame }
            let half = { (price: Price) in Price(nanos: price.nanos / 2) }
            frame.bars[gold.place] = Bar(
                open: half(bar.open), high: half(bar.high), low: half(bar.low), close: half(bar.close),
                volume: bar.volume * 2)
            return frame
        }
    }
}

/// A research script in miniature: it sees the whole series at once, and answers a weight of gold or of every instrument for each bar.
protocol Script: DecisionSource {
    /// By bar, then instrument; fewer instruments than there are leave the rest out.
    func weights(_ frames: [BarFrame]) throws -> [[Double]]
}

extension Script {
    func decisions(over frames: [BarFrame]) throws -> [[Decision]] {
        try weights(frames).map { row in
            row.enumerated().map { Decision(.weight, of: InstrumentIndex($0.offset), $0.element) }
        }
    }
}

/// One field of one instrument through a series; a missing bar is NaN.
func column(_ frames: [BarFrame], _ instrument: InstrumentIndex = ProofMarket.gold, _ field: (Bar) -> Price = \.close)
    -> [Double]
{
    frames.map { $0.bars[instrument.place].map { field($0).approximation } ?? .nan }
}

func mean(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

func deviation(_ values: some Collection<Double>) -> Double {
    let center = mean(values)
    return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
}

/// Least squares of `y` on `x`.
func slope(_ x: some Collection<Double>, _ y: some Collection<Double>) -> Double {
    let (centerX, centerY) = (mean(x), mean(y))
    let spread = x.reduce(0) { $0 + ($1 - centerX) * ($1 - centerX) }
    return spread == 0 ? 0 : zip(x, y).reduce(0) { $0 + ($1.0 - centerX) * ($1.1 - centerY) } / spread
}

/// Simple returns; 0 where one of the two closes is missing.
func returns(_ closes: [Double]) -> [Double] {
    closes.indices.map { bar in
        guard bar > 0 else { return 0 }
        let change = closes[bar] / closes[bar - 1] - 1
        return change.isNaN ? 0 : change
    }
}
