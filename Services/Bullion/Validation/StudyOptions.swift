import ArgumentParser
import Contracts
import MarketData
import Research

/// What every study of a grid reads: bars, a strategy, the parameters to vary, and what the exchange charges.
struct StudyOptions: ParsableArguments {
    @OptionGroup var input: ResearchInput
    @OptionGroup var research: ResearchOptions
    @OptionGroup var grid: GridOptions
    @OptionGroup var execution: ExecutionOptions
    @OptionGroup var corporate: ActionOptions

    @Option(help: "Write the result to this file as JSON.")
    var json: String?

    func validate() throws {
        guard research.strategy != nil else { throw ValidationError("--strategy: name the strategy to study") }
    }

    func load() throws -> Study {
        let market = try input.load(takesAllFiles: true, corporate).market
        let (candidates, leftOut) = try grid.candidates(research, on: market.universe)
        return Study(
            market: market, sessions: SessionFrames(market.table, actions: market.actions),
            candidates: candidates,
            leftOut: leftOut,
            strategy: research.strategy ?? "", rules: execution.words(on: market))
    }
}

/// A grid on a market.
struct Study {
    let market: ResearchMarket
    let sessions: SessionFrames
    let candidates: [Candidate]
    /// Points of the grid that the strategy can't be run with.
    let leftOut: Int
    let strategy: String
    /// In words.
    let rules: [String: String]

    /// The first and the last session of a span.
    func dates(of span: Range<Int>) -> (from: String, to: String) {
        ("\(sessions.date(of: span.lowerBound))", "\(sessions.date(of: span.upperBound - 1))")
    }
}

extension Candidate {
    /// The varied parameters for a program.
    var dictionary: [String: Double] {
        Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
    }
}

/// A number without a needless `.0`.
func shortest(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}

/// A point of a grid for a person, such as `fast=5 slow=20`.
func pointText(_ parameters: [String: Double]) -> String {
    parameters.keys.sorted().map { "\($0)=\(shortest(parameters[$0] ?? 0))" }.joined(separator: " ")
}

/// How large a grid is, for a person.
func gridText(_ strategy: String, points: Int, leftOut: Int) -> String {
    "\(points) points of \(strategy)" + (leftOut > 0 ? "; \(leftOut) more can't be run" : "")
}
