import ArgumentParser
import Backtesting
import Foundation
import Kernel
import Quant
import Research

/// Asks whether the best point of a grid is good, or only the luckiest of many.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Ask whether the best point of a grid is good, or only the luckiest of many.",
        discussion: """
            Runs every point of the grid over all sessions. Then: the probability of backtest overfitting, the best point's \
            probabilistic and deflated Sharpe ratio, purged and combinatorial cross-validation of choosing it, a bootstrap interval, \
            its runs at twice and four times the costs, and how much of its profit a few trades made. docs/RESEARCH.md has the \
            formulas and their sources.
            """)

    @OptionGroup var study: StudyOptions
    @OptionGroup var methods: ValidationOptions

    @Option(help: "File that counts every run, or none.")
    var ledger = RunLedger.usualPath

    func run() throws {
        let loaded = try study.load()
        guard loaded.candidates.count >= 2 else {
            throw ValidationError("--grid: one point leaves nothing to choose; name at least two")
        }
        let rules = try study.execution.rules()
        let table = try CandidateTable(loaded.candidates, rules: rules, over: loaded.sessions)
        guard let best = table.best else {
            throw CommandFailure.failed("\(loaded.market.label): no point of the grid earned or lost anything")
        }
        let result = BacktestRun.result(of: table.candidates[best].book, rules, on: loaded.market)
        var activity = ActivityRun(result)
        activity.takeAll(loaded.sessions.source)
        let stress = StressReport(result, on: loaded.market)
        let trials = try TrialCount(loaded, table, ledger: ledger == "none" ? nil : RunLedger(path: ledger))
        let report: ValidationReport
        do throws(StatisticsError) {
            report = ValidationReport(
                loaded, table, best: best, try ValidationFindings(table, best: best, trials, methods),
                Figures(
                    result, trips: result.trading.roundTrips, activity: activity.meter, deflatedSharpe: nil),
                stress: stress)
        } catch {
            throw CommandFailure.failed("\(loaded.market.label): \(error)")
        }
        print(report.text)
        if let json = study.json { try writeFile(try report.json(), to: json) }
    }
}

/// How validation cuts the sessions, and how often it draws.
struct ValidationOptions: ParsableArguments {
    @Option(help: "Blocks that the sessions are cut into for the probability of overfitting: even, 2 to 20.")
    var blocks = 16

    @Option(help: "Folds of purged cross-validation, 2 to 100.")
    var folds = 5

    @Option(help: "Groups of combinatorial cross-validation, 2 to 20.")
    var groups = 6

    @Option(name: .customLong("test-groups"), help: "How many of the groups each split tests; fewer than --groups.")
    var testGroups = 2

    @Option(
        help:
            "Sessions over which the outcome of a decision is known: training sessions that overlap a test's are left out."
    )
    var horizon = 1

    @Option(help: "Sessions after each test in which no training session may begin. (default: 1 % of the sessions)")
    var embargo: Int?

    @Option(help: "Series that the bootstrap draws, 100 to 1000000.")
    var draws = 2_000

    @Option(name: .customLong("mean-block"), help: "Average length of the bootstrap's blocks in sessions, 1 or more.")
    var meanBlock = 10.0

    @Option(name: .customLong("bootstrap-seed"), help: "Seed of the bootstrap.")
    var bootstrapSeed: UInt64 = 1

    func validate() throws {
        guard (2...20).contains(blocks), blocks.isMultiple(of: 2) else {
            throw ValidationError("--blocks: \(blocks) is not an even number within 2 to 20")
        }
        try require(folds, 2...100, "--folds")
        try require(groups, 2...20, "--groups")
        try require(testGroups, 1...groups - 1, "--test-groups")
        try require(horizon, 1...10_000, "--horizon")
        try require(embargo ?? 0, 0...1_000_000, "--embargo")
        try require(draws, 100...1_000_000, "--draws")
        guard meanBlock >= 1, meanBlock <= 1_000_000 else {
            throw ValidationError("--mean-block: \(meanBlock) is not within 1 to 1000000")
        }
    }

    private func require(_ value: Int, _ range: ClosedRange<Int>, _ option: String) throws {
        guard range.contains(value) else {
            throw ValidationError("\(option): \(value) is not within \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// One session in a hundred unless it is said: López de Prado (2018), section 7.4.2.
    func embargo(of sessions: Int) -> Int { embargo ?? (sessions + 99) / 100 }
}
