import Contracts
import Foundation
import Research
import Supervision
import Testing

@testable import bullion

@Suite struct `A sweep that goes on` {
    private let bench: SweepBench
    private let path: String

    init() throws {
        bench = try SweepBench()
        path = bench.directory.file("state.jsonl")
    }

    private var lines: [Substring] {
        get throws { try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") }
    }

    private func leave(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }

    private func failure(_ arguments: String..., grid: [String] = SweepBench.grid) -> String {
        let error = #expect(throws: CommandFailure.self) {
            try bench.command(["--resume", path] + arguments, grid: grid).sweep(on: bench.market).run()
        }
        return error?.description ?? ""
    }

    @Test(arguments: 0...9) func `after a kill gives what it would have given in one piece`(finished: Int) throws {
        let whole = try bench.run("--resume", path)
        // A header, the finished points, and half of the line that was being written.
        let all = try lines
        let torn = all[finished + 1].prefix(all[finished + 1].count / 2)
        try leave(all[...finished].joined(separator: "\n") + "\n" + torn)
        let resumed = try bench.run("--resume", path, "--jobs", "2")
        #expect(SweepBench.same(whole, resumed))
        #expect(resumed.freshPoints == 9 - finished)
        #expect(try lines.count == 11)
    }

    @Test func `says how much of a torn line it dropped`() throws {
        _ = try bench.run("--resume", path)
        let text = try lines.dropLast(2).joined(separator: "\n") + "\n"
        try leave(text + "{\"place\":")
        let identity = try bench.run("--resume", bench.directory.file("other.jsonl")).sweep
        let state = try SweepState(path, sweep: identity, shard: .whole)
        #expect(state.droppedBytes == 9)
        #expect(state.finished.count == 8)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test func `begins afresh where not even the first line was written`() throws {
        try leave("{\"kind\":\"sw")
        #expect(try bench.run("--resume", path).freshPoints == 9)
    }

    @Test func `runs nothing again when all is done, and counts it once`() throws {
        let whole = try bench.run("--resume", path)
        let again = try bench.run("--resume", path)
        #expect(again.freshPoints == 0)
        #expect(SweepBench.same(whole, again))
        #expect(again.trialsOnMarket == 9)
    }

    @Test func `picks the same points by TPE after a kill`() throws {
        let search = ["--tpe", "8", "--batch", "2", "--resume", path]
        let whole = try bench.command(search).sweep(on: bench.market).run()
        let half = try lines.prefix(5).joined(separator: "\n") + "\n"
        try leave(half)
        let resumed = try bench.command(search).sweep(on: bench.market).run()
        #expect(SweepBench.same(whole, resumed))
        #expect(resumed.freshPoints == 4)
    }

    @Test func `is refused with other inputs, by their name`() throws {
        _ = try bench.run("--resume", path)
        #expect(failure("--param", "short=1").contains("its strategy is sma-cross, and here it is sma-cross short=1.0"))
        #expect(
            failure(grid: ["--grid", "fast=3", "--grid", "slow=10"]).contains("its grid is fast=3,5,8,13 slow=5:25:10"))
        #expect(failure("--slippage-bps", "2").contains("its execution is"))
        #expect(failure("--cash", "5").contains("its book is"))
        #expect(failure("--random", "3").contains("its search is every point, and here it is 3 random points, seed 7"))
        #expect(failure("--shard", "1/2").contains("another part of this sweep: 1/1, and here it is 1/2"))
        let other = try SweepBench(seed: 8)
        let error = #expect(throws: CommandFailure.self) {
            try bench.command(["--resume", path]).sweep(on: other.market).run()
        }
        #expect(error?.description.contains("its bars is") == true)
    }

    @Test func `names a line that is no point, and a file that is no state`() throws {
        _ = try bench.run("--resume", path)
        var all = try lines.map(String.init)
        all[3] = "{\"place\":1,\"figures\":7}"
        try leave(all.joined(separator: "\n") + "\n")
        #expect(failure().contains("state.jsonl:4: this line is no point"))
        try leave("{}\n")
        #expect(failure().contains("state.jsonl:1: this is not the state of a sweep"))
    }

    @Test func `does not share its file with a second one at work`() throws {
        let sweep = try bench.run("--resume", path).sweep
        let first = try SweepState(path, sweep: sweep, shard: .whole)
        #expect(failure().contains("another sweep is at work"))
        #expect(first.finished.count == 9)
    }

    @Test func `fails loudly where the best point does something else alone`() throws {
        let best = try #require(try bench.run("--resume", path).best)
        let all = try lines.map(String.init).map { line in
            guard line.contains("\"place\":\(best.place)}") else { return line }
            return line.replacing("\"fills\":\(best.figures.fills),", with: "\"fills\":1,")
        }
        try leave(all.joined(separator: "\n") + "\n")
        #expect(failure().contains("does something else alone"))
    }
}
