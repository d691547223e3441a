import ArgumentParser
import Contracts
import Exchange
import Foundation
import ServiceKit

/// Days of minute bars through every process, and whether any of them gathers memory or descriptors.
struct SoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract: "Run days of simulated minutes through all services, with reconnects, and see that nothing grows.",
        discussion: """
            The stack is that of `bullion replay`, stepped as fast as it goes. Every few minutes of simulated time all streams of the venue \
            or all connections to Redis are cut. Resident memory and open descriptors of every service are sampled, and the slope of each \
            (Theil–Sen, over the last two thirds) is printed. Exits 1 when a service is not level, when one was restarted, or when a \
            check of the replay fails.
            """)

    @Option(help: "Trading sessions to run, 390 minutes each.")
    var days = 30

    @Option(name: .customLong("reconnect-minutes"), help: "Minutes of simulated time between two reconnects.")
    var reconnectMinutes = 7

    @Option(help: "Seed of the simulated market.")
    var seed: UInt64 = 7

    @Option(help: "Configuration file of the book; repeatable, the last one wins.")
    var config: [String] = ["infra/config/paper.yaml", "infra/config/soak.yaml"]

    @Option(name: .customLong("run-directory"), help: "Folder of this run: logs, configuration, soak.json.")
    var runDirectory = ".run/soak"

    @Option(help: "Port of the API and the status page.")
    var port = 8080

    func validate() throws {
        guard (1...250).contains(days) else { throw ValidationError("--days: \(days) is not within 1 to 250") }
        guard (1...390).contains(reconnectMinutes) else {
            throw ValidationError("--reconnect-minutes: \(reconnectMinutes) is not within 1 to 390")
        }
    }

    func run() throws {
        Shutdown.install()
        let base = try ConfigurationFiles.load(files: config)
        let (first, last) = try span()
        let options = try MarketOptions.parse([
            "--from", first.description, "--to", last.description, "--seed", String(seed),
        ])
        let market = try Market(options, configured: try BookConfiguration(reading: base).universe, length: .minute)
        let replay = try Replay(
            base: base, options: options, market: market, directory: try RunDirectory(taking: runDirectory),
            apiPort: port, plan: DisturbancePlan(reconnectingEvery: reconnectMinutes, of: market.frames.count))
        defer { replay.stack.stop() }
        var record = SoakRecord()
        let every = max(1, market.frames.count / Self.samples)
        let summary = try replay.run { index in
            guard index.isMultiple(of: every) else { return }
            record.take(replay.stack.census, day: Double(index) / Double(Self.minutesOfSession))
        }
        try tell(summary, try SoakReport(record))
    }

    private static let firstYear = 2024
    private static let samples = 300
    private static let minutesOfSession = 390

    /// The first and the last session: so many from the first of 2024 on.
    private func span() throws -> (first: TradingDate, last: TradingDate) {
        let sessions = TradingCalendar.nyse.sessions.drop { $0.year < Self.firstYear }.prefix(days)
        guard sessions.count == days, let first = sessions.first, let last = sessions.last else {
            throw CommandFailure.failed(
                "the calendar has \(sessions.count) sessions from \(Self.firstYear) on, not \(days)")
        }
        return (first, last)
    }

    private func tell(_ summary: ReplaySummary, _ report: SoakReport) throws {
        try summary.write(to: runDirectory + "/summary.json")
        try report.write(to: runDirectory + "/soak.json")
        print("\n\(summary.text)\n\n\(report.text)\n")
        for failure in report.failures { print("  FAILED  \(failure)") }
        guard summary.failures.isEmpty, report.failures.isEmpty else { throw ExitCode(1) }
    }
}
