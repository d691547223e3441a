internal import Contracts

/// The running numbers behind one feature of one instrument.
///
/// Each update is O(1). A sum that only ever adds the new value and subtracts the old one drifts, so the rolling ones
/// are summed anew each time their window has turned over completely, which costs one addition a bar on average. No
/// number in here is ever NaN.
struct IndicatorState: Hashable, Sendable, Codable, BitwiseCopyable {
    /// Bars seen by this feature.
    private var count = 0
    /// Values taken since the last summing anew.
    private var phase = 0
    private var first = 0.0
    private var second = 0.0

    init() {}
}

// Every function takes the history after the newest close was pushed.
extension IndicatorState {
    /// Takes in the next bar and answers the feature; NaN for one that needs two instruments.
    mutating func advance(
        _ spec: FeatureSpec, _ bar: Bar, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment
    ) -> Double {
        switch spec {
        case .ret(let bars): change(from: bars, to: 0, history, now)
        case .momentum(let lookback, let skip): change(from: lookback, to: skip, history, now)
        case .volatility(let bars): volatility(bars, history, now)
        case .sma(let bars): average(bars, history, now)
        case .ema(let bars): exponentialAverage(bars, history.value(now, ago: 0))
        case .rsi(let bars): relativeStrength(bars, history, now)
        case .atr(let bars): averageTrueRange(bars, bar, history, now)
        case .zscore(let bars): zscore(bars, history, now)
        case .ratioZScore: .nan
        }
    }

    /// Restates the numbers after all closes were multiplied: what is measured in units of price follows, what is a ratio of prices
    /// stays.
    mutating func scale(_ spec: FeatureSpec, by factor: Double) {
        switch spec {
        case .ret, .momentum, .volatility: break
        case .sma, .ema, .atr: first *= factor
        case .rsi:
            first *= factor
            second *= factor
        case .zscore, .ratioZScore:
            first *= factor
            second *= factor * factor
        }
    }

    mutating func change(
        from lookback: Int, to skip: Int, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment
    ) -> Double {
        count &+= 1
        guard count > lookback else { return .nan }
        return history.value(now, ago: skip) / history.value(now, ago: lookback) - 1
    }

    @inline(__always)
    mutating func average(_ bars: Int, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment) -> Double {
        count &+= 1
        phase &+= 1
        if phase == bars {
            phase = 0
            first = history.sum(now, newest: bars)
        } else {
            first += history.value(now, ago: 0)
            if count > bars { first -= history.value(now, ago: bars) }
        }
        return count >= bars ? first / Double(bars) : .nan
    }

    /// Whether the next average begins a turn of a window that is full.
    func beginsTurn(_ bars: Int) -> Bool { phase == bars &- 1 && count >= bars &- 1 }

    /// Goes on by whole turns of the window, at whose end its values add up to `sum`.
    mutating func pass(turns: Int, of bars: Int, sum: Double) {
        count &+= turns &* bars
        first = sum
    }

    mutating func exponentialAverage(_ bars: Int, _ close: Double) -> Double {
        count &+= 1
        guard count > bars else {
            first += close
            guard count == bars else { return .nan }
            first /= Double(bars)
            return first
        }
        first += (close - first) * 2 / Double(bars + 1)
        return first
    }

    mutating func volatility(_ bars: Int, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment) -> Double {
        count &+= 1
        guard count > 1 else { return .nan }
        phase &+= 1
        if phase == bars {
            phase = 0
            (first, second) = history.returnMoments(now, newest: bars)
        } else {
            add(history.oneBarReturn(now, ago: 0), sign: 1)
            if count > bars &+ 1 { add(history.oneBarReturn(now, ago: bars), sign: -1) }
        }
        guard count > bars else { return .nan }
        return annualizedVolatility(sum: first, sumOfSquares: second, count: bars)
    }

    private mutating func add(_ value: Double, sign: Double) {
        first += sign * value
        second += sign * value * value
    }

