/// Long-only weights under which every instrument carries its budget of the portfolio's variance.
///
/// They are the scaled minimum of ½·yᵀCy − Σ bᵢ·ln yᵢ over y > 0, which is strictly convex, so there is one answer however
/// close to singular the covariance is: twins share their budget's weight. The minimum is found by Newton's method with
/// damped steps, which can't overshoot out of y > 0. F. Spinu, *An algorithm for computing risk parity weights*, 2013,
/// §3 and §4. It runs on the correlation matrix C, so a calm instrument beside a wild one costs no precision.
public enum RiskBudget {
    /// The largest difference from a budget, as a share of the mean budget, at which the search ends.
    static let tolerance = 1e-12

    /// Equal risk contribution. The weights sum to 1.
    /// - Throws: `noVariance`, `risklessCombination`, `notConverged`.
    public static func equal(_ covariance: Covariance) throws(PortfolioError) -> [Double] {
        try weights(covariance, budgets: Array(repeating: 1, count: covariance.count))
    }

    /// - Parameter budgets: one an instrument, each at least a millionth of the largest; only their proportions count.
    /// - Returns: weights that sum to 1, with wᵢ(Σw)ᵢ in proportion to the budgets to about 10⁻¹².
    /// - Throws: `noVariance`, `risklessCombination`, `wrongSize`, `notFinite`, `outOfRange`, `notConverged`.
    public static func weights(_ covariance: Covariance, budgets: [Double]) throws(PortfolioError) -> [Double] {
        try check(budgets, "the risk budget", count: covariance.count)
        let floor = (budgets.max() ?? 0) * 1e-6
        if let low = budgets.first(where: { $0 <= 0 || $0 < floor }) {
            throw .outOfRange(name: "a risk budget", value: low, allowed: "above 0, and a millionth of the largest")
        }
        // With no budget below 1 the function is self-concordant, which is what the damping below relies on.
        let smallest = budgets.min() ?? 1
        let y = try minimum(try covariance.correlation(), budgets.map { $0 / smallest })
        return zip(y, covariance.volatilities).map { $0 / $1 }.summingToOne()
    }

    private static func minimum(_ correlation: Matrix, _ budgets: [Double]) throws(PortfolioError) -> [Double] {
        let total = budgets.reduce(0, +)
        var y = start(correlation, total)
        var residual = Double.infinity
        let limit = 100
        for _ in 0..<limit {
            let marginal = correlation.times(y)
            let gradient = y.indices.map { marginal[$0] - budgets[$0] / y[$0] }
            let previous = residual
            residual = y.indices.reduce(0) { max($0, abs(gradient[$1] * y[$1])) } * Double(y.count) / total
            // Near singular, rounding can end the descent a little above the tolerance: two more digits won't come.
            if residual <= tolerance || (residual < 1e-10 && residual >= previous) { return y }
            guard y.allSatisfy({ $0 < 1e7 }) else { throw .risklessCombination }
            y = step(from: y, correlation, budgets, gradient)
        }
        throw .notConverged(method: "equal risk contribution", iterations: limit, residual: residual)
    }

    /// Equal y, at the scale at which their total risk meets the total budget.
    private static func start(_ correlation: Matrix, _ total: Double) -> [Double] {
        let risk = max(correlation.values.reduce(0, +), 1e-6)
        return Array(repeating: (total / risk).squareRoot(), count: correlation.rows)
    }

    private static func step(
        from y: [Double], _ correlation: Matrix, _ budgets: [Double], _ gradient: [Double]
    ) -> [Double] {
        var hessian = correlation
        for place in y.indices { hessian[place, place] += budgets[place] / (y[place] * y[place]) }
        guard let factor = Cholesky(hessian, tolerance: 0) else {
            preconditionFailure("a positive diagonal makes a positive semidefinite matrix definite")
        }
        let direction = factor.solve(gradient)
        let decrement = max(dot(direction[...], gradient[...]), 0).squareRoot()
        // Under about 0.38 a full step converges quadratically; above it, 1 ÷ (1 + decrement) surely descends.
        let length = decrement < 0.3 ? 1 : 1 / (1 + decrement)
        return y.indices.map { y[$0] - length * direction[$0] }
    }
}
