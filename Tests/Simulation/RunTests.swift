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

    @Test func `goes another way with another seed`() {
        #expect(SimulationRun(seed: 11, steps: 300).run().digest != SimulationRun(seed: 12, steps: 300).run().digest)
    }

    @Test func `tells what happened when it is asked to`() {
        let silent = SimulationRun(seed: 11, steps: 100).run()
        let told = SimulationRun(seed: 11, steps: 100, keepsTrace: true).run()
        #expect(silent.trace.isEmpty)
        #expect(!told.trace.isEmpty)
        #expect(told.digest == silent.digest)
    }
}
