import Foundation
import Quant
import Research
import Supervision
import Testing

@testable import bullion

@Suite struct `The ledger of runs` {
    private let directory: TemporaryDirectory
    private var ledger: RunLedger { RunLedger(path: directory.file("state/runs.jsonl")) }

    init() throws { directory = try TemporaryDirectory() }

    private func run(_ market: String, sharpe: Double? = 0.05) -> RunLedger.Run {
        RunLedger.Run(
            at: "2025-01-02T00:00:00Z", market: market, strategy: "hold", parameters: [:], rules: [:],
            finalEquity: "100000", sharpe: sharpe)
    }

    @Test func `begins empty and counts the runs of each market`() throws {
        #expect(try ledger.runs(on: "gold").isEmpty)
        try ledger.add(run("gold"))
        try ledger.add(run("silver"))
        try ledger.add(run("gold", sharpe: nil))
        #expect(try ledger.runs(on: "gold").map(\.sharpe) == [0.05, nil])
    }

    @Test func `names the line that is no run, so that no trial is forgotten`() throws {
        try ledger.add(run("gold"))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ledger.path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("{\"at\":\n".utf8))
        try file.close()
        let error = #expect(throws: CommandFailure.self) { try ledger.runs(on: "gold") }
        #expect(error?.description.contains("runs.jsonl:2:") == true)
    }

    @Test func `counts every run of a sweep, and how their Sharpe ratios spread`() throws {
        var swept = run("gold", sharpe: 0.09)
        swept.sweep = [0.01, 0.05, 0.09].reduce(into: TrialTally()) { $0.add(TrialTally(sharpe: $1)) }
        try ledger.add(run("gold", sharpe: 0.03))
        try ledger.add(swept)
        let trials = try ledger.trials(on: "gold")
        #expect(trials.trials == 4)
        #expect(abs(trials.variance - (try Trials(sharpes: [0.03, 0.01, 0.05, 0.09])).variance) < 1e-15)
    }

    @Test func `reads lines that were written before sweeps were counted`() throws {
        try ledger.add(run("gold"))
        let old = """
            {"at":"2025-01-02T00:00:00Z","finalEquity":"1","market":"gold","parameters":{},"rules":{},"strategy":"hold"}

            """
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ledger.path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(old.utf8))
        try file.close()
        let trials = try ledger.trials(on: "gold")
        #expect(trials.trials == 2 && trials.sharpes == 1)
    }
}
