public import Contracts

/// Turns bar frames into feature frames, one row an instrument, without allocating once the frame has its size.
///
/// An instrument without a bar has a row of NaN in that frame and its state is left as it was: the next bar continues
/// where the last one ended. A bar whose close is not above zero counts as none, since one division by it would stay in
/// the state. A feature is NaN until it has had `warmUpBars` bars.
public struct FeatureFold: Sendable, Codable {
    /// What the columns are.
    public let plan: FeaturePlan
    package let instruments: Int
    var history: CloseHistory
    /// By instrument, then column.
    var states: [IndicatorState]
    var pairs: [PairColumn]
    /// The ratios, one series a pair.
    var ratios: CloseHistory

    /// A column whose number needs two instruments.
    struct PairColumn: Sendable, Codable {
        let column: Int
        let numerator: InstrumentIndex
        let denominator: InstrumentIndex
        let bars: Int
        var state = IndicatorState()
    }

    /// A cold start: no feature is a number yet.
    public init(plan: FeaturePlan, instruments: Int) { self.init(plan: plan, instruments: instruments, runLength: 0) }

    /// A cold start for who takes in runs of up to so many frames.
    package init(plan: FeaturePlan, instruments: Int, runLength: Int) {
        for spec in plan.specs {
            precondition(
                spec.isValid(instruments: instruments), "feature \(spec) makes sense with \(instruments) instruments")
        }
        self.plan = plan
        self.instruments = instruments
        let reach = plan.reach
        history = CloseHistory(
            series: instruments, reach: reach + runLength, keepsReturns: plan.specs.contains(where: \.readsReturns))
        states = Array(repeating: IndicatorState(), count: instruments * plan.columns)
        pairs = plan.specs.enumerated().compactMap { column, spec in
            guard case .ratioZScore(let numerator, let denominator, let bars) = spec else { return nil }
            return PairColumn(column: column, numerator: numerator, denominator: denominator, bars: bars)
        }
        ratios = CloseHistory(series: pairs.count, reach: reach)
    }

    /// The fold for a changed plan: features of both plans go on, new ones begin to warm up.
    public func changed(to plan: FeaturePlan) -> FeatureFold {
        if plan == self.plan { return self }
        var result = FeatureFold(plan: plan, instruments: instruments)
        for place in 0..<instruments { result.history.take(place, from: history, place) }
        for (column, spec) in plan.specs.enumerated() {
            guard let old = self.plan.column(of: spec) else { continue }
            for place in 0..<instruments {
                result.states[place * plan.columns + column] = states[place * self.plan.columns + old]
            }
        }
        for place in result.pairs.indices {
            let spec = plan.specs[result.pairs[place].column]
            guard let old = pairs.firstIndex(where: { self.plan.specs[$0.column] == spec }) else { continue }
            result.pairs[place].state = pairs[old].state
            result.ratios.take(place, from: ratios, old)
        }
        return result
    }

    /// Takes in one frame of bars and writes its features. `features` is resized if it does not fit.
    public mutating func fold(_ bars: borrowing BarFrame, into features: inout FeatureFrame) {
        precondition(bars.bars.count == instruments, "a bar frame has one place for each instrument of the book")
        let columns = plan.columns
        features.at = bars.at
        features.columns = columns
        if features.values.count != instruments * columns {
            features.values = Array(repeating: .nan, count: instruments * columns)
        }
        Self.advance(&states, &history, plan.specs, bars.bars.span, into: &features.values)
        if !pairs.isEmpty { foldPairs(bars, into: &features) }
    }

    /// Row by row. Arrays are walked as spans: each is checked once a frame and not at every number.
    private static func advance(
        _ states: inout [IndicatorState], _ history: inout CloseHistory, _ specs: [FeatureSpec], _ bars: Span<Bar?>,
        into values: inout [Double]
    ) {
        let specs = specs.span
        var running = states.mutableSpan
        var numbers = values.mutableSpan
        for place in bars.indices {
            let row = place &* specs.count
            if let bar = bars[place], bar.close > .zero {
                history.push(bar.close.approximation, to: place)
                for column in specs.indices {
                    numbers[row &+ column] = running[row &+ column].advance(
                        specs[column], bar, history, history.now(place))
                }
            } else {
                for column in specs.indices { numbers[row &+ column] = .nan }
            }
        }
    }

    /// Restates the closes of a split instrument, and what was made of them, in new shares: a split is no move of the price. Dividends
    /// change nothing here; features see the price that traded.
    public mutating func apply(_ action: CorporateAction) {
        let place = action.instrument.place
        guard case .split(let new, let old) = action.change, action.isSound, place < instruments else { return }
        let factor = Double(old) / Double(new)
        history.scale(place, by: factor)
        for column in 0..<plan.columns { states[place * plan.columns + column].scale(plan.specs[column], by: factor) }
        for pair in pairs.indices {
            var ratio = 1.0
            if pairs[pair].numerator.place == place { ratio *= factor }
            if pairs[pair].denominator.place == place { ratio /= factor }
            guard ratio != 1 else { continue }
            ratios.scale(pair, by: ratio)
            pairs[pair].state.scale(plan.specs[pairs[pair].column], by: ratio)
        }
    }

    private mutating func foldPairs(_ bars: borrowing BarFrame, into features: inout FeatureFrame) {
        for place in 0..<pairs.count {
            guard let numerator = bars.bars[pairs[place].numerator.place], numerator.close > .zero,
                let denominator = bars.bars[pairs[place].denominator.place], denominator.close > .zero
            else { continue }
            ratios.push(numerator.close.approximation / denominator.close.approximation, to: place)
            features[pairs[place].numerator, pairs[place].column] = pairs[place].state.zscore(
                pairs[place].bars, ratios, ratios.now(place))
        }
    }
}