    mutating func relativeStrength(_ bars: Int, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment) -> Double
    {
        count &+= 1
        guard count > 1 else { return .nan }
        let change = history.value(now, ago: 0) - history.value(now, ago: 1)
        smooth(&first, toward: max(change, 0), bars)
        smooth(&second, toward: max(-change, 0), bars)
        guard count > bars else { return .nan }
        return first + second == 0 ? 50 : 100 * first / (first + second)
    }

    // Out of line: inlined, its two divisions were done for every bar of every other feature as well.
    @inline(never)
    mutating func averageTrueRange(
        _ bars: Int, _ bar: Bar, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment
    ) -> Double {
        count &+= 1
        guard count > 1 else { return .nan }
        let (high, low) = (bar.high.approximation, bar.low.approximation)
        let previous = history.value(now, ago: 1)
        smooth(&first, toward: max(high, previous) - min(low, previous), bars)
        return count > bars ? first : .nan
    }

    /// Wilder's smoothing of what begins with the second bar: a plain mean of the first `bars` values, then 1/bars of
    /// the way to each new one.
    private func smooth(_ average: inout Double, toward value: Double, _ bars: Int) {
        if count > bars + 1 {
            average += (value - average) / Double(bars)
        } else {
            average += value / Double(bars)
        }
    }

    /// Running mean and sum of squared deviations (B. P. Welford), with the oldest value replaced by the newest once
    /// the window is full.
    mutating func zscore(_ bars: Int, _ history: borrowing CloseHistory, _ now: CloseHistory.Moment) -> Double {
        count &+= 1
        phase &+= 1
        let newest = history.value(now, ago: 0)
        if phase == bars {
            phase = 0
            (first, second) = history.meanAndDeviations(now, newest: bars)
        } else if count <= bars {
            let step = newest - first
            first += step / Double(count)
            second += step * (newest - first)
        } else {
            let oldest = history.value(now, ago: bars)
            let before = first
            first += (newest - oldest) / Double(bars)
            second += (newest - oldest) * (newest - first + oldest - before)
        }
        guard count >= bars else { return .nan }
        return standardScore(of: newest, mean: first, squaredDeviations: second, count: bars)
    }
}

extension CloseHistory {
    fileprivate func returnMoments(_ moment: Moment, newest count: Int) -> (sum: Double, sumOfSquares: Double) {
        var sum = 0.0
        var sumOfSquares = 0.0
        for ago in stride(from: count - 1, through: 0, by: -1) {
            let value = oneBarReturn(moment, ago: ago)
            sum += value
            sumOfSquares += value * value
        }
        return (sum, sumOfSquares)
    }

    fileprivate func meanAndDeviations(_ moment: Moment, newest count: Int) -> (mean: Double, squaredDeviations: Double)
    {
        let mean = sum(moment, newest: count) / Double(count)
        var squares = 0.0
        for ago in 0..<count {
            let deviation = value(moment, ago: ago) - mean
            squares += deviation * deviation
        }
        return (mean, squares)
    }
}

/// √252 × the sample standard deviation. A variance under 10⁻¹⁸ is what rounding leaves of a flat market, and counts as
/// zero.
func annualizedVolatility(sum: Double, sumOfSquares: Double, count: Int) -> Double {
    let variance = (sumOfSquares - sum * sum / Double(count)) / Double(count - 1)
    return variance < 1e-18 ? 0 : (variance * 252).squareRoot()
}

/// Deviations from the mean in sample standard deviations. A deviation under a billionth of the mean is rounding, and
/// counts as zero.
func standardScore(of value: Double, mean: Double, squaredDeviations: Double, count: Int) -> Double {
    let deviation = (max(squaredDeviations, 0) / Double(count - 1)).squareRoot()
    return deviation <= abs(mean) * 1e-9 ? 0 : (value - mean) / deviation
}
