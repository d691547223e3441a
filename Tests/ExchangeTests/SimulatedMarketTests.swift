import Contracts
import Exchange
import Testing

@Suite struct `The simulated market` {
    private static let metals = Universe(["GLD", "IAU", "SLV", "GDX", "UNG"].map { Symbol($0)! })!

    private static func frames(seed: UInt64, count: Int32) -> [BarFrame] {
        var market = SimulatedMarket(universe: metals, seed: seed)
        return (0..<count).map {
            market.next(session: TradingDate(daysSinceEpoch: $0), at: TradingDate(daysSinceEpoch: $0 + 1).utcMidnight)
        }
    }

    @Test func `is the same for the same seed, and another for another`() {
        #expect(Self.frames(seed: 7, count: 50) == Self.frames(seed: 7, count: 50))
        #expect(Self.frames(seed: 7, count: 50) != Self.frames(seed: 8, count: 50))
    }

    @Test(arguments: UInt64(1)...30) func `draws bars that hold together, in whole cents`(seed: UInt64) throws {
        for frame in Self.frames(seed: seed, count: 600) {
            for candidate in frame.bars {
                let bar = try #require(candidate)
                #expect(bar.low <= min(bar.open, bar.close) && bar.high >= max(bar.open, bar.close))
                #expect(bar.low > .zero && bar.volume > 0)
                #expect([bar.open, bar.high, bar.low, bar.close].allSatisfy { $0.nanos % 10_000_000 == 0 })
            }
        }
    }

    @Test func `moves the gold funds together, and gas by itself`() {
        let frames = Self.frames(seed: 3, count: 1_000)
        func changes(_ place: Int) -> [Double] {
            zip(frames, frames.dropFirst()).map {
                $1.bars[place]!.close.approximation / $0.bars[place]!.close.approximation - 1
            }
        }
        #expect(correlation(changes(0), changes(1)) > 0.9)
        #expect(correlation(changes(0), changes(2)) > 0.4)
        #expect(abs(correlation(changes(0), changes(4))) < 0.3)
    }
}

private func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let count = Double(left.count)
    let (meanLeft, meanRight) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    var (both, one, other) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) {
        both += (a - meanLeft) * (b - meanRight)
        one += (a - meanLeft) * (a - meanLeft)
        other += (b - meanRight) * (b - meanRight)
    }
    return both / (one * other).squareRoot()
}
