import Foundation
import Quant
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

    @Test func `makes a run less sure of itself with every trial`() throws {
        let returns = Moments((0..<500).map { $0.isMultiple(of: 3) ? -0.01 : 0.008 })
        let few = try #require(RunLedger.deflatedSharpe(of: returns, trials: [0.01]))
        let many = try #require(RunLedger.deflatedSharpe(of: returns, trials: (0..<200).map { Double($0 % 20) / 200 }))
        #expect(many < few)
    }

    @Test func `has no opinion on returns without variance`() {
        #expect(RunLedger.deflatedSharpe(of: Moments([0, 0, 0]), trials: []) == nil)
    }
}
