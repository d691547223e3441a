import ArgumentParser
import Backtesting
import Contracts
import Exchange
import Foundation
import Quant
import Research
import Supervision
import Testing

@testable import bullion

@Suite struct `A study on the command line` {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A grid of crossing averages on simulated bars.
    private func study() throws -> Study {
        let universe = try #require(Universe(["GLD", "SLV"].compactMap { Symbol($0) }))
        let market = try ResearchMarket(
            try MarketOptions.parse([
                "--symbols", "GLD,SLV", "--seed", "3", "--from", "2020-01-02", "--to", "2021-12-31",
            ]),
            configured: universe, takesAllFiles: true, interval: nil)
        let (candidates, leftOut) = try GridOptions.parse(["--grid", "fast=2:8:3", "slow=5:20:5"])
            .candidates(try ResearchOptions.parse(["--strategy", "sma-cross"]), on: universe)
        return Study(
            market: market, sessions: SessionFrames(market.table), candidates: candidates,
            leftOut: leftOut,
            strategy: "sma-cross", rules: ["slippage": "10 bps"])
    }

    private func validation(_ study: Study, ledger: RunLedger?) throws -> ValidationReport {
        let table = try CandidateTable(study.candidates, rules: .standard, over: study.sessions)
        let best = try #require(table.best)
        let result = BacktestRun.result(of: table.candidates[best].book, .standard, on: study.market)
        let findings = try ValidationFindings(
            table, best: best, try TrialCount(study, table, ledger: ledger), try ValidationOptions.parse([]))
        var activity = ActivityRun(result)
        activity.takeAll(study.sessions.source)
        return ValidationReport(
            study, table, best: best, findings,
            Figures(result, trips: result.trading.roundTrips, activity: activity.meter, deflatedSharpe: nil),
            stress: StressReport(result, on: study.market))
    }

    @Test func `validates alike twice, though the ledger knows the grid by then`() throws {
        let study = try study()
        let ledger = RunLedger(path: directory.file("runs.jsonl"))
        let first = try validation(study, ledger: ledger)
        #expect(try ledger.runs(on: study.market.label).count == study.candidates.count)
        #expect(try first.json() == validation(study, ledger: ledger).json())
        #expect(first.text == (try validation(study, ledger: nil)).text)
        #expect(first.sharpe.trials == study.candidates.count)
    }

    @Test func `counts what was tried on this market before`() throws {
        let study = try study()
        let ledger = RunLedger(path: directory.file("runs.jsonl"))
        for market in [study.market.label, study.market.label, "another"] {
            try ledger.add(
                RunLedger.Run(
                    at: "2025-01-02T00:00:00Z", market: market, strategy: "hold", parameters: [:], rules: [:],
                    finalEquity: "1", sharpe: 0.3))
        }
        let (known, unknown) = (try validation(study, ledger: ledger), try validation(study, ledger: nil))
        #expect(known.sharpe.trials == unknown.sharpe.trials + 2)
        #expect(try #require(known.sharpe.deflated) < #require(unknown.sharpe.deflated))
    }

    @Test func `counts all trials of a sweep, whichever points it ran`() throws {
        let study = try study()
        let ledger = RunLedger(path: directory.file("runs.jsonl"))
        var sweep = TrialTally(sharpe: 0.1)
        for _ in 0..<40 { sweep.add(TrialTally(sharpe: -0.1)) }
        let table = try CandidateTable(study.candidates, rules: .standard, over: study.sessions)
        // Its best run is a point of the grid.
        try ledger.add(
            RunLedger.Run(
                at: "2025-01-02T00:00:00Z", market: study.market.label, strategy: study.strategy,
                parameters: study.candidates[0].book.strategies[0].numbers, rules: study.rules,
                finalEquity: table.finalEquities[0].description, sharpe: 0.1, sweep: sweep))
        for _ in 0..<2 {
            #expect(try validation(study, ledger: ledger).sharpe.trials == study.candidates.count + 41)
        }
        #expect(try ledger.runs(on: study.market.label).count == study.candidates.count + 1)
    }

