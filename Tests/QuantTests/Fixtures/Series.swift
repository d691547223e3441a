import Contracts
import Quant

/// Series that `make_reference.py` makes too, with additions and multiplications only: both sides have the same bits.
enum Series {
    static func returns(seed: UInt64, count: Int) -> [Double] {
        var chance = SplitMix64(seed: seed)
        return (0..<count).map { _ in 0.0004 + 0.01 * chance.normal() }
    }

    /// A walk for a persistence of 1.
    static func reverting(seed: UInt64, count: Int, persistence: Double) -> [Double] {
        var chance = SplitMix64(seed: seed)
        var level = 0.0
        return (0..<count).map { _ in
            level = persistence * level + chance.normal()
            return 100 + level
        }
    }

    static func lagged(seed: UInt64, count: Int) -> [Double] {
        var chance = SplitMix64(seed: seed)
        var levels = [0.0, 0, 0, 0]
        for place in 4..<count + 4 {
            levels.append(0.5 * levels[place - 1] + 0.3 * levels[place - 4] + chance.normal())
        }
        return Array(levels.dropFirst(4))
    }
}

/// Whether two numbers are equal up to a share of the expected one; below 1, up to that much.
func agree(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= tolerance * max(1, abs(expected))
}
