/// A linear program with bounded variables: the x that makes objective · x largest under A·x = b, 0 ≤ x ≤ upper.
///
/// The revised simplex method for few constraints and many variables, with an inverse of the basis that each pivot
/// updates and every 64th makes anew. R. Vanderbei, *Linear Programming*, 4th edition, chapters 6 and 9.
struct BoundedSimplex {
    /// One row a constraint, one column a variable.
    private let constraints: Matrix
    private let right: [Double]
    private let objective: [Double]
    /// Infinite where there is none.
    private let upper: [Double]
    /// Variables without any bound. They must start in the basis, and never leave it.
    private let free: Set<Int>

    /// The variable of each constraint's place.
    private var basis: [Int]
    private var isBasic: [Bool]
    private var isAtUpper: [Bool]
    private var inverse: Matrix
    /// Of the basic variables, by place.
    private var values: [Double] = []
    /// By constraint: what a little more of its right side is worth.
    private(set) var multipliers: [Double] = []

    /// Coefficients are best of the order of 1: this is what may be left of a price or a pivot that is zero.
    private static let tolerance = 1e-11

    /// Starts from a basis whose solution is within the bounds.
    init(
        _ constraints: Matrix, right: [Double], objective: [Double], upper: [Double], free: Set<Int>, basis: [Int],
        atUpper: [Int]
    ) {
        self.constraints = constraints
        self.right = right
        self.objective = objective
        self.upper = upper
        self.free = free
        self.basis = basis
        isBasic = Array(repeating: false, count: constraints.columns)
        isAtUpper = isBasic
        for variable in basis { isBasic[variable] = true }
        for variable in atUpper { isAtUpper[variable] = true }
        inverse = Matrix.identity(basis.count)
        refactor()
    }

    /// Pivots to the optimum; `multipliers` are then its.
    /// - Throws: `notConverged`.
    mutating func solve() throws(PortfolioError) {
        let limit = 20 * constraints.columns + 1_000
        var still = 0
        for pivot in 0..<limit {
            if pivot % 64 == 63 { refactor() }
            price()
            // Steps of no length could go in a circle: after many, the first variable that helps is taken instead of
            // the best, which can't (R. Bland, 1977).
            guard let entering = entering(first: still > 2 * basis.count) else { return }
            still = enter(entering) > Self.tolerance ? 0 : still + 1
        }
        throw .notConverged(method: "the simplex method", iterations: limit, residual: .nan)
    }

    private mutating func price() {
        multipliers = Array(repeating: 0, count: basis.count)
        for (place, variable) in basis.enumerated() where objective[variable] != 0 {
            for column in basis.indices { multipliers[column] += objective[variable] * inverse[place, column] }
        }
    }

    /// The variable outside the basis whose move off its bound raises the objective fastest.
    private func entering(first: Bool) -> Int? {
        var prices = objective
        constraints.values.withUnsafeBufferPointer { coefficients in
            prices.withUnsafeMutableBufferPointer { prices in
                for (row, multiplier) in multipliers.enumerated() where multiplier != 0 {
                    let start = row * constraints.columns
                    for variable in 0..<prices.count { prices[variable] -= multiplier * coefficients[start + variable] }
                }
            }
        }
        var best: Int?
        var largest = Self.tolerance
        for variable in prices.indices where !isBasic[variable] {
            let gain = isAtUpper[variable] ? -prices[variable] : prices[variable]
            guard gain > largest else { continue }
            (best, largest) = (variable, gain)
            if first { break }
        }
        return best
    }

    /// Moves a variable off its bound until it, or a basic one, meets a bound. Answers how far.
    private mutating func enter(_ variable: Int) -> Double {
        let sign = isAtUpper[variable] ? -1.0 : 1.0
        let change = inverse.times(constraints.column(variable)).map { -sign * $0 }
        var length = upper[variable]
        var leaving: Int?
        for place in basis.indices where abs(change[place]) > Self.tolerance && !free.contains(basis[place]) {
            let bound = change[place] < 0 ? 0 : upper[basis[place]]
            let room = max((bound - values[place]) / change[place], 0)
            // Of equally near bounds, the one with the largest pivot keeps the inverse accurate.
            let isBetter = room < length || (room == length && abs(change[place]) > abs(change[leaving ?? place]))
            if isBetter { (length, leaving) = (room, place) }
        }
        precondition(length.isFinite, "the objective has a bound")
        for place in basis.indices { values[place] += length * change[place] }
        guard let leaving else {
            isAtUpper[variable].toggle()
            return length
        }
        let entered = isAtUpper[variable] ? upper[variable] - length : length
        isAtUpper[basis[leaving]] = change[leaving] > 0
        isBasic[basis[leaving]] = false
        (isBasic[variable], isAtUpper[variable]) = (true, false)
        basis[leaving] = variable
        values[leaving] = entered
        pivot(leaving, change.map { -sign * $0 })
        return length
    }

    /// Brings the inverse up to date: `column` is the entering variable's, in terms of the old basis.
    private mutating func pivot(_ place: Int, _ column: [Double]) {
        for other in basis.indices { inverse[place, other] /= column[place] }
        for row in basis.indices where row != place && column[row] != 0 {
            for other in basis.indices { inverse[row, other] -= column[row] * inverse[place, other] }
        }
    }

    /// Inverts the basis anew, and solves for its values.
    private mutating func refactor() {
        guard let fresh = constraints.pickingColumns(basis).inverted() else {
            preconditionFailure("a basis can be inverted")
        }
        inverse = fresh
        var rest = right
        for variable in upper.indices where isAtUpper[variable] {
            for row in rest.indices { rest[row] -= upper[variable] * constraints[row, variable] }
        }
        values = inverse.times(rest)
    }
}

extension Matrix {
    fileprivate func pickingColumns(_ places: [Int]) -> Matrix {
        var result = Matrix(rows: rows, columns: places.count)
        for row in 0..<rows {
            for (column, from) in places.enumerated() { result[row, column] = self[row, from] }
        }
        return result
    }

    /// By Gauss–Jordan elimination with the largest pivot of each column; nil where one is zero.
    func inverted() -> Matrix? {
        precondition(isSquare, "only a square matrix has an inverse")
        var (work, result) = (self, Matrix.identity(rows))
        for column in 0..<rows {
            let largest = (column..<rows).max { abs(work[$0, column]) < abs(work[$1, column]) }!
            let pivot = work[largest, column]
            guard pivot != 0 else { return nil }
            for other in 0..<rows {
                (work[largest, other], work[column, other]) = (work[column, other], work[largest, other] / pivot)
                (result[largest, other], result[column, other]) = (
                    result[column, other], result[largest, other] / pivot
                )
            }
            for row in 0..<rows where row != column && work[row, column] != 0 {
                let factor = work[row, column]
                for other in 0..<rows {
                    work[row, other] -= factor * work[column, other]
                    result[row, other] -= factor * result[column, other]
                }
            }
        }
        return result
    }
}