    @Test func `reports the costs at once, twice and four times`() throws {
        let report = try validation(try study(), ledger: nil)
        #expect(report.stress.costRuns.map(\.costs) == [1, 2, 4])
        #expect(report.stress.costRuns[0].totalReturn == report.metrics.totalReturn)
        #expect(report.stress.costRuns.map(\.totalReturn) == report.stress.costRuns.map(\.totalReturn).sorted(by: >))
        #expect(report.stress.impossibleCosts.isEmpty)
        #expect(report.overfitting.logits.reduce(0) { $0 + $1.count } == 12_870)
        #expect(report.paths.sharpes.count == 5)
    }

    @Test func `walks forward alike twice, and says where nothing was chosen`() throws {
        let study = try study()
        func report(minimumTrades: Int) throws -> WalkForwardReport {
            let walk = try WalkForwardStudy(
                candidates: study.candidates, rules: .standard,
                windows: try WalkForward(.rolling, train: 100, test: 50),
                objective: .sharpe, minimumTrades: minimumTrades)
            return WalkForwardReport(try walk.run(over: study.sessions), walk, study)
        }
        let first = try report(minimumTrades: 1)
        #expect(try first.json() == report(minimumTrades: 1).json())
        #expect(first.windows.allSatisfy { $0.parameters != nil && $0.train.to < $0.test.from })
        #expect(first.curve.count == 50 * first.windows.count)
        #expect(first.metrics.sessions == first.curve.count)
        let none = try report(minimumTrades: 9_999)
        #expect(none.flatWindows == none.windows.count)
        #expect(none.text.contains("flat: no eligible point"))
        #expect(none.finalEquity == none.startEquity)
    }

    @Test(arguments: [
        ["--train", "1"], ["--test", "0"], ["--embargo", "-1"], ["--objective", "luck"], ["--minimum-trades", "-1"],
    ])
    func `refuses windows out of range by name`(arguments: [String]) {
        var all = ["--strategy", "sma-cross", "--grid", "fast=2:8:2", "--train", "50", "--test", "20"]
        // The last one given wins.
        all += arguments
        let error = #expect(throws: (any Error).self) { try WalkForwardCommand.parse(all) }
        #expect(error.map { WalkForwardCommand.message(for: $0).contains(arguments[0]) } == true)
    }

    @Test(arguments: [
        ["--blocks", "7"], ["--folds", "1"], ["--groups", "21"], ["--test-groups", "6"], ["--horizon", "0"],
        ["--embargo", "-1"], ["--draws", "99"], ["--mean-block", "0.5"],
    ])
    func `refuses methods out of range by name`(arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try ValidationOptions.parse(arguments) }
        #expect(error.map { ValidationOptions.message(for: $0).contains(arguments[0]) } == true)
    }
}

@Suite struct `A verdict` {
    private func verdict(
        overfitting: Double? = 0.1, deflated: Double? = 0.97, lowest: Double? = 0.2, paths: Double? = 1,
        twice: Double? = 0.3, without: Double? = 100
    ) -> StudyVerdict {
        StudyVerdict(
            StudyVerdict.Evidence(
                overfitting: overfitting, deflatedSharpe: deflated, lowestSharpe: lowest, pathsWithGain: paths,
                returnAtTwiceCosts: twice, profitWithoutBestTrade: without))
    }

    @Test func `holds up when all six checks pass`() {
        #expect(verdict().conclusion == .holdsUp)
        #expect(verdict().checks.count == 6)
        #expect(verdict(overfitting: 0.2, deflated: 0.95, paths: 0.8).conclusion == .holdsUp)
    }

    @Test func `names each check that fails, with its threshold`() {
        let found = verdict(twice: -0.01)
        #expect(found.conclusion == .inDoubt)
        #expect(found.checks.filter { !$0.passed }.map(\.name) == ["costs"])
        #expect(found.paragraph.contains("its return at twice the costs is -1.0 % (asked for: above 0)"))
    }

    @Test func `trusts nothing that is fitted to the past, or fails in three ways`() {
        #expect(verdict(overfitting: 0.51).conclusion == .notToBeTrusted)
        #expect(verdict(lowest: -0.1, paths: 0.6).conclusion == .inDoubt)
        #expect(verdict(lowest: -0.1, paths: 0.6, without: 0).conclusion == .notToBeTrusted)
    }

    @Test func `passes nothing that can't be measured`() {
        #expect(verdict(deflated: nil).conclusion == .inDoubt)
        #expect(verdict(deflated: nil).paragraph.contains("can't be measured"))
    }
}
