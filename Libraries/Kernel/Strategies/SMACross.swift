public import Contracts

/// Long while the fast average of closes is above the slow one.
public struct SMACross: Strategy {
    public static let name = "sma-cross"
    public static let summary = """
        Holds an instrument while the mean of its last `fast` closes is above that of its last `slow` closes; below, it holds \
        nothing, or is short. While they are equal it holds nothing.
        """
    public static let parameters: [StrategyParameter] = [
        .whole("fast", 10, in: 1...999, "bars in the fast average; below `slow`"),
        .whole("slow", 50, in: 2...1000, "bars in the slow average"),
        .flag("short", false, "1: short while the fast average is below; 0: flat"),
    ]

    private let fast: Int
    private let slow: Int
    private let below: Double
    private var fastColumn = 0
    private var slowColumn = 0
    private var columns = 0

    public init(_ setup: StrategySetup) throws(ParameterError) {
        try setup.require("fast", below: "slow")
        fast = setup.whole("fast")
        slow = setup.whole("slow")
        below = setup.flag("short") ? -1 : 0
    }

    public var requiredFeatures: [FeatureSpec] { [.sma(fast), .sma(slow)] }

    public mutating func bind(to plan: FeaturePlan) {
        fastColumn = plan.requiredColumn(of: .sma(fast))
        slowColumn = plan.requiredColumn(of: .sma(slow))
        columns = plan.columns
    }

    public func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into views: inout Views) {
        for place in 0..<views.instruments.count {
            let instrument = views.instruments[place]
            if let view = view(of: instrument, features.values.span) { views.set(view, for: instrument) }
        }
    }

    public func firstNews(
        _ frames: Span<BarFrame>, _ features: Span<FeatureFrame>, from start: Int, to end: Int, views: borrowing Views
    ) -> Int {
        let instruments = views.instruments.span
        for place in start..<end {
            for held in instruments.indices {
                let instrument = instruments[held]
                if let view = view(of: instrument, features[place].values.span),
                    !views.repeats(view, for: instrument)
                {
                    return place
                }
            }
        }
        return end
    }

    /// What the averages say; `nil` while one isn't known or a bar is missing, which changes no view.
    @inline(__always)
    private func view(of instrument: InstrumentIndex, _ features: Span<Double>) -> Double? {
        let row = instrument.place &* columns
        let average = features[row &+ slowColumn]
        let difference = features[row &+ fastColumn] - average
        let tie = average * Self.rounding
        // NaN is none of the three.
        if difference > tie { return 1 }
        if difference < -tie { return below }
        return difference.magnitude <= tie ? 0 : nil
    }

    /// Averages no further apart than this share of them are equal. Running sums of doubles differ from the true ones by some 10⁻¹⁴;
    /// true averages of a hundred dollars in whole cents that differ at all, by 10⁻¹⁰ at the longest windows.
    private static let rounding = 1e-12
}
