import Simulation

/// Many seeds on several threads, each run alone.
struct SimulationCampaign {
    /// What came of all runs.
    struct Outcome {
        let campaign: SimulationCampaign
        var tally = Tally()
        /// By seed.
        var failures: [SimulationRun.Report] = []
        var seconds = 0.0
    }

    private static let blockLength: UInt64 = 16

    let seeds: Range<UInt64>
    let steps: Int
    let brokenGuard: BrokenGuard?
    let jobs: Int
    let keepsTrace: Bool

    func run() throws -> Outcome {
        var outcome = Outcome(campaign: self)
        var bar = ProgressBar(total: seeds.count)
        var done = 0
        let clock = ContinuousClock()
        let seconds = try clock.measure {
            try WorkDesk.run(blocks, on: jobs, make: { block in run(block) }) { reports in
                for report in reports {
                    outcome.tally += report.tally
                    if report.violation != nil { outcome.failures.append(report) }
                }
                done += reports.count
                guard seeds.count > 1 else { return }
                bar.show(done) { _ in "\(done) of \(seeds.count) seeds, \(outcome.failures.count) failed" }
            }
        }
        outcome.seconds = seconds / .seconds(1)
        outcome.failures.sort { $0.seed < $1.seed }
        return outcome
    }

    private var blocks: [Range<UInt64>] {
        stride(from: seeds.lowerBound, to: seeds.upperBound, by: Int(Self.blockLength)).map {
            $0..<min($0 + Self.blockLength, seeds.upperBound)
        }
    }

    private func run(_ block: Range<UInt64>) -> [SimulationRun.Report] {
        block.map { SimulationRun(seed: $0, steps: steps, brokenGuard: brokenGuard, keepsTrace: keepsTrace).run() }
    }
}
