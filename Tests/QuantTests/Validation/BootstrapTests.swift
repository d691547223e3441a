import Contracts
import Testing

@testable import Quant

@Suite struct `The bootstrap of a Sharpe ratio` {
    private func interval(_ returns: [Double], block: Double, seed: UInt64 = 1) throws -> ClosedRange<Double> {
        let bootstrap = try StationaryBootstrap(meanBlock: block, draws: 1_000, seed: seed)
        return try #require(try bootstrap.sharpeInterval(of: returns, periodsPerYear: 1))
    }

    @Test func `gives the same interval for the same seed, and another for another`() throws {
        let returns = Series.returns(seed: 3, count: 200)
        #expect(try interval(returns, block: 5) == interval(returns, block: 5))
        #expect(try interval(returns, block: 5) != interval(returns, block: 5, seed: 2))
    }

    /// Lo (2002): the standard error for independent normal returns is √((1 + ½SR²) ÷ n).
    @Test func `is as wide as theory says for independent returns`() throws {
        let returns = Series.returns(seed: 3, count: 1_000)
        let range = try interval(returns, block: 1)
        let sharpe = try #require(Moments(returns).sharpe)
        #expect(range.contains(sharpe))
        let theory = 2 * 1.96 * ((1 + sharpe * sharpe / 2) / 1_000).squareRoot()
        #expect(abs((range.upperBound - range.lowerBound) / theory - 1) < 0.1)
    }

    @Test func `covers the truth about as often as it says`() throws {
        var covered = 0
        for seed in UInt64(0)..<200 {
            var chance = SplitMix64(seed: 1_000 + seed)
            let returns = (0..<150).map { _ in 0.1 + chance.normal() }
            let bootstrap = try StationaryBootstrap(meanBlock: 2, draws: 200, seed: seed)
            let range = try #require(try bootstrap.sharpeInterval(of: returns, confidence: 0.9, periodsPerYear: 1))
            if range.contains(0.1) { covered += 1 }
        }
        #expect((165...195).contains(covered))
    }

    @Test func `is wider in blocks where good days follow good days`() throws {
        let returns = Series.reverting(seed: 8, count: 600, persistence: 0.8).map { $0 - 100 }
        let (alone, blocks) = (try interval(returns, block: 1), try interval(returns, block: 25))
        #expect(blocks.upperBound - blocks.lowerBound > 1.7 * (alone.upperBound - alone.lowerBound))
    }

    @Test func `is unknown for returns without variance`() throws {
        let bootstrap = try StationaryBootstrap(seed: 1)
        #expect(try bootstrap.sharpeInterval(of: [0.01, 0.01, 0.01]) == nil)
        #expect(throws: StatisticsError.tooFew(of: "returns", has: 1, needs: 2)) {
            try bootstrap.sharpeInterval(of: [0.01])
        }
        #expect(throws: StatisticsError.outOfRange(name: "meanBlock", value: 0.5, allowed: "1 or more")) {
            try StationaryBootstrap(meanBlock: 0.5, seed: 1)
        }
    }
}
