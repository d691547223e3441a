import ArgumentParser
import Backtesting
import Contracts
import Foundation
import Kernel
import Quant
import Research
import ServiceKit

/// Runs a book over bars in this process, by the stages that trade.
struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run the stages of a book over bars in this process.",
        discussion: """
            The same code that runs as services decides here, against the same exchange rules as the venue's. An order decided on one \
            bar fills on the next at the earliest: market orders at its open, moved against us by the slippage. --bars takes a file of \
            any layout in docs/MARKET-DATA.md, or a folder of them; with --strategy a folder means every file in it.
            """)

    @OptionGroup var input: ResearchInput
    @OptionGroup var research: ResearchOptions
    @OptionGroup var execution: ExecutionOptions
    @OptionGroup var corporate: ActionOptions

    @Flag(
        help:
            "Run it at twice and four times its costs too, and say how much of the profit a few trades and sessions made."
    )
    var stress = false

    @Option(help: "Write the result to this file as JSON.")
    var json: String?

    @Option(help: "Write the result to this file as a page that opens offline.")
    var html: String?

    @Option(help: "An HTML file of your own for --html, or a folder with page.html and more: docs/LOOKAHEAD.md.")
    var template: String?

    @Option(help: "File that counts every run, or none.")
    var ledger = RunLedger.usualPath

    func validate() throws {
        guard template == nil || html != nil else { throw ValidationError("--template needs --html") }
    }

    func run() throws {
        // A template that can't be used is better known before the run than after it.
        if let template { _ = try ReportTemplate(reading: template) }
        let (configured, loaded) = try input.load(takesAllFiles: research.strategy != nil, corporate)
        var run = try BacktestRun(
            try research.book(configured, on: loaded.universe), on: loaded, execution,
            keepsPrices: json != nil || html != nil)
        if ledger != "none" { try writeDown(&run) }
        var report = try BacktestReport(run)
        if stress { report.stress = StressReport(run.result, on: loaded) }
        print(report.text)
        guard json != nil || html != nil else { return }
        let document = try report.json()
        if let json { try writeFile(document, to: json) }
        if let html { try writeFile(try page(report, document), to: html) }
    }

    /// The page is drawn from the document itself, so its numbers are those of the JSON.
    private func page(_ report: BacktestReport, _ document: Data) throws -> Data {
        let title = "\(report.strategy.name) on \(report.symbols.joined(separator: ", "))"
        let json = String(decoding: document, as: UTF8.self)
        guard let template else { return Data(ReportPage.page(title: title, json: json).utf8) }
        return Data(try ReportTemplate(reading: template).page(title: title, json: json).utf8)
    }

    /// Adds the run to the ledger, and learns which trial on this market it is.
    private func writeDown(_ run: inout BacktestRun) throws {
        let file = RunLedger(path: ledger)
        var trials = try file.trials(on: run.market)
        let result = run.result
        let returns = Moments(sessionReturns(of: result.sessionCurve, start: result.startEquity))
        trials.add(TrialTally(sharpe: returns.sharpe))
        run.trial = trials.trials
        run.deflatedSharpe = SharpeEvidence(returns).flatMap { trials.deflatedSharpe($0) }
        let strategies = result.configuration.strategies
        try file.add(
            RunLedger.Run(
                at: "\(WallClock.now())", market: run.market, strategy: strategies.map(\.name).joined(separator: "+"),
                parameters: strategies.count == 1 ? strategies[0].numbers : [:],
                rules: run.rules, finalEquity: result.endEquity.description,
                sharpe: returns.sharpe))
    }
}
