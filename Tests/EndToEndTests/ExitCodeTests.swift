import Foundation
import Supervision
import Testing

/// What scripts go by. Each command is a process of its own here, since the code is set at its very end.
@Suite struct `A command ends with the code that the help promises` {
    private func run(_ arguments: [String]) throws -> (status: Supervision.ExitStatus, text: String) {
        let directory = try TemporaryDirectory()
        let process = try ChildProcess(
            ReplayRun.products + "/bullion", arguments, directory: ReplayRun.repository,
            logPath: directory.path + "/output")
        let status = process.wait()
        return (status, try String(contentsOfFile: directory.path + "/output", encoding: .utf8))
    }

    @Test(arguments: [
        ["backtest", "--strategy", "hold"], ["sweep", "--strategy", "sma-cross", "--grid", "fast=5:6:1"],
        ["walk-forward", "--strategy", "sma-cross", "--grid", "fast=5:6:1"],
        ["validate", "--strategy", "sma-cross", "--grid", "fast=5:6:1"],
    ])
    func `where the bars are not there`(arguments: [String]) throws {
        let (status, text) = try run(arguments + ["--bars", "/nowhere/bars.csv"])
        #expect(status == .exited(4), "\(text)")
        #expect(text.contains("/nowhere/bars.csv"))
    }

    @Test func `where all rows of a file are left out, which it tells`() throws {
        let directory = try TemporaryDirectory()
        let bars = directory.path + "/bars.csv"
        try "ts_ns,open,high,low,close,volume\n1577976600000000000,10,11,9,nan,5\n".write(
            toFile: bars, atomically: true, encoding: .utf8)
        let (status, text) = try run(["backtest", "--strategy", "hold", "--ledger", "none", "--bars", bars])
        #expect(status == .exited(1), "\(text)")
        #expect(text.contains("there is no bar in it; rows left out: 1, the first"))
        #expect(text.contains("\(bars):2"))
    }

    @Test func `where there is no configuration`() throws {
        let (status, text) = try run(["status", "--config-root", "/nowhere"])
        #expect(status == .exited(78), "\(text)")
        #expect(text.contains("/nowhere"))
    }

    @Test func `where it is used wrongly`() throws {
        let (status, text) = try run(["backtest", "--bars"])
        #expect(status == .exited(64), "\(text)")
        #expect(text.contains("--bars"))
    }

    @Test func `where it is asked for its help`() throws {
        let (status, text) = try run(["backtest", "--help"])
        #expect(status == .exited(0))
        #expect(text.contains("--slippage-bps"))
    }
}
