import Foundation
import Supervision
import Testing

/// The whole stack as a newcomer starts it: real processes, Redis, Postgres, HTTP and WebSocket. The bars come from the seeded
/// simulated market, so the tests need no file.
@Suite(.serialized) struct `A replay through all processes` {
    private static let span = ["--from", "2020-01-02", "--to", "2020-09-30", "--seed", "11"]

    private func finished(_ run: ReplayRun) throws -> ReplayRun.Summary {
        let status = run.process.wait()
        #expect(status == .exited(0), "\(run.output)")
        return try run.summary()
    }

    @Test func `equals the backtest and verifies, and so does one with every service killed, or Redis emptied`() throws
    {
        let undisturbed = try finished(try ReplayRun(Self.span))
        #expect(undisturbed.frames == 189)
        #expect(undisturbed.fills > 0)
        #expect(undisturbed.parity.equal, "\(undisturbed.parity.firstDifference ?? "")")
        #expect(undisturbed.audit.verified)
        #expect(undisturbed.audit.decisionsReproduced > 4 * undisturbed.frames)
        #expect(undisturbed.reconciliation.cycles > 0)
        #expect(undisturbed.reconciliation.breaks == 0)
        #expect(undisturbed.venueEquity == undisturbed.endEquity)

        let victims = undisturbed.services.keys.sorted()
        let summary = try finished(
            try ReplayRun(Self.span + ["--kills", String(victims.count * 2), "--kill-seed", "5"]))
        #expect(summary.parity.equal, "\(summary.parity.firstDifference ?? "")")
        #expect(summary.endEquity == undisturbed.endEquity)
        #expect(summary.orders == undisturbed.orders)
        #expect(summary.fills == undisturbed.fills)
        #expect(summary.audit.verified)
        for victim in victims { #expect((summary.services[victim]?.restarts ?? 0) >= 2, "\(victim) was killed twice") }

        let emptied = try finished(try ReplayRun(Self.span + ["--chaos", "3", "--only", "FLUSHALL"]))
        #expect(emptied.disturbances.counts == ["FLUSHALL": 3])
        #expect(emptied.audit.digest == undisturbed.audit.digest)
        #expect(emptied.endEquity == undisturbed.endEquity)
    }

    @Test func `does the same when everything goes wrong that can, the venue's own faults among it`() throws {
        let summary = try finished(try ReplayRun(Self.span + ["--chaos", "40", "--kill-seed", "644"]))
        let suffered = Set(summary.disturbances.counts.keys)
        #expect(
            suffered.isSuperset(of: [
                "FLUSHALL", "Redis rollback", "Redis crash", "Redis restart", "Redis silent", "Postgres crash",
                "connections cut", "disk full", "freeze", "kill", "second instance",
            ]))
        #expect(suffered.count { $0.hasPrefix("venue ") } > 6)
        #expect(summary.frames == 189)
        #expect(summary.parity.equal, "\(summary.parity.firstDifference ?? "")")
        #expect(summary.audit.verified)
        #expect(summary.reconciliation.breaks == 0)
        #expect(summary.venueEquity == summary.endEquity)
    }
}

@Suite struct `Bars that cannot be right` {
    private static let good = "Date,Open,High,Low,Close,Volume\n2024-01-02,10,11,9,10,100\n"

    private func outcome(_ rows: String, header: String? = nil) throws -> (
        status: Supervision.ExitStatus, output: String
    ) {
        let bars = try TemporaryDirectory()
        let text = (header ?? Self.good) + rows
        try Data(text.utf8).write(to: URL(fileURLWithPath: bars.path + "/GLD.csv"))
        let run = try ReplayRun(["--bars", bars.path, "--symbols", "GLD", "--bad-rows", "stop"])
        let status = run.process.wait()
        return (status, run.output)
    }

    @Test(arguments: [
        ("2024-01-03,10,11,9,ten,100\n", "GLD.csv:3"),
        ("2024-01-03,10,11,9\n", "GLD.csv:3"),
        ("2024-01-03,10,11,-9,10,100\n", "GLD.csv:3"),
        ("2024-01-04,10,11,9,10,100\n2024-01-03,10,11,9,10,100\n", "GLD.csv:4"),
    ])
    func `stop the run with file and line when asked to`(rows: String, place: String) throws {
        let (status, output) = try outcome(rows)
        #expect(status == .exited(1))
        #expect(output.contains(place), "\(output)")
    }

    @Test func `are refused when a column is missing`() throws {
        let (status, output) = try outcome("", header: "Date,Open,High,Low\n2024-01-02,10,11,9\n")
        #expect(status == .exited(1))
        #expect(output.contains("GLD.csv:1: column Close is missing"), "\(output)")
    }
}
