import ArgumentParser
import Backtesting
import Contracts
import Foundation
import Kernel
import Research
import Supervision
import Testing

@testable import bullion

/// A sweep of twelve crossovers over a simulated year, of which the strategy refuses three.
struct SweepBench {
    let directory: TemporaryDirectory
    let market: ResearchMarket

    init(seed: UInt64 = 7) throws {
        directory = try TemporaryDirectory()
        let options = try MarketOptions.parse([
            "--symbols", "GLD", "--from", "2021-01-04", "--to", "2021-12-31", "--seed", "\(seed)",
        ])
        market = try ResearchMarket(
            options, configured: try #require(Universe(["GLD"].compactMap { Symbol($0) })), takesAllFiles: true,
            interval: nil)
    }

    static let grid = ["--grid", "fast=3,5,8,13", "--grid", "slow=5:25:10"]

    func command(_ arguments: [String] = [], grid: [String] = grid) throws -> SweepCommand {
        try SweepCommand.parse(
            ["--strategy", "sma-cross", "--quiet", "--ledger", directory.file("runs.jsonl")] + grid + arguments)
    }

    func run(_ arguments: String..., grid: [String] = grid) throws -> SweepReport {
        try command(arguments, grid: grid).sweep(on: market).run()
    }

    /// What makes two reports say the same: all but how long it took.
    static func same(_ left: SweepReport, _ right: SweepReport) -> Bool {
        left.runs == right.runs && left.best?.place == right.best?.place && left.best?.slopes == right.best?.slopes
            && left.skipped.map(\.place) == right.skipped.map(\.place) && left.digest == right.digest
    }
}

@Suite struct `A sweep by command` {
    private let bench: SweepBench

    init() throws { bench = try SweepBench() }

