import Foundation
import Simulation
import Testing

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

    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "seeds")

    static func lines() throws -> [Line] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let seed = UInt64(parts[0]), let steps = Int(parts[1]) else {
                throw Malformed(line: String(line))
            }
            return Line(seed: seed, steps: steps, fault: String(parts[2]))
        }
    }

    struct Malformed: Error { let line: String }
}
