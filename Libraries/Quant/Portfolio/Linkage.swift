/// How far a merged cluster lies from the others.
public enum LinkageMethod: Hashable, Sendable, CaseIterable {
    /// By its nearest member: the choice of the paper on hierarchical risk parity.
    case single
    /// By its farthest member.
    case complete
    /// By the mean over all pairs.
    case average
    /// By how much merging would add to the squared spread.
    case ward
}

/// A hierarchy of clusters: n leaves merged in n − 1 steps, nearest first.
///
/// Of equally near pairs, the one with the smallest labels merges first, so the tree doesn't depend on chance.
struct Linkage: Hashable, Sendable {
    struct Merge: Hashable, Sendable {
        /// Labels: leaves are 0 ..< n, and the cluster of step s is n + s. The smaller label is on the left.
        let left: Int
        let right: Int
        let distance: Double
    }

    let leaves: Int
    let merges: [Merge]

    /// - Parameter distances: symmetric, zero on the diagonal.
    init(_ distances: Matrix, _ method: LinkageMethod) {
        leaves = distances.rows
        var clusters = Clusters(distances)
        merges = (0..<max(leaves - 1, 0)).map { clusters.mergeNearest(as: distances.rows + $0, method) }
    }

    /// The leaves from left to right: near ones stand together. De Prado's quasi-diagonalization.
    var order: [Int] {
        guard leaves > 1 else { return Array(0..<leaves) }
        var result: [Int] = []
        var pending = [leaves + merges.count - 1]
        while let label = pending.popLast() {
            if label < leaves {
                result.append(label)
            } else {
                pending.append(merges[label - leaves].right)
                pending.append(merges[label - leaves].left)
            }
        }
        return result
    }
}

/// The clusters that are left, by slot. A merged cluster takes the slot of one of its parts.
private struct Clusters {
    private var distances: Matrix
    /// Ascending.
    private var slots: [Int]
    private var label: [Int]
    private var size: [Double]

    init(_ distances: Matrix) {
        self.distances = distances
        slots = Array(0..<distances.rows)
        label = slots
        size = Array(repeating: 1, count: distances.rows)
    }

    mutating func mergeNearest(as new: Int, _ method: LinkageMethod) -> Linkage.Merge {
        let (first, second) = nearest()
        let distance = distances[first, second]
        for other in slots where other != first && other != second {
            let updated = distanceOfMerged(first, second, other, method)
            distances[first, other] = updated
            distances[other, first] = updated
        }
        let labels = (label[first], label[second])
        label[first] = new
        size[first] += size[second]
        slots.removeAll { $0 == second }
        return Linkage.Merge(left: min(labels.0, labels.1), right: max(labels.0, labels.1), distance: distance)
    }

    private func nearest() -> (Int, Int) {
        var best = (slots[0], slots[1])
        for (place, first) in slots.enumerated() {
            for second in slots[(place + 1)...] where precedes((first, second), best) { best = (first, second) }
        }
        return best
    }

    private func precedes(_ one: (Int, Int), _ other: (Int, Int)) -> Bool {
        let (a, b) = (distances[one.0, one.1], distances[other.0, other.1])
        return a < b || (a == b && labels(one) < labels(other))
    }

    private func labels(_ pair: (Int, Int)) -> (Int, Int) {
        (min(label[pair.0], label[pair.1]), max(label[pair.0], label[pair.1]))
    }

    /// G. Lance and W. Williams, *A general theory of classificatory sorting strategies*, 1967.
    private func distanceOfMerged(_ first: Int, _ second: Int, _ other: Int, _ method: LinkageMethod) -> Double {
        let (a, b, between) = (distances[first, other], distances[second, other], distances[first, second])
        let (m, n, k) = (size[first], size[second], size[other])
        switch method {
        case .single: return min(a, b)
        case .complete: return max(a, b)
        case .average: return (m * a + n * b) / (m + n)
        case .ward:
            let squared = ((m + k) * a * a + (n + k) * b * b - k * between * between) / (m + n + k)
            return max(squared, 0).squareRoot()
        }
    }
}
