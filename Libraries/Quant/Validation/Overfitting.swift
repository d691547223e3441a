internal import RealModule

/// How far choosing the best of several strategies by their past is fooled by chance: the probability of backtest
/// overfitting (PBO) by combinatorially symmetric cross-validation.
///
/// The periods are cut into blocks. For every choice of half of them, the strategy with the best Sharpe ratio in that
/// half is looked up in the other. Bailey, Borwein, López de Prado and Zhu (2015), "The probability of backtest
/// overfitting", Journal of Computational Finance 20(4).
public struct Overfitting: Hashable, Sendable {
    /// The share of combinations in which the chosen strategy came out at or below the median of all: near 0 for a
    /// real edge, near 0.5 for strategies that differ by chance only, above it where the past misleads.
    public let probability: Double
    /// By combination: ln(ω ÷ (1 − ω)) of the chosen strategy's rank out of sample, ω = rank ÷ (strategies + 1).
    public let logits: [Double]
    /// What one unit of Sharpe ratio in sample was worth out of sample: the slope of the regression over combinations.
    /// `nil` if all choices had the same Sharpe ratio in sample.
    public let degradationSlope: Double?
    /// Where that regression line starts.
    public let degradationIntercept: Double?
    /// The share of combinations in which the chosen strategy lost money out of sample.
    public let probabilityOfLoss: Double

    /// - Parameters:
    ///   - table: at least two strategies. The oldest periods that don't fill a block are left out.
    ///   - blocks: an even number in 2…20; 16 gives 12,870 combinations.
    /// - Throws: `outOfRange` for other blocks, `tooFew` under two strategies or two periods a block.
    public init(of table: ReturnTable, blocks: Int = 16) throws(StatisticsError) {
        try require(
            (2...20).contains(blocks) && blocks % 2 == 0, "blocks", Double(blocks), allowed: "an even number in 2…20")
        if table.strategies < 2 { throw .tooFew(of: "strategies", has: table.strategies, needs: 2) }
        if table.periods < 2 * blocks { throw .tooFew(of: "periods", has: table.periods, needs: 2 * blocks) }
        var tally = OverfittingTally(strategies: table.strategies, blocks: blocks)
        tally.run(SubsetSums(table, blocks: blocks))
        let count = Double(tally.logits.count)
        logits = tally.logits
        probability = Double(logits.count { $0 <= 0 }) / count
        probabilityOfLoss = Double(tally.losses) / count
        (degradationSlope, degradationIntercept) = tally.line.map { ($0.slope, $0.intercept) } ?? (nil, nil)
    }
}

/// The loop over combinations. A combination and its complement have the same two lists of scores with their roles
/// swapped, so half the combinations are enough.
private struct OverfittingTally {
    let strategies: Int
    let blocks: Int
    private(set) var logits: [Double] = []
    private(set) var losses = 0
    private var pairs = PairMoments()
    /// The scores in each half: signed squares of Sharpe ratios.
    private var one: [SubsetSums.Lanes]
    private var other: [SubsetSums.Lanes]
    /// The logit of each rank, in half ranks.
    private let logitOfRank: [Double]

    init(strategies: Int, blocks: Int) {
        self.strategies = strategies
        self.blocks = blocks
        one = Array(repeating: .zero, count: (strategies + 3) / 4)
        other = one
        logitOfRank = (0...2 * strategies).map { halves in
            let share = Double(halves) / 2 / Double(strategies + 1)
            return share == 0 ? -.infinity : Double.log(share / (1 - share))
        }
    }

    var line: (slope: Double, intercept: Double)? { pairs.line }

    mutating func run(_ sums: SubsetSums) {
        let all = 1 << blocks - 1
        // Only sets without the last block: their complements are the sets with it.
        var set = 1 << (blocks / 2) - 1
        while set < 1 << (blocks - 1) {
            sums.signedSquares(over: set, blocks: blocks, into: &one)
            sums.signedSquares(over: all ^ set, blocks: blocks, into: &other)
            choose(in: one, judge: other)
            choose(in: other, judge: one)
            set = nextSet(after: set)
        }
    }

    /// The next larger number with as many bits set (Gosper's rule).
    private func nextSet(after set: Int) -> Int {
        let lowest = set & -set
        let carried = set + lowest
        return carried | ((set ^ carried) >> 2) / lowest
    }

    private mutating func choose(in sample: [SubsetSums.Lanes], judge: [SubsetSums.Lanes]) {
        let chosen = best(in: sample)
        let outcome = judge[chosen / 4][chosen % 4]
        logits.append(logitOfRank[halfRanks(of: outcome, in: judge)])
        if outcome < 0 { losses += 1 }
        pairs.add(sharpe(sample[chosen / 4][chosen % 4]), sharpe(outcome))
    }

    private func sharpe(_ signedSquare: Double) -> Double {
        signedSquare < 0 ? -(-signedSquare).squareRoot() : signedSquare.squareRoot()
    }

    /// The first of the best: among equals in sample the choice has to be one, and the same in every run.
    private func best(in scores: [SubsetSums.Lanes]) -> Int {
        var (best, value) = (0, -Double.infinity)
        for place in 0..<scores.count where any(scores[place] .> value) {
            for lane in 0..<min(4, strategies - place * 4) where scores[place][lane] > value {
                (best, value) = (place * 4 + lane, scores[place][lane])
            }
        }
        return best
    }

    /// Twice the rank from below, equals sharing the average of their ranks: twice the strategies below it, plus those
    /// equal to it (itself included), plus one.
    private func halfRanks(of outcome: Double, in scores: [SubsetSums.Lanes]) -> Int {
        var counts = SIMD4<Int64>.zero
        for place in 0..<scores.count {
            counts.replace(with: counts &+ 1, where: scores[place] .< outcome)
            counts.replace(with: counts &+ 1, where: scores[place] .<= outcome)
        }
        // The padding lanes are 0 in every row.
        let padding = scores.count * 4 - strategies
        let padded = (0 < outcome ? 2 * padding : 0 == outcome ? padding : 0)
        return Int(counts.wrappedSum()) - padded + 1
    }
}
