import Contracts
import Quant
import Research
import ServiceKit

/// How often this market was tried: every point of a grid, and what the ledger of runs knows besides.
struct TrialCount {
    let count: Int
    /// Per session, of the trials that have one.
    let sharpes: [Double]

    /// For `SharpeEvidence.deflated(by:)`. Trials without a Sharpe ratio count, and tell nothing of the spread.
    func trials() throws(StatisticsError) -> Trials {
        try Trials(count: Double(count), variance: Moments(sharpes).variance ?? 0)
    }

    /// Counts a grid, and writes down those of its points that the ledger did not know.
    /// - Parameter ledger: `nil` counts the grid alone.
    init(_ study: Study, _ table: CandidateTable, ledger: RunLedger?) throws {
        let points = table.candidates.indices.map { place in
            RunLedger.Run(
                at: "\(WallClock.now())", market: study.market.label, strategy: study.strategy,
                parameters: Self.parameters(of: table.candidates[place].book), rules: study.rules,
                finalEquity: table.finalEquities[place].description,
                sharpe: table.sharpe(of: place, over: 0..<table.sessions))
        }
        let known = try ledger?.runs(on: study.market.label) ?? []
        let identities = Set(points.map(Identity.init))
        let others = known.filter { !identities.contains(Identity($0)) }
        count = points.count + others.count
        sharpes = (points + others).compactMap(\.sharpe)
        let written = Set(known.map(Identity.init))
        for point in points where !written.contains(Identity(point)) { try ledger?.add(point) }
    }

    private static func parameters(of book: BookConfiguration) -> [String: Double] {
        Dictionary(book.strategies.flatMap(\.parameters).map { ($0.name, $0.value) }) { first, _ in first }
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
