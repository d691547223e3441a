/// How long several runs of the same work took.
public struct RunTimes: Sendable {
    /// Wall-clock seconds, shortest first.
    public let wall: [Double]
    /// Seconds that this process computed, on all its threads; on a shared machine the truer number.
    public let processor: [Double]

    /// - Precondition: there was a run.
    public init(wall: [Double], processor: [Double]) {
        precondition(!wall.isEmpty && wall.count == processor.count, "every run has both times")
        self.wall = wall.sorted()
        self.processor = processor.sorted()
    }

    public var seconds: Double { middle(wall) }
    public var processorSeconds: Double { middle(processor) }
}

/// The median of a list that has an element: the mean of the two middle ones where there are two.
public func middle(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
