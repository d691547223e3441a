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

@Suite struct `Seeds that once broke an invariant` {
    /// A line of the file: a seed, its steps, and the fault that it once found.
    struct Line: CustomTestStringConvertible, Sendable {
        let seed: UInt64
        let steps: Int
        let fault: String
        var testDescription: String { "\(seed): \(fault)" }
    }

    @Test(arguments: try lines()) func `hold it now`(line: Line) {
        let report = SimulationRun(seed: line.seed, steps: line.steps).run()
        #expect(report.violation == nil)
    }

    @Test func `are many`() throws { #expect(try Self.lines().count >= 10) }

    static func lines() throws -> [Line] {
        try Sources.seeds().split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let seed = UInt64(parts[0]), let steps = Int(parts[1]) else {
                throw Malformed(line: String(line))
            }
            return Line(seed: seed, steps: steps, fault: String(parts[2]))
        }
    }

    struct Malformed: Error { let line: String }
}
