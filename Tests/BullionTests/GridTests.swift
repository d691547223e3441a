import ArgumentParser
import Contracts
import Testing

@testable import bullion

@Suite struct `A grid` {
    @Test func `takes both ends, and the last parameter moves first`() throws {
        let grid = try GridText(["fast=5:15:5", "slow=0.1:0.3:0.1"])
        #expect(grid.axes.map(\.values) == [[5, 10, 15], [0.1, 0.2, 0.3]])
        #expect(grid.points.count == 9)
        #expect(grid.points[1].map(\.value) == [5, 0.2])
        #expect(grid.points[3].map(\.value) == [10, 0.1])
    }

    @Test func `stops below an end that its step does not meet`() throws {
        #expect(try GridText(["n=1:6:2"]).axes[0].values == [1, 3, 5])
        #expect(try GridText(["n=4:4:1"]).axes[0].values == [4])
    }

    @Test(arguments: [
        "fast", "fast=", "=1:2:1", "fast=1:2", "fast=1:2:3:4", "fast=a:2:1", "fast=1:2:0", "fast=2:1:1", "fast=1:2:-1",
        "fast=1:nan:1", "fast=1:inf:1", "fast=0:100000:1",
    ])
    func `that can't be read is refused with its text`(text: String) {
        let error = #expect(throws: ValidationError.self) { try GridText([text]) }
        #expect(error?.message.contains("\"\(text)\"") == true)
    }

    @Test func `is refused when it names a parameter twice, or is too large`() {
        #expect(throws: ValidationError.self) { try GridText(["a=1:2:1", "a=1:2:1"]) }
        #expect(throws: ValidationError.self) { try GridText(["a=1:200:1", "b=1:200:1"]) }
        #expect(throws: ValidationError.self) { try GridText([]) }
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
