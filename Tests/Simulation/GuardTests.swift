import Simulation
import Testing

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
