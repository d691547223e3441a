import Backtesting
import Contracts
import Exchange
import Foundation
import Testing

@testable import bullion

/// The pinned runs stand in `golden-runs.json` beside this file; the README there says how to pin them anew.
@Suite(.serialized) struct `A golden run` {
    private typealias Pinned = [String: [String: String]]

    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("golden-runs.json")

    private func pinned() throws -> Pinned { try JSONDecoder().decode(Pinned.self, from: Data(contentsOf: Self.path)) }

    @Test func `is what it was when it was pinned`() throws {
        var now: Pinned = [:]
        for run in GoldenRuns.all { now[run.name] = try run.facts() }
        if ProcessInfo.processInfo.environment["BULLION_PIN_GOLDEN"] == "1" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(now).write(to: Self.path)
            Issue.record("pinned anew: look at the difference, then run without BULLION_PIN_GOLDEN")
            return
        }
        let before = try pinned()
        #expect(before.keys.sorted() == now.keys.sorted())
        for (name, facts) in now {
            for line in differences(before[name] ?? [:], facts) { Issue.record("\(name): \(line)") }
        }
    }

    /// In words, the telling facts before the digest, which only says that something differs.
    private func differences(_ pinned: [String: String], _ now: [String: String]) -> [String] {
        Set(pinned.keys).union(now.keys).sorted { ($0 == "digest" ? 1 : 0, $0) < ($1 == "digest" ? 1 : 0, $1) }
            .filter { pinned[$0] != now[$0] }
            .map { "\($0) was \(pinned[$0] ?? "absent") and is \(now[$0] ?? "absent")" }
    }

    @Test(arguments: GoldenRuns.all) func `has one digest, whatever it runs on and however often`(run: GoldenRun) {
        let result = run.run()
        #expect(run.run().digest == result.digest)
        #expect(run.run(on: LogHost.self).digest == result.digest)
        #expect(!result.trading.fills.isEmpty)
    }

    @Test func `by hand gives the figures worked out on paper`() throws {
        let result = GoldenRuns.byHand.run()
        let amounts = result.curve.map(\.equity.description)
        #expect(amounts == ["10000", "10000", "10008.6", "9978.6", "9957.4", "9957.4", "9956.1", "9966.1"])
        #expect(result.trading.fills.map(\.price.description) == ["105.04", "100.98", "104.03"])
        let trips = result.trading.roundTrips
        #expect(trips.filter { !$0.isOpen }.map(\.profit.description) == ["-42.6"])
        let figures = GoldenRuns.byHand.figures(of: result)
        #expect(abs(figures.totalReturn + 0.00339) < 1e-12)
        #expect(abs(figures.maxDrawdown - 52.5 / 10008.6) < 1e-12)
        #expect(figures.timeInMarket == 0.5)
        let exposures = [1060 / 10008.6, 1030 / 9978.6, 1040 / 9956.1, 1050 / 9966.1]
        #expect(abs(try #require(figures.averageExposure) - exposures.reduce(0, +) / 8) < 1e-12)
        #expect(figures.trades == 1)
        #expect(figures.winRate == 0)
        let traded = 1050.4 / 10008.6 + 1009.8 / 9957.4 + 1040.3 / 9956.1
        #expect(abs(try #require(figures.annualTurnover) - traded / 8 * 252) < 1e-9)
        // Worked out from the equities by another program: mean and deviation of eight returns, and those below zero.
        #expect(abs(try #require(figures.volatility) - 0.0223122608298) < 1e-12)
        #expect(abs(try #require(figures.sharpe) + 4.78327323762) < 1e-10)
        #expect(abs(try #require(figures.sortino) + 5.17250503759) < 1e-10)
    }

    @Test func `by hand, both ways, gives the figures worked out on paper`() throws {
        let result = GoldenRuns.bothWaysByHand.run()
        let amounts = result.curve.map(\.equity.description)
        #expect(amounts == ["10000", "9988.8", "10028.8", "9987.5", "9976.4", "9945.1", "9933.7", "9943.7"])
        #expect(result.trading.fills.map(\.price.description) == ["103.02", "101.97", "99.99", "104.03", "105.04"])
        let trips = result.trading.roundTrips
        #expect(trips.filter { !$0.isOpen }.map(\.profit.description) == ["-12.5", "-42.4"])
        let figures = GoldenRuns.bothWaysByHand.figures(of: result)
        #expect(abs(figures.totalReturn + 0.00563) < 1e-12)
        #expect(abs(figures.maxDrawdown - 95.1 / 10028.8) < 1e-12)
        #expect(figures.timeInMarket == 0.625)
    }

    @Test func `has another digest when a single fill costs a cent more`() {
        let run = GoldenRuns.byHand
        var rules = run.rules
        rules.commission = .perTrade(Money(nanos: 1_010_000_000))
        let dearer = GoldenRun(name: "dearer", book: run.book, rules: rules, frames: run.frames)
        #expect(dearer.run().digest != run.run().digest)
    }
}
