public import Contracts

/// Long, always.
public struct Hold: Strategy {
    public static let name = "hold"
    public static let summary = """
        Holds a full view of each of its instruments, from the first frame on. What the book then looks like is the allocator's doing: \
        with inverse volatility and a monthly cadence it is a risk-weighted basket, and the benchmark for everything else.
        """
    public static let parameters: [StrategyParameter] = []

    public init(_ setup: StrategySetup) throws(ParameterError) {}

    public var requiredFeatures: [FeatureSpec] { [] }

    public mutating func bind(to plan: FeaturePlan) {}

    public func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into views: inout Views) {
        for place in 0..<views.instruments.count { views.set(1, for: views.instruments[place]) }
    }

    public func firstNews(
        _ features: borrowing FeatureColumns, from start: Int, to end: Int, views: borrowing Views
    ) -> Int? {
        for place in 0..<views.instruments.count where !views.repeats(1, for: views.instruments[place]) { return start }
        return end
    }
}
