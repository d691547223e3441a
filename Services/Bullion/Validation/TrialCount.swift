import Contracts
import Quant
import Research
import ServiceKit

/// How often this market was tried: every point of a grid, and what the ledger of runs knows besides.
struct TrialCount {
    let tally: TrialTally
    var count: Int { tally.trials }

    /// For `SharpeEvidence.deflated(by:)`. Trials without a Sharpe ratio count, and tell nothing of the spread.
    func trials() throws(StatisticsError) -> Trials {
        try Trials(count: Double(count), variance: tally.variance)
    }

    /// Counts a grid, and writes down those of its points that the ledger did not know.
    /// - Parameter ledger: `nil` counts the grid alone.
    init(_ study: Study, _ table: CandidateTable, ledger: RunLedger?) throws {
        let points = table.candidates.indices.map { place in
            RunLedger.Run(
                at: "\(WallClock.now())", market: study.market.label, strategy: study.strategy,
                parameters: table.candidates[place].book.strategies[0].numbers, rules: study.rules,
                finalEquity: table.finalEquities[place].description,
                sharpe: table.sharpe(of: place, over: 0..<table.sessions))
        }
        let known = try ledger?.runs(on: study.market.label) ?? []
        let identities = Set(points.map(Identity.init))
        // A sweep's line does not say which points it ran, so all of them count: too many trials err on the safe side.
        let others = known.filter { $0.sweep != nil || !identities.contains(Identity($0)) }
        tally = (points + others).reduce(into: TrialTally()) { $0.add($1.tally) }
        let written = Set(known.filter { $0.sweep == nil }.map(Identity.init))
        for point in points where !written.contains(Identity(point)) { try ledger?.add(point) }
    }

    /// Two runs that are the same trial, and are counted once.
    private struct Identity: Hashable {
        let strategy: String
        let parameters: [String: Double]
        let rules: [String: String]
        /// Another span or another sizing makes another trial, and shows in what it ended with.
        let finalEquity: String

        init(_ run: RunLedger.Run) {
            strategy = run.strategy
            parameters = run.parameters
            rules = run.rules
            finalEquity = run.finalEquity
        }
    }
}
