import ArgumentParser
import Backtesting
import Contracts
import EventLog
import Exchange
import Foundation
import ServiceKit
import Supervision

/// Plays bars through every process of the stack and proves the result equal to the backtest.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Run bars through all services on this machine, in lockstep, and compare with the backtest.",
        discussion: """
            Starts a private Redis, a private Postgres and all services on free loopback ports, steps the venue through its sessions, \
            and writes summary.json into the run directory. Exits 0 when every check in the summary holds, 1 when one does not.
            """)

    @OptionGroup var market: MarketOptions

    @Option(help: "Configuration file of the book; repeatable, the last one wins.")
    var config: [String] = ["infra/config/paper.yaml"]

    @Option(name: .customLong("run-directory"), help: "Folder of this run: logs, configuration, summary.")
    var runDirectory = ".run"

    @Option(help: "Port of the API and the status page.")
    var port = 8080

    @Flag(help: "Stop everything after the summary instead of staying up until Ctrl-C.")
    var once = false

    @Option(help: "Kill this many services without a warning along the way; the result must be the same.")
    var kills = 0

    @Option(
        help: """
            Let this many things go wrong along the way: services are killed, stand still or run twice, Redis and Postgres restart, \
            crash or fall silent, the disk is full, connections are cut, the venue misbehaves. The result must be the same.
            """)
    var chaos = 0

    @Option(
        help: ArgumentHelp(
            "Of all things only these go wrong: \(DisturbancePlan.kinds.joined(separator: ", ")). Repeatable.",
            valueName: "kind"))
    var only: [String] = []

    @Option(name: .customLong("kill-seed"), help: "Seed of what goes wrong, and when.")
    var killSeed: UInt64 = 1

    func validate() throws {
        guard (0...100_000).contains(kills) else {
            throw ValidationError("--kills: \(kills) is not within 0 to 100000")
        }
        guard (0...100_000).contains(chaos) else {
            throw ValidationError("--chaos: \(chaos) is not within 0 to 100000")
        }
        guard only.isEmpty || chaos > 0 else {
            throw ValidationError("--only chooses from what --chaos N draws; --chaos is 0")
        }
        for kind in only where !DisturbancePlan.kinds.contains(kind) {
            throw ValidationError("--only: \"\(kind)\" is none of \(DisturbancePlan.kinds.joined(separator: ", "))")
        }
    }

    func run() throws {
        Shutdown.install()
        let base = try ConfigurationFiles.load(files: config)
        let loaded = try Market(market, configured: try BookConfiguration(reading: base).universe)
        for defect in loaded.quarantined { complain("left out \(defect)") }
        let directory = try RunDirectory(taking: runDirectory)
        let replay = try Replay(
            base: base, options: market, market: loaded, directory: directory, apiPort: port,
            plan: DisturbancePlan(
                kills: kills, chaos: chaos, only: Set(only), seed: killSeed, sessions: loaded.frames.count))
        defer { replay.stack.stop() }
        let summary = try replay.run()
        try summary.write(to: directory.file("summary.json"))
        print("\n\(summary.text)\n")
        // Into a file or a pipe, it would otherwise come only with the end of a replay that stays up.
        fflush(nil)
        if !once { try stayUp(replay) }
        guard summary.failures.isEmpty else { throw ExitCode(1) }
    }

    private func stayUp(_ replay: Replay) throws {
        complain("status page and API at http://127.0.0.1:\(port) — Ctrl-C stops everything")
        while !Shutdown.isRequested {
            try replay.stack.tend()
            usleep(50_000)
        }
        complain("stopping")
    }
}
