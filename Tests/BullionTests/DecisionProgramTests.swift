import Contracts
import Foundation
import Research
import Supervision
import Testing

@testable import bullion

@Suite struct `A program that decides` {
    private let directory: TemporaryDirectory
    private let universe: Universe

    init() throws {
        directory = try TemporaryDirectory()
        universe = try #require(GoldenRuns.universe)
    }

    /// An awk program, since every machine has awk.
    private func program(_ text: String, timeout: Duration = .seconds(30)) throws -> DecisionProgram {
        try DecisionProgram(["awk", "-F,", text], universe: universe, moment: .close, timeout: timeout)
    }

    private let frames = GoldenRuns.daily(30, seed: 5)

    private func report(_ text: String) throws -> LookAheadReport {
        try LookAheadProver(try program(text), plan: ProofPlan(cuts: 3, tolerance: 1e-9)).prove(frames)
    }

    @Test func `is honest when it writes what it has read`() throws {
        let text = #"NR > 1 { printf "%s,%s,%s\n", $1, $2, ($6 > $3) }"#
        // What decides nothing would pass too.
        let decided = try program(text).decisions(over: frames)
        #expect(decided.map(\.count) == frames.map { _ in 4 })
        #expect(Set(decided.joined().map(\.value)) == [0, 1])
        let report = try report(text)
        #expect(report.isHonest, "\(report.text(universe))")
    }

    @Test func `is caught when it writes the next bar's close`() throws {
        // It answers for a bar of gold when it has read the next one.
        let report = try report(
            #"NR > 1 && $2 == "GLD" { if (at) printf "%s,GLD,%s\n", at, $6; at = $1 }"#)
        guard case .looksAhead(let inputs) = report.verdict else {
            Issue.record("\(report)")
            return
        }
        #expect(inputs.map(\.source) == [.field(.close, of: InstrumentIndex(0))])
        #expect(inputs.map(\.reach) == [.bars(1...1)])
    }

    private func complaint(_ program: DecisionProgram) -> String {
        do {
            _ = try program.decisions(over: frames)
            return "nothing"
        } catch {
            return "\(error)"
        }
    }

    @Test func `is told what is wrong with it`() throws {
        #expect(
            try complaint(program(#"BEGIN { print "so" > "/dev/stderr"; exit 3 }"#)) == "awk ended with exit code 3: so"
        )
        #expect(
            try complaint(program(#"BEGIN { print "hello" }"#)) == "output line 1: \"hello\" is not ts_ns,symbol,weight"
        )
        #expect(try complaint(program(#"BEGIN { print "1,GLD,1" }"#)) == "output line 1: there is no bar at 1")
        #expect(
            try complaint(program(#"NR == 2 { print $1 ",IBM,1" }"#)) == "output line 1: \"IBM\" is none of the symbols"
        )
        #expect(
            try complaint(program(#"NR == 2 { print $1 ",GLD,1"; print $1 ",GLD,1" }"#))
                == "output line 2: GLD is decided on twice")
        #expect(
            try complaint(program("BEGIN { while (1) x++ }", timeout: .milliseconds(200))).hasPrefix(
                "awk was not done after"))
        let missing = try DecisionProgram(
            ["/nowhere/script"], universe: universe, moment: .close, timeout: .seconds(5))
        #expect(complaint(missing).hasPrefix("/nowhere/script could not be started"))
    }
}
