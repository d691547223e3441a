/// The long-only weights with the least variance.
///
/// On the set of instruments with weight, the least variance of ½·yᵀCy − cᵀy is a linear system; the search adds the
/// instrument that would help most, drops those that would go short, and ends at the optimum after finitely many steps,
/// exact up to rounding. C. Lawson and R. Hanson, *Solving Least Squares Problems*, 1974, ch. 23, in the scale of
/// correlations.
public enum MinimumVariance {
    /// Where several portfolios share the least variance, one of them: of two twins the first has all the weight.
    /// Instruments without variance share everything equally.
    /// - Returns: one weight an instrument, none below 0, that sum to 1.
    /// - Throws: `notConverged`.
    public static func weights(_ covariance: Covariance) throws(PortfolioError) -> [Double] {
        let isFlat = covariance.variances.map { $0 <= Covariance.flatVariance }
        if isFlat.contains(true) { return isFlat.map { $0 ? 1.0 : 0.0 }.summingToOne() }
        var search = ActiveSet(try covariance.correlation(), pull: InverseScale(covariance).values)
        try search.run()
        return zip(search.y, covariance.volatilities).map { $0 / $1 }.summingToOne()
    }
}

/// 1 ÷ volatility, with a largest value of 1.
private struct InverseScale {
    let values: [Double]
    init(_ covariance: Covariance) {
        let least = covariance.volatilities.min() ?? 1
        values = covariance.volatilities.map { least / $0 }
    }
}

/// Finds the y ≥ 0 that is least in ½·yᵀCy − pullᵀy.
private struct ActiveSet {
    private let correlation: Matrix
    private let pull: [Double]
    private(set) var y: [Double]
    /// The instruments that may have weight, in the order in which they came in.
    private var held: [Int] = []

    init(_ correlation: Matrix, pull: [Double]) {
        self.correlation = correlation
        self.pull = pull
        y = Array(repeating: 0, count: pull.count)
    }

    mutating func run() throws(PortfolioError) {
        let limit = 20 * pull.count + 20
        for _ in 0..<limit {
            let gradient = zip(pull, correlation.times(y)).map { $0 - $1 }
            guard let next = mostHelpful(gradient) else { return }
            held.append(next)
            if try !settle(limit) { return }
        }
        throw .notConverged(method: "minimum variance", iterations: limit, residual: .nan)
    }

    /// The instrument outside whose weight lowers the variance fastest.
    private func mostHelpful(_ gradient: [Double]) -> Int? {
        let outside = pull.indices.filter { !held.contains($0) && gradient[$0] > 1e-11 * pull[$0] }
        return outside.max { gradient[$0] < gradient[$1] }
    }

    /// Moves to the least variance of what is held, dropping what would go short on the way. False once a portfolio
    /// without risk is found: nothing has less.
    private mutating func settle(_ limit: Int) throws(PortfolioError) -> Bool {
        for _ in 0..<limit {
            guard let factor = Cholesky(correlation.picking(held), tolerance: 1e-12) else {
                guard followRisklessDirection() else { return false }
                continue
            }
            let goal = factor.solve(held.map { pull[$0] })
            guard move(by: zip(goal, held).map { $0 - y[$1] }, atMost: 1) else { return true }
        }
        throw .notConverged(method: "minimum variance", iterations: limit, residual: .nan)
    }

    /// Moves the held weights until one reaches zero, and drops it. False where none did before `longest`.
    private mutating func move(by direction: [Double], atMost longest: Double) -> Bool {
        var length = longest
        var blocking: Int?
        for (place, instrument) in held.enumerated() where direction[place] < 0 {
            let room = max(y[instrument], 0) / -direction[place]
            if room < length { (length, blocking) = (room, place) }
        }
        guard let blocking else {
            for (place, instrument) in held.enumerated() { y[instrument] += length * direction[place] }
            return false
        }
        for (place, instrument) in held.enumerated() { y[instrument] += length * direction[place] }
        y[held[blocking]] = 0
        held.remove(at: blocking)
        return true
    }

    /// The newest of the held is a combination of the others: buying it and selling them changes no risk. Goes that way
    /// until one of them is used up; false where none ever is, and `y` is then the riskless portfolio itself.
    private mutating func followRisklessDirection() -> Bool {
        let others = Array(held.dropLast())
        let newest = held[held.count - 1]
        guard let factor = Cholesky(correlation.picking(others), tolerance: 0) else {
            preconditionFailure("what was held before could be solved for")
        }
        let direction = factor.solve(others.map { -correlation[$0, newest] }) + [1]
        if direction.contains(where: { $0 < -1e-9 }) { return move(by: direction, atMost: .infinity) }
        y = Array(repeating: 0, count: y.count)
        for (place, instrument) in held.enumerated() { y[instrument] = max(direction[place], 0) }
        return false
    }
}

extension Matrix {
    /// The rows and columns of the places given, in their order.
    fileprivate func picking(_ places: [Int]) -> Matrix {
        var result = Matrix(rows: places.count, columns: places.count)
        for (row, from) in places.enumerated() {
            for (column, other) in places.enumerated() { result[row, column] = self[from, other] }
        }
        return result
    }
}
