import Contracts

/// Made-up returns for the statistics, from fixed seeds.
public enum GeneratedReturns {
    /// Returns of assets with one common factor and four groups, so that a hierarchy is there to be found: a row a period.
    public static func assets(_ count: Int, periods: Int) -> [[Double]] {
        var chance = SplitMix64(seed: 44)
        return (0..<periods).map { _ in
            let market = 0.008 * chance.normal()
            let groups = (0..<4).map { _ in 0.006 * chance.normal() }
            return (0..<count).map { asset in
                let own = 0.004 + 0.016 * Double(asset) / Double(max(count - 1, 1))
                return market + groups[asset % 4] + own * chance.normal()
            }
        }
    }

    /// Returns without any skill in them: a row a period.
    public static func strategies(_ count: Int, periods: Int) -> [[Double]] {
        var chance = SplitMix64(seed: 16)
        return (0..<periods).map { _ in (0..<count).map { _ in 0.01 * chance.normal() } }
    }

    /// Returns that change between a calm, a normal and a wild state.
    public static func regimes(periods: Int) -> [Double] {
        var chance = SplitMix64(seed: 3)
        let means = [0.000_6, 0.000_2, -0.001]
        let deviations = [0.004, 0.01, 0.025]
        var state = 0
        return (0..<periods).map { _ in
            if chance.uniform() < 0.02 { state = Int(chance.uniform() * 3) }
            return means[state] + deviations[state] * chance.normal()
        }
    }
}
