import Quant

enum RegimeModels {
    /// Where the reference fit of one feature starts.
    static let one = try! GaussianHMM(
        initial: [1.0 / 3, 1.0 / 3, 1.0 / 3],
        transitions: Matrix([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]]),
        means: Matrix([[0.001], [0], [-0.001]]), variances: Matrix([[2e-5], [1e-4], [5e-4]]))

    /// Where the reference fit of two features starts.
    static let two = try! GaussianHMM(
        initial: [0.6, 0.4], transitions: Matrix([[0.9, 0.1], [0.2, 0.8]]),
        means: Matrix([[0.001, 0], [-0.001, 0]]), variances: Matrix([[3e-5, 1e-4], [3e-4, 1e-3]]))

    /// Any number of states of one feature, each a little wilder than the one before.
    static func ladder(_ states: Int) -> GaussianHMM {
        let leave = states > 1 ? 0.1 / Double(states - 1) : 0
        let transitions = (0..<states).map { from in
            (0..<states).map { $0 == from ? 1 - leave * Double(states - 1) : leave }
        }
        return try! GaussianHMM(
            initial: Array(repeating: 1 / Double(states), count: states), transitions: Matrix(transitions),
            means: Matrix((0..<states).map { [0.001 * Double($0)] }),
            variances: Matrix((0..<states).map { [2e-5 * Double(1 + 2 * $0)] }))
    }
}
