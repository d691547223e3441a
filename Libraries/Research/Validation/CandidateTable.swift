import Backtesting
public import Contracts
public import Exchange
public import Kernel
public import Quant

/// The session returns of every candidate over the same sessions: what overfitting is measured on.
public struct CandidateTable: Sendable {
    public let candidates: [Candidate]
    /// By candidate, then session.
    public let returns: [[Double]]
    /// By candidate.
    public let finalEquities: [Money]

    /// Runs all candidates over all sessions.
    /// - Throws: what is wrong with the first candidate that can't be run.
    public init(_ candidates: [Candidate], rules: ExchangeRules, over market: SessionFrames) throws(ParameterError) {
        for candidate in candidates { try StrategyCatalogue.validate(candidate.book) }
        let records = run(candidates, rules: rules, actions: market.actions, over: market.source)
        let returns = zip(candidates, records).map { candidate, record in
            sessionReturns(of: record.summary.sessionEnds, start: candidate.book.startingCash)
        }
        self.init(candidates, returns: returns, finalEquities: records.map(\.summary.endEquity))
    }

    /// From returns that are known already; one list of equal length for each candidate.
    init(_ candidates: [Candidate], returns: [[Double]], finalEquities: [Money]) {
        precondition(!candidates.isEmpty && returns.count == candidates.count, "every candidate has returns")
        precondition(returns.allSatisfy { $0.count == returns[0].count }, "all candidates saw the same sessions")
        self.candidates = candidates
        self.returns = returns
        self.finalEquities = finalEquities
    }

    public var sessions: Int { returns[0].count }

    /// The Sharpe ratio per session of one candidate over some sessions; `nil` where it has none.
    public func sharpe(of candidate: Int, over places: some Sequence<Int>) -> Double? {
        var moments = Moments()
        for place in places { moments.add(returns[candidate][place]) }
        return moments.sharpe
    }

    /// The candidate with the highest Sharpe ratio over some sessions, the first of equals; `nil` if none has one.
    public func best(over places: some Collection<Int>) -> Int? {
        var best: (candidate: Int, sharpe: Double)?
        for candidate in candidates.indices {
            guard let sharpe = sharpe(of: candidate, over: places), sharpe > best?.sharpe ?? -.infinity else {
                continue
            }
            best = (candidate, sharpe)
        }
        return best?.candidate
    }

    /// The best over all sessions.
    public var best: Int? { best(over: 0..<sessions) }

    /// For `Overfitting`.
    public func returnTable() throws(StatisticsError) -> ReturnTable { try ReturnTable(columns: returns) }
}
