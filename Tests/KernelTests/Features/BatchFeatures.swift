import Contracts

@testable import Kernel

/// Every feature the slow and obvious way: from all bars an instrument has had, at once.
enum BatchFeatures {
    /// The feature after each bar.
    static func values(of spec: FeatureSpec, _ bars: [Bar]) -> [Double] {
        let closes = bars.map(\.close.approximation)
        return switch spec {
        case .ret(let bars): closes.indices.map { $0 >= bars ? closes[$0] / closes[$0 - bars] - 1 : .nan }
        case .momentum(let lookback, let skip):
            closes.indices.map { $0 >= lookback ? closes[$0 - skip] / closes[$0 - lookback] - 1 : .nan }
        case .volatility(let bars): windows(bars, over: returns(closes)) { sampleDeviation($0) * 252.0.squareRoot() }
        case .sma(let bars): windows(bars, over: closes, mean)
        case .ema(let bars): exponential(closes, bars)
        case .rsi(let bars): relativeStrength(closes, bars)
        case .atr(let count): wilder(trueRanges(bars), count)
        case .zscore(let bars): windows(bars, over: closes, standardScoreOfLast)
        case .ratioZScore: []
        }
    }

    static func mean(_ values: ArraySlice<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

    static func sampleDeviation(_ values: ArraySlice<Double>) -> Double {
        let mean = mean(values)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    static func standardScoreOfLast(_ values: ArraySlice<Double>) -> Double {
        let deviation = sampleDeviation(values)
        return deviation == 0 ? 0 : (values.last! - mean(values)) / deviation
    }

    /// `measure` of the last `count` values at each place, where there are so many numbers.
    static func windows(_ count: Int, over values: [Double], _ measure: (ArraySlice<Double>) -> Double) -> [Double] {
        values.indices.map { place in
            guard place + 1 >= count else { return .nan }
            let window = values[(place + 1 - count)...place]
            return window.contains(where: \.isNaN) ? .nan : measure(window)
        }
    }

    /// The first bar has none.
    static func returns(_ closes: [Double]) -> [Double] {
        closes.indices.map { $0 == 0 ? .nan : closes[$0] / closes[$0 - 1] - 1 }
    }

    static func exponential(_ closes: [Double], _ count: Int) -> [Double] {
        var average = 0.0
        return closes.indices.map { place in
            if place + 1 < count { return .nan }
            if place + 1 == count {
                average = mean(closes[0...place])
            } else {
                average = average * (1 - 2 / Double(count + 1)) + closes[place] * 2 / Double(count + 1)
            }
            return average
        }
    }

    static func trueRanges(_ bars: [Bar]) -> [Double] {
        bars.indices.map { place in
            guard place > 0 else { return .nan }
            let (high, low) = (bars[place].high.approximation, bars[place].low.approximation)
            let previous = bars[place - 1].close.approximation
            return max(high - low, abs(high - previous), abs(low - previous))
        }
    }

    /// A mean of the first `count` values, then (n − 1) parts of the average and one part of the new value.
    static func wilder(_ values: [Double], _ count: Int) -> [Double] {
        var average = 0.0
        return values.indices.map { place in
            if place < count { return .nan }
            if place == count {
                average = mean(values[1...count])
            } else {
                average = (average * Double(count - 1) + values[place]) / Double(count)
            }
            return average
        }
    }

    static func relativeStrength(_ closes: [Double], _ count: Int) -> [Double] {
        let changes = closes.indices.map { $0 == 0 ? Double.nan : closes[$0] - closes[$0 - 1] }
        let gains = wilder(changes.map { $0.isNaN ? $0 : max($0, 0) }, count)
        let losses = wilder(changes.map { $0.isNaN ? $0 : max(-$0, 0) }, count)
        return zip(gains, losses).map { gain, loss in gain + loss == 0 ? 50 : 100 - 100 / (1 + gain / loss) }
    }
}
