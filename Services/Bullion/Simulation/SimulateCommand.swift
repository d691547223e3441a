import ArgumentParser
import Foundation
import Simulation

/// Runs the whole platform in one thread under faults, from seeds.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract:
            "Run the whole platform in one thread, with everything going wrong that can, and check that its promises hold.",
        discussion: """
            All stages, the OMS, recorder, reconciler, watchdog, scheduler, people and the broker run on virtual time, two instances of \
            each service. The seed decides which faults strike and when, so the same seed goes the same way on every machine. After every \
            entry and every order the invariants are checked; at the end nothing fails any more, and the books must agree with the broker. \
            A seed that breaks one is printed with the command that runs it again: with a single seed, what led to it is told. \
            docs/SIMULATION.md says what is simulated and what is not. Exit code 1 when an invariant broke.
            """)

    @Option(help: "The seed, or the first of several.")
    var seed: UInt64 = 1

    @Option(help: "How many seeds to run, one after the other.")
    var seeds = 1

    @Option(help: "Steps of each run: in each, time passes and one process takes a turn.")
    var steps = 2000

    @Option(help: "Threads. (default: all processors)")
    var jobs: Int?

    @Option(
        name: .customLong("break"),
        help: "Break one guard on purpose, to see that the simulation finds it: \(BrokenGuard.allNames).")
    var brokenGuard: String?

    @Option(help: "With a single seed: how many of the last happenings to tell when an invariant broke.")
    var trace = 40

    func validate() throws {
        guard (1...10_000_000).contains(seeds) else {
            throw ValidationError("--seeds: \(seeds) is not within 1 to 10000000")
        }
        guard seed <= UInt64.max - UInt64(seeds) else {
            throw ValidationError("--seed: \(seed) leaves no room for \(seeds) seeds")
        }
        guard (1...10_000_000).contains(steps) else {
            throw ValidationError("--steps: \(steps) is not within 1 to 10000000")
        }
        guard (1...1024).contains(jobs ?? 1) else {
            throw ValidationError("--jobs: \(jobs ?? 0) is not within 1 to 1024")
        }
        guard (0...SimulationRun.Report.traceCapacity).contains(trace) else {
            throw ValidationError("--trace: \(trace) is not within 0 to \(SimulationRun.Report.traceCapacity)")
        }
        _ = try broken()
    }

    private func broken() throws -> BrokenGuard? {
        guard let brokenGuard else { return nil }
        guard let broken = BrokenGuard(rawValue: brokenGuard) else {
            throw ValidationError("--break: there is no guard \"\(brokenGuard)\"; there are \(BrokenGuard.allNames)")
        }
        return broken
    }

    func run() throws {
        try answering {
            let campaign = SimulationCampaign(
                seeds: seed..<seed + UInt64(seeds), steps: steps, brokenGuard: try broken(),
                jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, keepsTrace: seeds == 1)
            let outcome = try campaign.run()
            print(outcome.text(trace: trace))
            if !outcome.failures.isEmpty { throw ExitCode(1) }
        }
    }
}

extension BrokenGuard {
    fileprivate static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
