/// The long-only weights with the least historical conditional value at risk.
///
/// Rockafellar and Uryasev (2000) make it a linear program with a variable for every period. Its dual is solved here,
/// which has only one constraint an instrument and one more: it looks for the worst way to spread the tail's weight over
/// the periods, q with 0 ≤ qₜ ≤ 1 ÷ tail and Σq = 1, and the weights are what its constraints are worth. The answer is
/// exact up to rounding.
public enum MinimumTailLoss {
    /// Where several portfolios share the least loss, one of them.
    /// - Parameters:
    ///   - returns: one row a period, one column an instrument.
    ///   - confidence: above 0 and below 1, such as 0.95.
    /// - Returns: one weight an instrument, none below 0, that sum to 1.
    /// - Throws: `noInstruments`, `tooFewRows` (one is needed), `notFinite`, `outOfRange`, `notConverged`.
    public static func weights(_ returns: Matrix, confidence: Double = 0.95) throws(PortfolioError) -> [Double] {
        try check(returns, atLeast: 1)
        let tail = try Tail.size(periods: returns.rows, confidence: confidence)
        let scale = returns.values.reduce(0) { max($0, abs($1)) }
        // Nothing moves: every portfolio is as good.
        guard scale > 0 else { return Array(repeating: 1, count: returns.columns).summingToOne() }
        var program = TailProgram(returns.scaled(by: 1 / scale), tail: tail).simplex
        try program.solve()
        return program.multipliers.prefix(returns.columns).map { max($0, 0) }.summingToOne()
    }
}

/// The variables are, in this order: qₜ a period; a slack an instrument; and ν, the negative of the tail's loss in the
/// instrument that loses least. Largest ν under ν + Σ qₜ·returnₜᵢ + slackᵢ = 0 for each i, and Σq = 1.
private struct TailProgram {
    let simplex: BoundedSimplex

    init(_ returns: Matrix, tail: Double) {
        let (periods, instruments) = (returns.rows, returns.columns)
        let (firstSlack, loss) = (periods, periods + instruments)
        var constraints = Matrix(rows: instruments + 1, columns: loss + 1)
        for instrument in 0..<instruments {
            for period in 0..<periods { constraints[instrument, period] = returns[period, instrument] }
            constraints[instrument, firstSlack + instrument] = 1
            constraints[instrument, loss] = 1
        }
        for period in 0..<periods { constraints[instruments, period] = 1 }
        // All the tail on the first periods is a start within the bounds: the period that it covers in part is basic,
        // and ν, and the slacks of all but the instrument that then decides ν.
        let full = min(Int(tail.rounded(.up)) - 1, periods - 1)
        let decisive = TailProgram.leastLoss(returns, full: full, tail: tail)
        let slacks = (0..<instruments).map { $0 == decisive ? loss : firstSlack + $0 }
        simplex = BoundedSimplex(
            constraints, right: Array(repeating: 0, count: instruments) + [1],
            objective: Array(repeating: 0, count: loss) + [1],
            upper: Array(repeating: 1 / tail, count: periods) + Array(repeating: .infinity, count: instruments + 1),
            free: [loss], basis: slacks + [full], atUpper: Array(0..<full))
    }

    /// The instrument with the largest Σ qₜ·returnₜᵢ at the start.
    private static func leastLoss(_ returns: Matrix, full: Int, tail: Double) -> Int {
        let totals = (0..<returns.columns).map { instrument in
            (0..<full).reduce((tail - Double(full)) * returns[full, instrument]) { $0 + returns[$1, instrument] }
        }
        return totals.indices.max { totals[$0] < totals[$1] }!
    }
}
