import Contracts
internal import RealModule

/// Resamples a series in blocks of random length, so that what follows a bad day still follows it in most draws.
///
/// Politis and Romano (1994), "The stationary bootstrap", JASA 89: block lengths are geometric, and the series closes
/// to a circle. The same seed gives the same answer on every machine.
public struct StationaryBootstrap: Hashable, Sendable {
    public let meanBlock: Double
    public let draws: Int
    public let seed: UInt64

    /// - Parameters:
    ///   - meanBlock: the average length of a block in periods; 1 is the bootstrap for independent returns.
    ///   - draws: how many resampled series.
    public init(meanBlock: Double = 10, draws: Int = 2_000, seed: UInt64) throws(StatisticsError) {
        try require(meanBlock >= 1 && meanBlock.isFinite, "meanBlock", meanBlock, allowed: "1 or more")
        try require((100...1_000_000).contains(draws), "draws", Double(draws), allowed: "100…1000000")
        self.meanBlock = meanBlock
        self.draws = draws
        self.seed = seed
    }

    /// The interval that holds the middle `confidence` of the resampled Sharpe ratios, times √periods-per-year.
    ///
    /// `nil` if most resamples have no Sharpe ratio, as with a strategy that traded on one day.
    public func sharpeInterval(
        of returns: [Double], confidence: Double = 0.95, periodsPerYear: Double = 252
    ) throws(StatisticsError) -> ClosedRange<Double>? {
        if returns.count < 2 { throw .tooFew(of: "returns", has: returns.count, needs: 2) }
        try requireFinite(returns, "returns")
        try require(confidence > 0 && confidence < 1, "confidence", confidence, allowed: "above 0, below 1")
        try require(periodsPerYear > 0, "periodsPerYear", periodsPerYear, allowed: "above 0")
        let sharpes = resampledSharpes(of: returns).sorted()
        guard sharpes.count * 2 > draws else { return nil }
        let tail = (1 - confidence) / 2
        let yearly = periodsPerYear.squareRoot()
        return quantile(tail, ofSorted: sharpes) * yearly...quantile(1 - tail, ofSorted: sharpes) * yearly
    }

    private func resampledSharpes(of returns: [Double]) -> [Double] {
        var chance = SplitMix64(seed: seed)
        var sharpes: [Double] = []
        sharpes.reserveCapacity(draws)
        for _ in 0..<draws {
            if let sharpe = resample(returns, &chance).sharpe { sharpes.append(sharpe) }
        }
        return sharpes
    }

    /// The moments of one resampled series, which is never stored.
    private func resample(_ returns: [Double], _ chance: inout SplitMix64) -> Moments {
        var moments = Moments()
        var place = 0
        var left = 0
        for _ in 0..<returns.count {
            if left == 0 {
                place = chance.index(below: returns.count)
                left = blockLength(&chance)
            }
            moments.add(returns[place])
            place = place + 1 == returns.count ? 0 : place + 1
            left -= 1
        }
        return moments
    }

    /// Geometric with mean `meanBlock`: one draw for a block rather than one for each period.
    private func blockLength(_ chance: inout SplitMix64) -> Int {
        if meanBlock == 1 { return 1 }
        let length = Double.log(1 - chance.uniform()) / Double.log(onePlus: -1 / meanBlock)
        return 1 + Int(min(length, 1e15))
    }
}
