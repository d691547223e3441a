import Simulation
import Testing

@Suite struct `A campaign` {
    /// Enough for everything to happen that can, by a wide margin.
    private static let seeds: ClosedRange<UInt64> = 10_001...10_400

    @Test func `breaks no invariant and reaches all that can be reached`() {
        var tally = Tally()
        for seed in Self.seeds {
            let report = SimulationRun(seed: seed, steps: 1_500).run()
            #expect(report.violation == nil, "seed \(seed)")
            tally += report.tally
        }
        for fault in Fault.allCases { #expect(tally.faults[fault.place] > 0, "\(fault.rawValue)") }
        let coverage = Coverage(tally)
        #expect(coverage.missed == [])
        #expect(coverage.unexpected == [])
        #expect(tally.fills > 1_000)
        #expect(tally.checks > 100_000)
    }
}

@Suite struct `A guard broken on purpose` {
    @Test(arguments: BrokenGuard.allCases) func `is found within two thousand seeds`(guard broken: BrokenGuard) {
        let finder = (UInt64(1)...2_000).lazy
            .map { SimulationRun(seed: $0, steps: 2_000, brokenGuard: broken).run() }
            .first { $0.violation != nil }
        #expect(finder != nil)
        if let violation = finder?.violation { print("\(broken.rawValue): seed \(finder?.seed ?? 0), \(violation)") }
    }

    @Test func `is one of ten or more`() { #expect(BrokenGuard.allCases.count >= 10) }
}
