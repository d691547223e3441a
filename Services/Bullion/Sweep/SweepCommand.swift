import ArgumentParser
import Contracts
import Exchange
import Foundation
import Kernel
import Research

/// Runs one strategy with every combination of some parameters, and says which did best and what that is worth.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Run a strategy with many combinations of parameters over the same bars.",
        discussion: """
            Each point does what `bullion backtest` does with its parameters, fill for fill; features are computed once for all. The best \
            point is run again alone, and the command fails unless both runs agree exactly. docs/RESEARCH.md explains the rest.

            bullion sweep --bars GLD.csv --strategy sma-cross --grid fast=5:24:1 --grid slow=30:125:5 --json sweep.json
            """,
        subcommands: [SweepMergeCommand.self])

    @OptionGroup var search: SearchOptions

    @Option(help: "Threads. All processors when left out; the results don't depend on it.")
    var jobs: Int?

    @Option(help: "Write finished points to this file, and skip those that it holds already.")
    var resume: String?

    @Option(help: "File that counts every run, or none.")
    var ledger = RunLedger.usualPath

    @OptionGroup var output: SweepOutput
    @OptionGroup var input: ResearchInput
    @OptionGroup var research: ResearchOptions
    @OptionGroup var execution: ExecutionOptions
    @OptionGroup var corporate: ActionOptions

    /// The words that this command was called with.
    var arguments: [String] { Array(CommandLine.arguments.dropFirst(2)) }

    func validate() throws {
        guard let jobs, !(1...1_024).contains(jobs) else { return }
        throw ValidationError("--jobs: \(jobs) is not within 1 to 1024")
    }

    func run() throws {
        // Before the bars are read, which may take a while.
        _ = try search.searchGrid()
        guard research.strategy != nil else { throw Self.noStrategy }
        let (_, market) = try input.load(takesAllFiles: true, corporate)
        let report = try sweep(on: market).run()
        print(report.text)
        if let json = output.json { try writeFile(try report.json(), to: json) }
    }

    /// This sweep, ready to run.
    func sweep(on market: ResearchMarket) throws -> Sweep {
        guard let strategy = research.strategy else { throw Self.noStrategy }
        let draft = try research.draft(on: market.universe, strategy: strategy)
        do {
            return try Sweep(self, space: try SearchSpace(draft, grid: try search.searchGrid()), market: market)
        } catch let error as SearchSpace.Refusal {
            throw ValidationError("\(error)")
        }
    }

    private static let noStrategy = ValidationError("--strategy names what is swept")
}

/// Where a sweep's answer goes: the same for a sweep and for joined parts of one.
struct SweepOutput: ParsableArguments {
    @Option(help: "Write the result to this file as JSON.")
    var json: String?

    @Flag(help: "Show no progress.")
    var quiet = false
}
