public import Contracts

/// Follows the sign of each instrument's own past return.
public struct TimeSeriesMomentum: Strategy {
    public static let name = "time-series-momentum"
    public static let summary = """
        Long in an instrument that rose over the last `lookback` bars, short (or flat) in one that fell. With a target volatility, \
        the view is scaled down to `target-volatility` ÷ the instrument's volatility where that is below 1.
        """
    public static let parameters: [StrategyParameter] = [
        .whole("lookback", 252, in: 1...1000, "bars that the return is measured over"),
        .flag("short", true, "1: short what fell; 0: flat"),
        .number("target-volatility", 0, in: 0...2, "annual volatility to scale to; 0: no scaling"),
        .whole("volatility-window", 60, in: 2...1000, "bars that volatility is measured over"),
    ]

    private let lookback: Int
    private let fallen: Double
    private let target: Double
    private let window: Int
    private var returnColumn = 0
    private var volatilityColumn = 0

    public init(_ setup: StrategySetup) throws(ParameterError) {
        lookback = setup.whole("lookback")
        fallen = setup.flag("short") ? -1 : 0
        target = setup.number("target-volatility")
        window = setup.whole("volatility-window")
    }

    public var requiredFeatures: [FeatureSpec] {
        target > 0 ? [.ret(lookback), .volatility(window)] : [.ret(lookback)]
    }

    public mutating func bind(to plan: FeaturePlan) {
        returnColumn = plan.requiredColumn(of: .ret(lookback))
        if target > 0 { volatilityColumn = plan.requiredColumn(of: .volatility(window)) }
    }

    public func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into views: inout Views) {
        for place in views.instruments.indices {
            let instrument = views.instruments[place]
            let change = features[instrument, returnColumn]
            let scale = target > 0 ? scaling(to: features[instrument, volatilityColumn]) : 1
            if change.isNaN || scale.isNaN { continue }
            views.set(change > 0 ? scale : change < 0 ? fallen * scale : 0, for: instrument)
        }
    }

    /// NaN while the volatility is unknown; 1 in a market that doesn't move.
    private func scaling(to volatility: Double) -> Double {
        if volatility.isNaN { return .nan }
        return volatility > target ? target / volatility : 1
    }
}
