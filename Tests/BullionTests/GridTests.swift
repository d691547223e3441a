import ArgumentParser
import Contracts
import Testing

@testable import bullion

@Suite struct `The grid of a study` {
    @Test(arguments: [
        "fast", "fast=", "=1:2:1", "fast=1:2", "fast=1:2:3:4", "fast=a:2:1", "fast=1:2:0", "fast=2:1:1", "fast=1:2:-1",
        "fast=1:nan:1", "fast=1:inf:1", "fast=0:100000:1",
    ])
    func `that can't be read is refused with its text`(text: String) {
        let error = #expect(throws: (any Error).self) { try GridOptions.parse(["--grid", text]) }
        #expect(error.map { GridOptions.message(for: $0).contains("\"\(text)\"") } == true)
    }

    @Test func `is refused when it names a parameter twice, or is too large`() {
        #expect(throws: (any Error).self) { try GridOptions.parse(["--grid", "a=1:2:1", "a=1:2:1"]) }
        #expect(throws: (any Error).self) { try GridOptions.parse(["--grid", "a=1:200:1", "b=1:200:1"]) }
        #expect(throws: (any Error).self) { try GridOptions.parse([]) }
    }

    private func candidates(_ arguments: String..., strategy: String = "sma-cross") throws -> (count: Int, leftOut: Int)
    {
        let universe = try #require(Universe(["GLD"].compactMap { Symbol($0) }))
        let found = try GridOptions.parse(["--grid"] + arguments)
            .candidates(try ResearchOptions.parse(["--strategy", strategy]), on: universe)
        return (found.candidates.count, found.leftOut)
    }

    @Test func `leaves out what goes together badly, and counts it`() throws {
        let found = try candidates("fast=5:20:5", "slow=10:20:10")
        #expect(found.count == 4)
        #expect(found.leftOut == 4)
    }

    @Test func `is refused for a value that the strategy never takes`() {
        #expect(throws: ValidationError.self) { try candidates("fast=0:20:5", "slow=50:60:10") }
        #expect(throws: ValidationError.self) { try candidates("speed=1:2:1") }
        #expect(throws: ValidationError.self) { try candidates("fast=60:70:10") }
    }
}
