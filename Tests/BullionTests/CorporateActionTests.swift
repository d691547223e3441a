import ArgumentParser
import Backtesting
import Contracts
import Exchange
import Foundation
import Supervision
import Testing

@testable import bullion

/// A week of one share at 100 that pays 1 on the fourth day and is split two for one on the sixth.
@Suite struct `Dividends and splits` {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let closes = ["100", "100", "100", "99", "99", "49.5", "60", "60"]
        let days = ["03", "04", "05", "06", "09", "10", "11", "12"]
        let rows = zip(days, closes).map { "2023-01-\($0),\($1),\($1),\($1),\($1),1000" }
        try write("GLD.csv", ["Date,Open,High,Low,Close,Volume"] + rows)
        try write("actions.csv", ["ex_date,symbol,dividend,split", "2023-01-06,GLD,1,", "2023-01-10,GLD,,2:1"])
    }

    private func write(_ name: String, _ lines: [String]) throws {
        let text = lines.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: directory.file(name)))
    }

    private var market: [String] {
        [
            "--config", repositoryFile("infra/config/paper.yaml"), "--ledger", "none", "--bars",
            directory.file("GLD.csv"),
            "--slippage-bps", "0", "--commission", "0", "--cash", "20000", "--quantity", "100",
        ]
    }

    private func backtest(_ arguments: [String]) throws -> [String: Any] {
        let json = directory.file("result.json")
        try BacktestCommand.parse(market + ["--strategy", "hold", "--json", json] + arguments).run()
        let data = try Data(contentsOf: URL(fileURLWithPath: json))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `of a file are part of the run and of its report`() throws {
        let result = try backtest(["--actions", directory.file("actions.csv")])
        // 100 shares bought at 100 get 100 in dividends and become 200, of which the 100 that are not wanted are sold at 60.
        #expect(result["dividends"] as? String == "100")
        #expect(result["fills"] as? Int == 2)
        #expect(result["finalEquity"] as? String == "22100")
        let trips = try #require(result["roundTrips"] as? [[String: Any]])
        #expect(trips.map { $0["quantity"] as? String } == ["200"])
        #expect(trips.map { $0["entryPrice"] as? String } == ["50"])
        #expect((result["rules"] as? [String: String])?["actions"] == "1 dividend and 1 split")
    }

    @Test func `that nobody names are not booked, and a split looks like a fall`() throws {
        let result = try backtest([])
        #expect(result["dividends"] == nil)
        #expect(result["finalEquity"] as? String == "16000")
    }

    @Test func `of bar files that hold none are an error`() throws {
        #expect {
            _ = try backtest(["--actions", "recorded"])
        } throws: { error in
            "\(error)".contains("holds no dividend")
        }
    }

    @Test func `are booked in a sweep as in the run of its best point`() throws {
        // The command fails unless both agree to the last bit.
        let command = try SweepCommand.parse(
            market + [
                "--strategy", "sma-cross", "--grid", "fast=1,2", "--grid", "slow=3", "--quiet", "--actions",
                directory.file("actions.csv"),
            ])
        try command.run()
    }

    @Test func `go to the strategies that hold the shares`() throws {
        let golden = try #require(GoldenRuns.all.first { $0.book.strategies.count > 1 })
        // Something is paid every other week, and all shares are split in the middle.
        let sessions = golden.frames.map(\.session)
        let actions = golden.book.universe.indices.flatMap { instrument in
            stride(from: 0, to: sessions.count, by: 10).map { place in
                CorporateAction(
                    instrument: instrument, exDate: sessions[place], change: .dividend(perShare: Price(units: 1)))
            } + [
                CorporateAction(
                    instrument: instrument, exDate: sessions[sessions.count / 2], change: .split(new: 3, old: 2))
            ]
        }
        let backtest = Backtest<DirectHost>(configuration: golden.book, rules: golden.rules, actions: actions)
        let result = backtest.run(FrameList(golden.frames)).result
        var attributing = try AttributionRun(result)
        var activity = ActivityRun(result)
        for frame in golden.frames {
            attributing.take(frame)
            activity.take(frame)
        }
        let attribution = attributing.finished()
        #expect(!activity.dividends.isZero)
        #expect(attribution.unattributed.isZero)
        #expect(attribution.parts.reduce(.zero) { $0 + $1.profit } == result.endEquity - result.startEquity)
    }
}
