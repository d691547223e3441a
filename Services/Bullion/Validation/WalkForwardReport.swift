import Backtesting
import Contracts
import Foundation
import Quant
import Research

/// The outcome of a walk-forward study for a program.
struct WalkForwardReport: Encodable {
    /// A span of sessions and how it went.
    struct Span: Encodable {
        let from: String
        let to: String
        let sessions: Int
        /// Absent where nothing was chosen.
        let figures: SpanPart?
    }

    struct SpanPart: Encodable {
        let totalReturn: Double
        let annualReturn: Double?
        let sharpe: Double?
        let sortino: Double?
        let calmar: Double?
        let maxDrawdown: Double
        let trades: Int
    }

    struct Window: Encodable {
        let train: Span
        let test: Span
        /// Absent where no point traded enough and had a score: the window stayed flat.
        let parameters: [String: Double]?
        let score: Double?
    }

    struct Stability: Encodable {
        struct Use: Encodable {
            let value: Double
            let windows: Int
        }

        let parameter: String
        let uses: [Use]
        let coefficientOfVariation: Double?
        let largestJump: Double?
    }

    let schema = 1
    let kind = "walk-forward"
    let market: String
    let strategy: String
    let rules: [String: String]
    let points: Int
    /// Points of the grid that the strategy can't be run with.
    let pointsLeftOut: Int
    let start: String
    let trainSessions: Int
    let testSessions: Int
    let embargoSessions: Int
    let objective: String
    let minimumTrades: Int
    let windows: [Window]
    let flatWindows: Int
    /// Mean session return, and mean Sharpe ratio, out of sample over in sample; absent unless in sample it is a gain.
    let returnEfficiency: Double?
    let sharpeEfficiency: Double?
    let stability: [Stability]
    /// Of the stitched curve.
    let metrics: Figures
    let startEquity: String
    let finalEquity: String
    /// Test sessions only: the equity at each one's end.
    let curve: [BacktestReport.Point]

    init(_ result: WalkForwardResult, _ walk: WalkForwardStudy, _ study: Study) {
        let stitched = result.stitched.result
        var activity = ActivityRun(stitched)
        for outcome in result.windows { activity.takeAll(study.sessions.source(of: outcome.window.test)) }
        market = study.market.label
        strategy = study.strategy
        rules = study.rules
        points = study.candidates.count
        pointsLeftOut = study.leftOut
        start = walk.windows.start.rawValue
        trainSessions = walk.windows.train
        testSessions = walk.windows.test
        embargoSessions = walk.windows.gap
        objective = walk.objective.rawValue
        minimumTrades = walk.minimumTrades
        windows = result.windows.map { Window($0, result.candidates, study) }
        flatWindows = result.flatWindows
        returnEfficiency = result.returnEfficiency
        sharpeEfficiency = result.sharpeEfficiency
        stability = result.stability.map { Stability($0) }
        metrics = Figures(
            stitched, trips: stitched.trading.roundTrips, activity: activity.meter, deflatedSharpe: nil)
        startEquity = stitched.startEquity.description
        finalEquity = stitched.endEquity.description
        curve = stitched.sessionCurve.map {
            BacktestReport.Point(date: NewYork.date(at: $0.at), value: $0.equity.approximation)
        }
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension WalkForwardReport.Window {
    fileprivate init(_ outcome: WindowOutcome, _ candidates: [Candidate], _ study: Study) {
        let choice = outcome.choice
        self.init(
            train: .init(outcome.window.train, choice?.inSample, study),
            test: .init(outcome.window.test, choice == nil ? nil : outcome.outOfSample, study),
            parameters: choice.map { candidates[$0.candidate].dictionary }, score: choice?.score)
    }
}

extension WalkForwardReport.Span {
    fileprivate init(_ span: Range<Int>, _ figures: SpanFigures?, _ study: Study) {
        let (from, to) = study.dates(of: span)
        self.init(from: from, to: to, sessions: span.count, figures: figures.map { .init($0) })
    }
}

extension WalkForwardReport.SpanPart {
    fileprivate init(_ figures: SpanFigures) {
        let performance = figures.performance
        self.init(
            totalReturn: performance.totalReturn, annualReturn: performance.annualReturn, sharpe: performance.sharpe,
            sortino: performance.sortino, calmar: performance.calmar, maxDrawdown: performance.maximumDrawdown,
            trades: figures.trades)
    }
}

extension WalkForwardReport.Stability {
    fileprivate init(_ stability: ParameterStability) {
        self.init(
            parameter: stability.name, uses: stability.uses.map { Use(value: $0.value, windows: $0.windows) },
            coefficientOfVariation: stability.coefficientOfVariation, largestJump: stability.largestJump)
    }
}