    @Test func `runs every point that the strategy takes, and names those that it refuses`() throws {
        let report = try bench.run()
        #expect(report.gridPoints == 12 && report.planned == 12)
        #expect(report.points.count == 9 && report.trials == 9)
        #expect(
            report.skipped.map(\.parameters) == [
                ["fast": 5, "slow": 5], ["fast": 8, "slow": 5], ["fast": 13, "slow": 5],
            ])
        #expect(report.skipped[0].reason == "sma-cross: fast is 5, which is not below slow, 5")
    }

    @Test func `finds the point with the highest Sharpe ratio, and its figures are those of a backtest`() throws {
        let report = try bench.run("--cash", "50000", "--slippage-bps", "3")
        let best = try #require(report.best)
        #expect(best.figures.sharpe == report.points.compactMap(\.figures.sharpe).max())
        let options = try ResearchOptions.parse(
            ["--strategy", "sma-cross", "--cash", "50000"]
                + best.parameters.flatMap { ["--param", "\($0.key)=\($0.value)"] })
        let alone = try BacktestRun(
            options.book(on: bench.market.universe, strategy: "sma-cross"), on: bench.market,
            try ExecutionOptions.parse(["--slippage-bps", "3"]), keepsPrices: false)
        let figures = try BacktestReport(alone).metrics
        #expect(figures.sharpe == best.figures.sharpe && figures.sortino == best.figures.sortino)
        #expect(figures.calmar == best.figures.calmar && figures.maxDrawdown == best.figures.maxDrawdown)
        #expect(figures.totalReturn == best.figures.totalReturn && figures.trades == best.figures.trades)
        #expect(alone.result.endEquity.description == best.figures.finalEquity)
    }

    @Test(arguments: [[], ["--random", "6"], ["--tpe", "7", "--batch", "2"]])
    func `gives the same with one job and with several`(search: [String]) throws {
        let one = try bench.command(search + ["--jobs", "1"]).sweep(on: bench.market).run()
        for jobs in ["2", "5"] {
            let several = try bench.command(search + ["--jobs", jobs]).sweep(on: bench.market).run()
            #expect(SweepBench.same(one, several))
        }
    }

    @Test func `draws as many points as were asked for, none twice`() throws {
        let report = try bench.run("--random", "6", "--search-seed", "3")
        #expect(report.points.count == 6)
        #expect(Set(report.points.map(\.place)).count == 6)
        let other = try bench.run("--random", "6", "--search-seed", "4")
        #expect(report.points.map(\.place) != other.points.map(\.place))
        // All there are, where there are fewer.
        #expect(try bench.run("--random", "100").points.count == 9)
    }

    @Test func `lets only points with enough trades be the best`() throws {
        let all = try bench.run()
        let most = try #require(all.points.map(\.figures.trades).max())
        let strict = try bench.run("--minimum-trades", "\(most)")
        #expect(strict.best?.figures.trades == most)
        let none = try bench.run("--minimum-trades", "\(most + 1)")
        #expect(none.best == nil)
        #expect(none.text.contains("no point has a sharpe with at least \(most + 1) closed trades"))
    }

    @Test func `says how the best stands among its neighbors and against luck`() throws {
        let report = try bench.run("--objective", "return")
        let best = try #require(report.best)
        #expect(best.slopes.map(\.parameter) == ["fast", "slow"])
        let above = report.points.first {
            $0.parameters["fast"] == best.parameters["fast"]
                && $0.parameters["slow"] == best.parameters["slow"].map { $0 + 10 }
        }
        #expect(best.slopes[1].above == above?.figures.totalReturn)
        let deflated = try #require(best.deflatedSharpe)
        #expect((0...1).contains(deflated))
        for word in ["best", "around it", "by luck?", "9 trials", "bullion backtest", "skipped"] {
            #expect(report.text.contains(word), "\(word)")
        }
    }

    @Test func `counts its trials in the ledger for the runs after it`() throws {
        let first = try bench.run()
        let second = try bench.run("--random", "6")
        #expect(first.trialsOnMarket == 9 && second.trialsOnMarket == 15)
        let ledger = RunLedger(path: bench.directory.file("runs.jsonl"))
        let runs = try ledger.runs(on: bench.market.label)
        #expect(runs.map(\.tally.trials) == [9, 6])
        #expect(runs[0].sharpe == first.best?.figures.sessionSharpe)
    }

    @Test func `is refused where no point can be run`() throws {
        let error = #expect(throws: CommandFailure.self) {
            try bench.run(grid: ["--grid", "fast=30,40", "--grid", "slow=10,20"])
        }
        #expect(error?.description.contains("refuses every point") == true)
    }

    @Test(arguments: [
        (["--grid", "fast=1:5"], "FROM:TO:STEP"), (["--grid", "quick=1,2"], "sma-cross has no parameter quick"),
        (["--grid", "fast=0,5"], "fast is 0, outside 1…999"), (["--grid", "fast=1,2", "--grid", "fast=3"], "twice"),
        ([], "--grid"), (["--grid", "fast=5", "--param", "fast=6"], "fixed value"),
        (["--grid", "fast=1:999:1", "--grid", "slow=2:1000:0.5"], "at most 1000000"),
    ])
    func `names a grid that makes no sense`(arguments: [String], message: String) throws {
        let error = #expect(throws: (any Error).self) {
            try bench.command(arguments, grid: []).sweep(on: bench.market)
        }
        let text = error.map { SweepCommand.message(for: $0) } ?? ""
        #expect(text.contains(message), "\(text)")
    }

    @Test(arguments: [
        ["--objective", "luck"], ["--jobs", "0"], ["--random", "0"], ["--random", "5", "--tpe", "5"],
        ["--tpe", "100001"], ["--shard", "3/2"], ["--shard", "1/2", "--tpe", "5"], ["--minimum-trades", "-1"],
    ])
    func `refuses options out of range or in conflict by name`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try bench.command(arguments) }
        #expect(error.map { SweepCommand.message(for: $0).contains(arguments[0]) } == true)
    }
}

@Suite struct `The command that reproduces a point` {
    @Test func `keeps what a backtest knows and drops what only a sweep does`() {
        let line = ReproducingCommand.line(
            from: [
                "--bars", "my bars/GLD.csv", "--strategy", "sma-cross", "--grid", "fast=1:2:1", "--grid=slow=5,6",
                "--jobs", "2", "--quiet", "--slippage-bps=3", "--json", "x.json", "--resume=y", "--tpe", "9",
            ], parameters: ["slow": 5, "fast": 1.5])
        #expect(
            line == "bullion backtest --bars 'my bars/GLD.csv' --strategy sma-cross --slippage-bps=3 "
                + "--param fast=1.5 --param slow=5")
    }

    @Test func `is one that bullion backtest reads`() throws {
        // Every option of a sweep, so that one that a backtest doesn't know shows here.
        let words = [
            "--strategy", "sma-cross", "--grid", "fast=3", "--random", "1", "--batch", "2", "--search-seed", "1",
            "--objective", "return", "--minimum-trades", "1", "--shard", "1/1", "--jobs", "1", "--resume", "r",
            "--ledger", "l", "--json", "j", "--quiet", "--symbols", "GLD", "--seed", "9", "--cash", "5000",
            "--fees", "us",
        ]
        _ = try SweepCommand.parse(words)
        let line = ReproducingCommand.line(from: words, parameters: ["fast": 3])
        let backtest = try BacktestCommand.parse(line.split(separator: " ").dropFirst(2).map(String.init))
        #expect(backtest.research.param == ["fast=3"])
        #expect(backtest.input.market.seed == 9 && backtest.execution.fees == "us" && backtest.json == nil)
    }
}
