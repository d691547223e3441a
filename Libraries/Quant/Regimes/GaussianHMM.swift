/// A hidden Markov model whose observations are normal in each state, the features independent given the state.
///
/// A state is a regime of the market: it persists, and it shows only through what it does to returns. L. Rabiner, *A
/// tutorial on hidden Markov models*, Proceedings of the IEEE 77(2), 1989. One feature makes the univariate model.
public struct GaussianHMM: Hashable, Sendable {
    public static let stateLimit = 8

    /// The probability of each state at the first observation.
    public let initial: [Double]
    /// Row i, column j: the probability of going from state i to state j with the next observation.
    public let transitions: Matrix
    /// One row a state, one column a feature.
    public let means: Matrix
    /// One row a state, one column a feature; each above zero.
    public let variances: Matrix

    public var states: Int { initial.count }
    public var features: Int { means.columns }

    /// - Throws: `outOfRange` (states outside 1…8, a probability outside 0…1, a variance not above 0), `wrongSize`,
    ///   `notFinite`, `notProbabilities` (a sum more than 10⁻⁹ from 1).
    public init(
        initial: [Double], transitions: Matrix, means: Matrix, variances: Matrix
    ) throws(RegimeError) {
        let states = initial.count
        try checkStates(states)
        try checkProbabilities(Matrix([initial]), "the initial probabilities", columns: states)
        guard transitions.rows == states else {
            throw .wrongSize(input: "a column of the transitions", has: transitions.rows, needs: states)
        }
        try checkProbabilities(transitions, "the transitions", columns: states)
        try checkTable(means, "the means", rows: states, columns: max(means.columns, 1))
        try checkTable(variances, "the variances", rows: states, columns: means.columns)
        if let variance = variances.values.first(where: { $0 <= 0 }) {
            throw .outOfRange(name: "a variance", value: variance, allowed: "above 0")
        }
        self.init(unchecked: initial, transitions, means, variances)
    }

    init(unchecked initial: [Double], _ transitions: Matrix, _ means: Matrix, _ variances: Matrix) {
        self.initial = initial
        self.transitions = transitions
        self.means = means
        self.variances = variances
    }

    /// The same model with its states in another order: new state k is old state `order[k]`.
    func reordered(_ order: [Int]) -> GaussianHMM {
        GaussianHMM(
            unchecked: order.map { initial[$0] },
            Matrix(order.map { from in order.map { transitions[from, $0] } }),
            Matrix(order.map { Array(means.row($0)) }), Matrix(order.map { Array(variances.row($0)) }))
    }
}

func checkStates(_ states: Int) throws(RegimeError) {
    guard states >= 1, states <= GaussianHMM.stateLimit else {
        throw .outOfRange(name: "the number of states", value: Double(states), allowed: "1…\(GaussianHMM.stateLimit)")
    }
}

private func checkTable(_ table: Matrix, _ name: String, rows: Int, columns: Int) throws(RegimeError) {
    guard table.rows == rows else { throw .wrongSize(input: "a column of \(name)", has: table.rows, needs: rows) }
    guard table.columns == columns else {
        throw .wrongSize(input: "a row of \(name)", has: table.columns, needs: columns)
    }
    try checkNumbers(table, name)
}

private func checkProbabilities(_ table: Matrix, _ name: String, columns: Int) throws(RegimeError) {
    try checkTable(table, name, rows: table.rows, columns: columns)
    if let value = table.values.first(where: { $0 < 0 || $0 > 1 }) {
        throw .outOfRange(name: "a probability in \(name)", value: value, allowed: "0…1")
    }
    for row in 0..<table.rows {
        let sum = table.row(row).reduce(0, +)
        guard abs(sum - 1) <= 1e-9 else { throw .notProbabilities(input: name, row: row, sum: sum) }
    }
}

func checkNumbers(_ table: Matrix, _ name: String) throws(RegimeError) {
    guard let place = table.firstNonFinite else { return }
    throw .notFinite(input: name, row: place.row, column: place.column, value: "\(table[place.row, place.column])")
}
