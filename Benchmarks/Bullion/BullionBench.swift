import ArgumentParser
import Foundation
import Workloads

/// Measures what Bullion promises to be fast at, and prints one table with the machine it was measured on.
@main
struct BullionBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bullion-bench",
        abstract: "Measure backtests, indicators, statistics, memory and the log on this machine.",
        discussion: """
            All bars are made up from fixed seeds, before the clock starts. Times are medians of several runs. A speed below its goal is \
            told; allocations or memory above theirs make the command end with 1.
            """)

    @Option(help: "Only these parts, separated by commas: \(Part.list).")
    var only: String?

    @Option(help: "Also write everything to this file as JSON.")
    var json: String?

    @Option(help: "The folder of the platform's programs, which the replay starts. (default: that of this program)")
    var programs: String?

    @Flag(help: "A tenth of the bars and few runs: shows that it works, not how fast.")
    var quick = false

    @Option(
        name: .customLong("write-bars"),
        help: "Measure nothing; write bars and returns into this folder for other engines.")
    var writeBars: String?

    @Option(
        name: .customLong("print-indicators"), help: "Measure nothing; print the bars of this file with our indicators."
    )
    var printIndicators: String?

    /// What the memory part starts itself with.
    @Option(name: .customLong("peak-of-w1"), help: .hidden)
    var peakBars: Int?

    func validate() throws { _ = try parts() }

    func run() throws {
        if let peakBars { return PeakMemory.runW1(bars: peakBars) }
        if let printIndicators { return try IndicatorListing.print(printIndicators) }
        let effort = quick ? Effort.quick : .full
        if let writeBars { return try BarFiles(folder: writeBars).write(effort) }
        let machine = Machine.now()
        var figures: [Figure] = []
        for part in try parts() {
            FileHandle.standardError.write(Data("measuring \(part.rawValue) …\n".utf8))
            figures += try part.measure(effort, programs: programs ?? Self.ownFolder)
        }
        print(machine.text + "\n")
        print(FigureTable(figures).text)
        if let json { try BenchReport(machine, figures, isQuick: quick).write(to: json) }
        let broken = figures.filter(\.isBroken)
        for figure in broken {
            FileHandle.standardError.write(Data("\(figure.work), \(figure.way): above its limit\n".utf8))
        }
        if !broken.isEmpty { throw ExitCode(1) }
    }

    private static var ownFolder: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    private func parts() throws -> [Part] {
        guard let only else { return Part.allCases }
        return try only.split(separator: ",").map { name in
            guard let part = Part(rawValue: name.lowercased()) else {
                throw ValidationError("--only: \"\(name)\" is none of \(Part.list)")
            }
            return part
        }
    }
}

/// What can be asked for by name.
enum Part: String, CaseIterable {
    case w1, w2, w3, indicators, statistics, allocations, memory, log, replay

    static let list = allCases.map(\.rawValue).joined(separator: ",")

    func measure(_ effort: Effort, programs: String) throws -> [Figure] {
        switch self {
        case .w1: try BacktestSpeed.w1(effort)
        case .w2: try BacktestSpeed.w2(effort)
        case .w3: try BacktestSpeed.w3(effort)
        case .indicators: IndicatorSpeed.measure(effort)
        case .statistics: try StatisticsSpeed.measure(effort)
        case .allocations: try Allocations.measure(effort)
        case .memory: try PeakMemory.measure(effort)
        case .log: try LogSpeed.measure(effort) + HopLatency.measure(effort)
        case .replay: try OrderLatency.measure(effort, programs: programs)
        }
    }
}
