internal import Contracts

// Runs of frames, column by column: each indicator takes the same bars in the same order as frame by frame, and its numbers stay in the
// processor meanwhile.
extension FeatureFold {
    /// Takes in the frames of `columns`, and writes their features series by series.
    package mutating func fold(_ columns: borrowing FrameColumns, into series: inout FeatureColumns) {
        let count = columns.count
        precondition(history.remembers(plan.reach + count), "a run is no longer than it was said to be")
        series.prepare(instruments: instruments, columns: plan.columns, frames: count)
        for instrument in 0..<instruments {
            let before = history.now(instrument)
            // What is remembered of the closes holds the whole run, so that each of its frames can look back.
            let pushed = history.push(
                columns.closes, from: instrument, by: instruments, count, areAll: columns.isWhole, to: instrument)
            for column in 0..<plan.columns {
                let run = IndicatorRun(
                    closes: columns.closes, place: instrument, stride: instruments, count: count,
                    hasGaps: pushed < count, first: series.start(of: instrument, column))
                let place = instrument * plan.columns + column
                states[place].take(run, plan.specs[column], columns.run, history, from: before, into: &series.values)
            }
        }
        for pair in 0..<pairs.count { foldPair(pair, columns.closes, count, into: &series) }
    }

    private mutating func foldPair(_ place: Int, _ closes: [Int64], _ count: Int, into series: inout FeatureColumns) {
        let pair = pairs[place]
        let first = series.start(of: pair.numerator.place, pair.column)
        for frame in 0..<count {
            let numerator = Price(nanos: closes[frame * instruments + pair.numerator.place])
            let denominator = Price(nanos: closes[frame * instruments + pair.denominator.place])
            guard numerator > .zero, denominator > .zero else { continue }
            ratios.push(numerator.approximation / denominator.approximation, to: place)
            series.values[first + frame] = pairs[place].state.zscore(pair.bars, ratios, ratios.now(place))
        }
    }
}

/// Where a run of one indicator reads and writes.
struct IndicatorRun {
    /// Frame by frame, in billionths; not above zero where the instrument has no bar.
    let closes: [Int64]
    /// The instrument's place in each frame, and how many instruments a frame has.
    let place: Int
    let stride: Int
    let count: Int
    /// Whether it has no bar in some of the frames.
    let hasGaps: Bool
    /// Where the first number goes.
    let first: Int
}

extension IndicatorState {
    /// Takes in a run of bars: `advance` for each of them, with the kind of feature looked at once.
    mutating func take(
        _ run: IndicatorRun, _ spec: FeatureSpec, _ frames: FrameRun, _ history: CloseHistory,
        from before: CloseHistory.Moment, into numbers: inout [Double]
    ) {
        switch spec {
        case .ret(let bars):
            each(run, before, &numbers) { $0.change(from: bars, to: 0, history, $1) }
        case .momentum(let lookback, let skip):
            each(run, before, &numbers) { $0.change(from: lookback, to: skip, history, $1) }
        case .volatility(let bars): each(run, before, &numbers) { $0.volatility(bars, history, $1) }
        case .sma(let bars) where run.hasGaps: each(run, before, &numbers) { $0.average(bars, history, $1) }
        case .sma(let bars): averages(bars, run, history, from: before, into: &numbers)
        case .ema(let bars): each(run, before, &numbers) { $0.exponentialAverage(bars, history.value($1, ago: 0)) }
        case .rsi(let bars): each(run, before, &numbers) { $0.relativeStrength(bars, history, $1) }
        case .zscore(let bars): each(run, before, &numbers) { $0.zscore(bars, history, $1) }
        case .atr, .ratioZScore:
            each(run, before, &numbers) { state, now, frame in
                guard let bar = frames.bar(frame, run.place) else { return .nan }
                return state.advance(spec, bar, history, now)
            }
        }
    }

    @inline(__always)
    private mutating func each(
        _ run: IndicatorRun, _ before: CloseHistory.Moment, _ numbers: inout [Double],
        _ next: (inout IndicatorState, CloseHistory.Moment) -> Double
    ) {
        each(run, before, &numbers) { state, now, _ in next(&state, now) }
    }

    @inline(__always)
    private mutating func each(
        _ run: IndicatorRun, _ before: CloseHistory.Moment, _ numbers: inout [Double],
        _ next: (inout IndicatorState, CloseHistory.Moment, _ frame: Int) -> Double
    ) {
        var state = self
        var now = before
        let closes = run.closes.span
        var numbers = numbers.mutableSpan
        for frame in 0..<run.count {
            if closes[frame &* run.stride &+ run.place] > 0 {
                now = now.later(by: 1)
                numbers[run.first &+ frame] = next(&state, now, frame)
            } else {
                numbers[run.first &+ frame] = .nan
            }
        }
        self = state
    }
}
