import Quant

/// The slow obvious version: what a model says of a short series by going through every path of states.
struct EveryPath {
    private var joint: [(path: [Int], density: Double)] = []
    private let states: Int

    /// - Parameter density: of one row in one state.
    init(_ model: GaussianHMM, rows: Int, density: (_ row: Int, _ state: Int) -> Double) {
        states = model.states
        joint = model.initial.indices.map { ([$0], model.initial[$0] * density(0, $0)) }
        for row in 1..<max(rows, 1) {
            joint = joint.flatMap { path, value in
                (0..<model.states).map { next in
                    (path + [next], value * model.transitions[path[path.count - 1], next] * density(row, next))
                }
            }
        }
    }

    var likelihood: Double { joint.reduce(0) { $0 + $1.density } }
    var likeliest: [Int] { joint.max { $0.density < $1.density }!.path }

    /// By state, at one row.
    func probabilities(at row: Int) -> [Double] {
        var sums = Array(repeating: 0.0, count: states)
        for (path, density) in joint { sums[path[row]] += density }
        return sums.map { $0 / likelihood }
    }
}
