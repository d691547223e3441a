/// The sums and the sums of squares of every strategy's returns over every set of blocks out of one half of them.
///
/// CSCV asks for the Sharpe ratios over thousands of sets of blocks. Any set is a set out of the first half of the
/// blocks and one out of the second, so two tables of 2^(S/2) rows answer with one addition: nothing is carried from
/// one set to the next, so no rounding builds up, and strategies that are equal stay exactly equal. For S = 16 and
/// 100 strategies the tables take 0.8 MB.
///
/// Returns are taken less their strategy's overall mean, which keeps the variance from being a small difference of
/// large sums.
struct SubsetSums {
    typealias Lanes = SIMD4<Double>

    /// Vectors in a row: strategies are padded to whole vectors.
    let width: Int
    let rowsInBlock: Int
    /// By strategy.
    private(set) var means: [Lanes]
    /// By set of blocks out of the first half, then strategy; row 0 is the empty set.
    private(set) var lowSums: [Lanes]
    private(set) var lowSquares: [Lanes]
    /// The same out of the second half.
    private(set) var highSums: [Lanes]
    private(set) var highSquares: [Lanes]

    /// The oldest periods that don't fill a block are left out.
    init(_ table: ReturnTable, blocks: Int) {
        let half = blocks / 2
        width = (table.strategies + 3) / 4
        rowsInBlock = table.periods / blocks
        means = Array(repeating: .zero, count: width)
        let empty = [Lanes](repeating: .zero, count: width << half)
        (lowSums, lowSquares, highSums, highSquares) = (empty, empty, empty, empty)
        for strategy in 0..<table.strategies { addBlocks(of: strategy, in: table, half: half) }
        Self.combine(&lowSums, width: width)
        Self.combine(&lowSquares, width: width)
        Self.combine(&highSums, width: width)
        Self.combine(&highSquares, width: width)
    }

    /// Writes one strategy's blocks into the rows of the sets that hold one block only.
    private mutating func addBlocks(of strategy: Int, in table: ReturnTable, half: Int) {
        let (place, lane) = (strategy / 4, strategy % 4)
        let end = (strategy + 1) * table.periods
        let start = end - 2 * half * rowsInBlock
        var total = 0.0
        for row in start..<end { total += table.values[row] }
        let mean = total / Double(end - start)
        means[place][lane] = mean
        for block in 0..<half {
            let low = (width << block) + place
            (lowSums[low][lane], lowSquares[low][lane]) = sums(
                table, from: start + block * rowsInBlock, mean)
            (highSums[low][lane], highSquares[low][lane]) = sums(
                table, from: start + (half + block) * rowsInBlock, mean)
        }
    }

    private func sums(_ table: ReturnTable, from start: Int, _ mean: Double) -> (Double, Double) {
        var (sum, squares) = (0.0, 0.0)
        for row in start..<start + rowsInBlock {
            let value = table.values[row] - mean
            sum += value
            squares += value * value
        }
        return (sum, squares)
    }

    /// Fills the rows of larger sets: a set is its highest block and the set without it.
    private static func combine(_ rows: inout [Lanes], width: Int) {
        for set in 1..<max(1, rows.count / width) {
            let highest = 1 << (Int.bitWidth - 1 - set.leadingZeroBitCount)
            guard set != highest else { continue }
            for place in 0..<width {
                rows[set * width + place] = rows[highest * width + place] + rows[(set - highest) * width + place]
            }
        }
    }

    /// Writes the Sharpe ratio per period of every strategy over the blocks in `set` (a bit for each block), squared
    /// with its sign kept: that ranks alike, and roots are half of the work. A strategy without variance in the set
    /// gets 0: it shows no skill.
    func signedSquares(over set: Int, blocks: Int, into scores: inout [Lanes]) {
        let half = blocks / 2
        let low = (set & (1 << half - 1)) * width
        let high = (set >> half) * width
        let count = Double(set.nonzeroBitCount * rowsInBlock)
        let (perRow, perFreedom) = (1 / count, 1 / (count - 1))
        for place in 0..<width {
            let sum = lowSums[low + place] + highSums[high + place]
            let squares = lowSquares[low + place] + highSquares[high + place]
            let shift = sum * perRow
            let mean = means[place] + shift
            let variance = (squares - sum * shift) * perFreedom
            // The rule of `isSpread`, squared, with what rounding leaves of the sums on top.
            let bound = 1e-20 * mean * mean + 1e-14 * squares * perRow
            let score = mean * mean.replacing(with: -mean, where: mean .< 0) / variance
            scores[place] = score.replacing(with: 0, where: variance .<= bound)
        }
    }
}
