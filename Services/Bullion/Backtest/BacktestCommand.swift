import ArgumentParser
import Backtesting
import Contracts
import Exchange
import Foundation
import Kernel
import ServiceKit

/// Runs a book over bars in this process, by the stages that trade.
struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run the stages of a book over bars in this process.",
        discussion: """
            The same code that runs as services decides here, against the same exchange rules as the venue's. An order decided on one \
            bar fills on the next at the earliest: market orders at its open, moved against us by the slippage.
            """)

    @OptionGroup var market: MarketOptions

    @Option(help: "Configuration file of the book; repeatable, the last one wins.")
    var config: [String] = ["infra/config/paper.yaml"]

    @Option(help: "Run this strategy alone instead of the configured ones. See docs/STRATEGIES.md.")
    var strategy: String?

    @Option(help: "A parameter of --strategy as NAME=VALUE; repeatable.")
    var param: [String] = []

    @Option(help: "Cash to begin with; the configured amount when left out.")
    var cash: String?

    @Option(
        name: .customLong("slippage-bps"),
        help: "Slippage of market and stop orders in basis points; the venue's when left out.")
    var slippage: Int?

    @Option(help: "Commission per execution.")
    var commission = "0"

    @Option(help: "Write the result to this file as JSON.")
    var json: String?

    func run() throws {
        let base = try ConfigurationFiles.load(files: config)
        let configured = try BookConfiguration(reading: base)
        let loaded = try Market(market, configured: configured.universe)
        for defect in loaded.quarantined { complain("left out \(defect)") }
        let book = try adapted(configured, to: loaded.universe)
        let backtest = Backtest<DirectHost>(configuration: book, rules: try rules(base))
        let startedAt = ContinuousClock.now
        let result = backtest.run(FrameList(loaded.frames)).result
        let report = BacktestReport(result, market: loaded.label, seconds: startedAt.duration(to: .now) / .seconds(1))
        print(report.text)
        if let json { try report.write(to: json) }
    }

    private func rules(_ base: Configuration) throws -> ExchangeRules {
        guard let commission = Money(commission), commission >= .zero else {
            throw ValidationError("--commission: \"\(commission)\" is not an amount of money, 0 or more")
        }
        let points = try slippage ?? base.int("venue.slippage-basis-points")
        guard (0...1000).contains(points) else {
            throw ValidationError("--slippage-bps: \(points) is not within 0 to 1000")
        }
        return ExchangeRules(slippageBasisPoints: Int64(points), commissionPerTrade: commission)
    }

    private func adapted(_ configured: BookConfiguration, to universe: Universe) throws -> BookConfiguration {
        var (book, leftOut) = configured.moved(to: universe)
        for name in leftOut { complain("strategy \(name) is left out: its instruments are not in this universe") }
        if let cash {
            guard let money = Money(cash), money > .zero else {
                throw ValidationError("--cash: \"\(cash)\" is not an amount of money above 0")
            }
            book.startingCash = money
        }
        guard let strategy else {
            guard param.isEmpty else { throw ValidationError("--param needs --strategy") }
            return book
        }
        let only = StrategyConfiguration(
            name: strategy, parameters: try param.map(parameter).sorted { $0.name < $1.name })
        do {
            try StrategyCatalogue.validate(only, universe: universe)
        } catch {
            throw ValidationError("\(error)")
        }
        book.strategies = [only]
        return book
    }

    private func parameter(_ text: String) throws -> StrategyConfiguration.Parameter {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
            throw ValidationError("--param: \"\(text)\" is not NAME=NUMBER")
        }
        return .init(name: parts[0], value: value)
    }
}
