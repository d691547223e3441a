/// The samples to learn from and the samples to judge by, as ascending places. No place is in both.
public struct Split: Hashable, Sendable {
    public let train: [Int]
    public let test: [Int]
}

/// When a sample's outcome is decided: what a label knows lies in `start…end`, in any unit of time (a bar's number).
public struct LabelSpan: Hashable, Sendable {
    public let start: Int
    public let end: Int

    public init(start: Int, end: Int) {
        precondition(start <= end, "an outcome follows its sample")
        self.start = start
        self.end = end
    }

    public func overlaps(_ other: LabelSpan) -> Bool { start <= other.end && other.start <= end }
}

/// Places cut into groups of neighbors, whose sizes differ by at most one; the first groups take the odd ones.
func groups(_ count: Int, of places: Int) -> [Range<Int>] {
    let (size, odd) = places.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { group in
        let start = group * size + min(group, odd)
        return start..<start + size + (group < odd ? 1 : 0)
    }
}
