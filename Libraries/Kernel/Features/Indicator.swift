public import Contracts

/// One feature of one instrument, bar by bar, outside of any book: what research asks of a column of closes.
///
/// It is the same state on the same history as in a `FeatureFold`, so its values are those that strategies see.
public struct Indicator: Sendable {
    public let spec: FeatureSpec
    private var history: CloseHistory
    private var now: CloseHistory.Moment
    private var state = IndicatorState()

    /// - Precondition: `spec` makes sense with one instrument; a ratio of two does not.
    public init(_ spec: FeatureSpec) {
        precondition(spec.isValid(instruments: 1), "feature \(spec) makes sense with one instrument")
        self.spec = spec
        history = CloseHistory(series: 1, reach: spec.warmUpBars, keepsReturns: spec.readsReturns)
        now = history.now(0)
    }

    /// Takes in the next bar, whose close is above zero, and answers the feature; NaN until it has had enough bars.
    public mutating func add(_ bar: Bar) -> Double {
        precondition(bar.close > .zero, "a bar that was traded on has a close above zero")
        history.push(bar.close.approximation, at: &now)
        return state.advance(spec, bar, history, now)
    }
}
