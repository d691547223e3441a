import ArgumentParser
import Contracts
import Research

/// The parameters that a study varies, and the books that come of it.
struct GridOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help:
            "A parameter of --strategy to vary, as NAME=FROM:TO:STEP with both ends, or NAME=V1,V2,…; several may follow."
    )
    var grid: [String] = []

    /// More points than this are refused: every point's session returns are kept.
    static let largest = 10_000

    func validate() throws { _ = try searchGrid() }

    private func searchGrid() throws -> SearchGrid {
        let parsed = try SearchGrid(option: grid)
        guard parsed.count <= Self.largest else {
            throw ValidationError("--grid: \(parsed.count) points are more than \(Self.largest)")
        }
        return parsed
    }

    /// One candidate for each point of the grid that the strategy can be run with, and how many points it can't.
    ///
    /// A grid of two averages has points at which the fast one is not below the slow one: those are left out. A value that the strategy
    /// never takes is a mistake in the command.
    func candidates(_ research: ResearchOptions, on universe: Universe) throws -> (
        candidates: [Candidate], leftOut: Int
    ) {
        guard let strategy = research.strategy else { throw ValidationError("--grid needs --strategy") }
        let draft = try research.draft(on: universe, strategy: strategy)
        let grid = try searchGrid()
        let space: SearchSpace
        do throws(SearchSpace.Refusal) {
            space = try SearchSpace(draft, grid: grid)
        } catch { throw ValidationError("\(error)") }
        let candidates = space.candidates
        guard !candidates.isEmpty else {
            throw ValidationError("--grid: \(strategy) can be run with none of the \(grid.count) points")
        }
        return (candidates, grid.count - candidates.count)
    }
}

extension SearchGrid {
    /// Reads what `--grid` was given.
    init(option texts: [String]) throws {
        guard !texts.isEmpty else { throw ValidationError("--grid names what is varied, such as --grid fast=5:20:1") }
        do throws(SearchError) {
            try self.init(try texts.map { text throws(SearchError) in try SearchAxis(text) })
        } catch { throw ValidationError("--grid: \(error)") }
    }
}
