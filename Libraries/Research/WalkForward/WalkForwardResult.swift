import Backtesting
import Contracts
public import Quant

/// How a span of sessions went.
public struct SpanFigures: Hashable, Sendable {
    public let performance: Performance
    /// Mean of the session returns.
    public let meanReturn: Double
    /// Round trips begun in the span.
    public let trades: Int

    init(_ curve: [EquityPoint], start: Money, trades: Int) throws(StatisticsError) {
        let returns = sessionReturns(of: curve, start: start)
        performance = try Performance(returns: returns, periodsPerYear: sessionsPerYear)
        meanReturn = Moments(returns).mean
        self.trades = trades
    }
}

/// One window: what was chosen in it, and how that did in and out of sample.
public struct WindowOutcome: Hashable, Sendable {
    public struct Choice: Hashable, Sendable {
        /// The place among the candidates.
        public let candidate: Int
        /// Of the objective, in sample.
        public let score: Double
        public let inSample: SpanFigures
    }

    /// In sessions.
    public let window: WalkForward.Window
    /// `nil` where no candidate traded enough and had a score: the window stayed flat.
    public let choice: Choice?
    public let outOfSample: SpanFigures
}

/// What came of a walk-forward study.
public struct WalkForwardResult: Sendable {
    public let candidates: [Candidate]
    public let windows: [WindowOutcome]
    /// Out-of-sample sessions only.
    public let stitched: StitchedRun

    /// Windows in which nothing was chosen.
    public var flatWindows: Int { windows.count { $0.choice == nil } }

    /// Mean session return out of sample over that in sample, both over the windows with a choice: the walk-forward efficiency of Pardo
    /// (2008), ch. 11, on arithmetic means, since a short window's yearly return compounds to nonsense. `nil` unless the choices gained
    /// in sample.
    public var returnEfficiency: Double? {
        Self.ratio(
            windows.compactMap { window in window.choice.map { ($0.inSample.meanReturn, window.outOfSample.meanReturn) }
            })
    }

    /// The same of Sharpe ratios, over the windows where both are defined.
    public var sharpeEfficiency: Double? {
        Self.ratio(
            windows.compactMap { window in
                guard let inSample = window.choice?.inSample.performance.sharpe,
                    let outOfSample = window.outOfSample.performance.sharpe
                else { return nil }
                return (inSample, outOfSample)
            })
    }

    private static func ratio(_ pairs: [(inSample: Double, outOfSample: Double)]) -> Double? {
        let inSample = Moments(pairs.map(\.inSample)).mean
        return inSample > 0 ? Moments(pairs.map(\.outOfSample)).mean / inSample : nil
    }

    /// How steady the choices were, by parameter in the order of the grid.
    public var stability: [ParameterStability] {
        let chosen = windows.compactMap { $0.choice.map { candidates[$0.candidate].parameters } }
        return candidates[0].parameters.indices.map { place in
            ParameterStability(candidates[0].parameters[place].name, chosen: chosen.map { $0[place].value })
        }
    }
}
