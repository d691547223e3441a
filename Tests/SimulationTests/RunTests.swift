import Simulation
import Testing

@Suite struct `A simulated run` {
    @Test func `goes the same way twice`() {
        let first = SimulationRun(seed: 11, steps: 600).run()
        let second = SimulationRun(seed: 11, steps: 600).run()
        #expect(first.digest == second.digest)
        #expect(first.tally == second.tally)
        #expect(first.tally.entries > 100)
    }
}
