internal import Contracts

/// The group of each observation by Lloyd's k-means on standard scores, started by k-means++.
func kMeansGroups(_ sample: RegimeSample, _ states: Int, seed: UInt64) -> [Int] {
    let scores = (0..<sample.centered.rows).map { row in
        zip(sample.centered.row(row), sample.variances).map { $0 / $1.squareRoot() }
    }
    var centers = spreadCenters(scores, states, seed: seed)
    var groups: [Int] = []
    // It ends when no observation changes its group; a hundred rounds are ample for a start.
    for _ in 0..<100 {
        let nearest = scores.map { score in
            centers.indices.min { squared(score, centers[$0]) < squared(score, centers[$1]) }!
        }
        if nearest == groups { break }
        groups = nearest
        for center in centers.indices {
            let members = scores.indices.filter { groups[$0] == center }
            guard !members.isEmpty else { continue }
            for feature in centers[center].indices {
                centers[center][feature] = members.reduce(0) { $0 + scores[$1][feature] } / Double(members.count)
            }
        }
    }
    return groups
}

/// Each next center is an observation drawn in proportion to its squared distance from the centers so far.
private func spreadCenters(_ scores: [[Double]], _ states: Int, seed: UInt64) -> [[Double]] {
    var chance = SplitMix64(seed: seed)
    var centers = [scores[Int(chance.uniform() * Double(scores.count))]]
    while centers.count < states {
        let distances = scores.map { score in centers.map { squared(score, $0) }.min() ?? 0 }
        var rest = chance.uniform() * distances.reduce(0, +)
        let drawn = distances.firstIndex { distance in
            rest -= distance
            return rest < 0
        }
        centers.append(scores[drawn ?? scores.count - 1])
    }
    return centers
}

private func squared(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}
