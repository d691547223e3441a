import ArgumentParser
import Foundation
import Research
import Supervision
import Testing

@testable import bullion

@Suite struct `Parts of a sweep` {
    private let bench: SweepBench

    init() throws { bench = try SweepBench() }

    /// Part I of N, written as JSON and read again.
    private func part(_ shard: String, _ arguments: String...) throws -> SweepMerge.Part {
        let report = try bench.command(["--shard", shard] + arguments).sweep(on: bench.market).run()
        let path = bench.directory.file("part-\(shard.replacing("/", with: "-")).json")
        try writeFile(try report.json(), to: path)
        return (path, try SweepMerge.read(path))
    }

    private func failure(_ parts: [SweepMerge.Part]) -> String {
        let error = #expect(throws: CommandFailure.self) { try SweepMerge.join(parts) }
        return error?.description ?? ""
    }

    @Test(arguments: [[], ["--random", "6"]]) func `are the whole when they are joined`(search: [String]) throws {
        let whole = try bench.command(search + ["--ledger", "none"]).sweep(on: bench.market).run()
        let reports = try [3, 1, 2].map { number in
            let report = try bench.command(search + ["--shard", "\(number)/3"]).sweep(on: bench.market).run()
            let path = bench.directory.file("\(number).json")
            try writeFile(try report.json(), to: path)
            return (path, try SweepMerge.read(path))
        }
        let joined = try SweepMerge.join(reports)
        #expect(SweepBench.same(whole, joined))
        #expect(joined.best?.deflatedSharpe == whole.best?.deflatedSharpe)
        #expect(joined.best?.parameters == whole.best?.parameters)
        #expect(joined.shard == nil && joined.trials == whole.trials)
    }

    @Test func `that are missing or doubled are named`() throws {
        let (first, second) = (try part("1/3"), try part("2/3"))
        #expect(failure([first, second]) == "missing: part 3/3")
        #expect(failure([second, second]).hasSuffix("part-2-3.json are both part 2/3"))
        #expect(failure([]) == "there is no part to join")
    }

    @Test func `of different sweeps are refused by what differs`() throws {
        let first = try part("1/2")
        #expect(failure([first, try part("2/2", "--param", "short=1")]).contains("belongs to another sweep than"))
        #expect(failure([first, try part("2/2", "--objective", "return")]).contains("return with 0 trades"))
        #expect(failure([first, try part("2/3")]).contains("is part 2/3, and"))
        let whole = bench.directory.file("whole.json")
        try writeFile(try bench.run().json(), to: whole)
        #expect(
            failure([(whole, try SweepMerge.read(whole))]).hasSuffix("whole.json is a whole sweep, and no part of one"))
    }

    @Test func `that are no JSON of a sweep are refused by name`() throws {
        let path = bench.directory.file("odd.json")
        try writeFile(Data("{\"kind\":\"backtest\"}".utf8), to: path)
        let error = #expect(throws: CommandFailure.self) { try SweepMerge.read(path) }
        #expect(error?.description.contains("odd.json is not the JSON of a sweep") == true)
        #expect(throws: CommandFailure.self) { try SweepMerge.read(bench.directory.file("nowhere.json")) }
    }

    @Test func `go to the merge command with its own output file`() throws {
        let command = try SweepCommand.parseAsRoot(["merge", "a.json", "b.json", "--json", "all.json"])
        let merge = try #require(command as? SweepMergeCommand)
        #expect(merge.parts == ["a.json", "b.json"])
        #expect(merge.output.json == "all.json")
    }
}
