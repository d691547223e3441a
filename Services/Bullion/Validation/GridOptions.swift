import ArgumentParser
import Contracts
import Kernel
import Research

/// The parameters that a study varies, and the books that come of it.
struct GridOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: "A parameter of --strategy to vary, as NAME=FROM:TO:STEP, both ends included; several may follow.")
    var grid: [String] = []

    func validate() throws { _ = try GridText(grid) }

    /// One candidate for each point of the grid that the strategy can be run with, and how many points it can't.
    ///
    /// A grid of two averages has points at which the fast one is not below the slow one: those are left out. Everything else that the
    /// strategy refuses is a mistake in the command.
    func candidates(_ research: ResearchOptions, on universe: Universe) throws -> (
        candidates: [Candidate], leftOut: Int
    ) {
        guard let strategy = research.strategy else { throw ValidationError("--grid needs --strategy") }
        let points = try GridText(grid).points
        let candidates = try points.compactMap { point -> Candidate? in
            let book = try research.uncheckedBook(on: universe, strategy: strategy, adding: point)
            do throws(ParameterError) {
                try StrategyCatalogue.validate(book)
            } catch {
                if case .notBelow = error { return nil }
                throw ValidationError("--grid: \(error)")
            }
            return Candidate(parameters: point, book: book)
        }
        guard !candidates.isEmpty else {
            throw ValidationError("--grid: \(strategy) can be run with none of the \(points.count) points")
        }
        return (candidates, points.count - candidates.count)
    }
}
