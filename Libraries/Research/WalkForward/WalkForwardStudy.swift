import Backtesting
import Contracts
public import Exchange
public import Kernel
public import Quant

/// Walk-forward optimization: parameters are chosen on the past and judged on the sessions that came next, window after window.
///
/// In each window every candidate runs over the training span, and the best by the objective, among those that traded enough, runs over
/// the test span. The test run sees the bars from the start of the training span on, so that its indicators are warm, but may trade only
/// from the first tested session. It begins flat, with what the window before it ended with, and what it holds at its end is valued at
/// the last close. Pardo (2008), The Evaluation and Optimization of Trading Strategies, 2nd ed., ch. 11.
public struct WalkForwardStudy: Sendable {
    public let candidates: [Candidate]
    public let rules: ExchangeRules
    public let windows: WalkForward
    public let objective: Objective
    public let minimumTrades: Int

    /// - Parameters:
    ///   - candidates: at least one; all of one universe and with the same starting cash.
    ///   - windows: in sessions.
    ///   - minimumTrades: round trips that a candidate must begin in a training span to be chosen there.
    /// - Throws: what is wrong with the first candidate that can't be run.
    public init(
        candidates: [Candidate], rules: ExchangeRules, windows: WalkForward, objective: Objective, minimumTrades: Int
    ) throws(ParameterError) {
        precondition(!candidates.isEmpty, "there is something to choose from")
        precondition(minimumTrades >= 0, "a number of trades")
        for candidate in candidates { try StrategyCatalogue.validate(candidate.book) }
        self.candidates = candidates
        self.rules = rules
        self.windows = windows
        self.objective = objective
        self.minimumTrades = minimumTrades
    }

    /// - Throws: `tooFew` if not one window fits into the sessions.
    public func run(over market: SessionFrames) throws(StatisticsError) -> WalkForwardResult {
        var stitched = StitchedRun(candidates[0].book, rules: rules, actions: market.actions)
        var outcomes: [WindowOutcome] = []
        for window in try windows.windows(over: market.count) {
            let choice = try choose(in: window.train, of: market)
            let tested =
                choice.map { test(candidates[$0.candidate], window, market, cash: stitched.endEquity) }
                ?? WindowRun.flat(window.test, market, cash: stitched.endEquity)
            outcomes.append(
                WindowOutcome(
                    window: window, choice: choice,
                    outOfSample: try SpanFigures(tested.curve, start: stitched.endEquity, trades: tested.trips.count)))
            stitched.append(tested)
        }
        return WalkForwardResult(candidates: candidates, windows: outcomes, stitched: stitched)
    }

    /// The best candidate of a training span, the first of equals; `nil` if none traded enough and has a score.
    private func choose(in train: Range<Int>, of market: SessionFrames) throws(StatisticsError) -> WindowOutcome.Choice?
    {
        var best: WindowOutcome.Choice?
        let records = Research.run(
            candidates, rules: rules, actions: market.actions, over: market.source(of: train))
        for (place, record) in records.enumerated() where record.trades >= minimumTrades {
            let figures = try SpanFigures(
                record.summary.sessionEnds, start: candidates[place].book.startingCash, trades: record.trades)
            guard let score = objective.score(of: figures.performance), score > best?.score ?? -.infinity else {
                continue
            }
            best = WindowOutcome.Choice(candidate: place, score: score, inSample: figures)
        }
        return best
    }

    /// The run of what was chosen over the tested sessions.
    private func test(
        _ candidate: Candidate, _ window: WalkForward.Window, _ market: SessionFrames, cash: Money
    ) -> WindowRun {
        // An account that lost everything stays where it is.
        guard cash > .zero else { return .flat(window.test, market, cash: cash) }
        var book = candidate.book
        book.startingCash = cash
        // Before the test the book only watches: its averages are those of the window, its cash is what the window before left.
        var rules = rules
        rules.firstSession = market.date(of: window.test.lowerBound)
        let (result, _) = Backtest<DirectHost>(configuration: book, rules: rules, actions: market.actions)
            .run(market.source(of: window.train.lowerBound..<window.test.upperBound))
        return WindowRun(result, testing: window.test, market)
    }
}
