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
        let numbers = features.values.span
        for place in 0..<views.instruments.count {
            let instrument = views.instruments[place]
            let row = instrument.place &* columns
            let standing = Standing(fast: numbers[row &+ fastColumn], slow: numbers[row &+ slowColumn])
            if standing.isAbove {
                views.set(1, for: instrument)
            } else if standing.isBelow {
                views.set(below, for: instrument)
            } else if standing.isLevel {
                views.set(0, for: instrument)
            }
        }
    }

    public func firstNews(
        _ features: borrowing FeatureColumns, from start: Int, to end: Int, views: borrowing Views
    ) -> Int? {
        let instruments = views.instruments.span
        var first = end
        for place in instruments.indices {
            first = firstNews(of: instruments[place], features, from: start, to: first, views: views)
        }
        return first
    }

    private func firstNews(
        of instrument: InstrumentIndex, _ features: borrowing FeatureColumns, from start: Int, to end: Int,
        views: borrowing Views
    ) -> Int {
        let fast = features.values.span.extracting(features.places(of: instrument, fastColumn, from: start, to: end))
        let slow = features.values.span.extracting(features.places(of: instrument, slowColumn, from: start, to: end))
        let isNewAbove = !views.repeats(1, for: instrument)
        let isNewBelow = !views.repeats(below, for: instrument)
        let isNewLevel = !views.repeats(0, for: instrument)
        var place = 0
        while place < fast.count {
            // Nearly all bars say what the one before them said.
            if !isNewAbove {
                place = Self.pass(fast, slow, from: place, whileAbove: true)
            } else if !isNewBelow, !isNewLevel {
                place = Self.pass(fast, slow, from: place, whileAbove: false)
            }
            guard place < fast.count else { break }
            let standing = Standing(fast: fast[place], slow: slow[place])
            if standing.isAbove ? isNewAbove : isNewBelow && standing.isBelow || isNewLevel && standing.isLevel {
                return start &+ place
            }
            place &+= 1
        }
        return end
    }

    /// The first place from `start` on where the fast average is not above the slow one, or is: four bars are passed by one comparison.
    @inline(__always)
    private static func pass(
        _ fast: Span<Double>, _ slow: Span<Double>, from start: Int, whileAbove: Bool
    ) -> Int {
        let count = min(fast.count, slow.count)
        var place = start
        while place &+ 4 <= count {
            let tied = four(slow, from: place)
            let areAbove = four(fast, from: place) - tied .> tied * rounding
            guard whileAbove ? all(areAbove) : !any(areAbove) else { break }
            place &+= 4
        }
        while place < count, Standing(fast: fast[place], slow: slow[place]).isAbove == whileAbove { place &+= 1 }
        return place
    }

    /// Four numbers of which there are as many.
    @inline(__always)
    private static func four(_ numbers: Span<Double>, from start: Int) -> SIMD4<Double> {
        SIMD4(
            numbers[unchecked: start], numbers[unchecked: start &+ 1], numbers[unchecked: start &+ 2],
            numbers[unchecked: start &+ 3])
    }

    /// Where the fast average stands, seen from the slow one. While one isn't known, or a bar is missing, none of the three is true, and no
    /// view changes.
    private struct Standing {
        private let difference: Double
        private let tie: Double

        @inline(__always)
        init(fast: Double, slow: Double) {
            difference = fast - slow
            tie = slow * SMACross.rounding
        }

        var isAbove: Bool { difference > tie }
        var isBelow: Bool { difference < -tie }
        var isLevel: Bool { difference.magnitude <= tie }
    }

    /// Averages no further apart than this share of them are equal. Running sums of doubles differ from the true ones by some 10⁻¹⁴;
    /// true averages of a hundred dollars in whole cents that differ at all, by 10⁻¹⁰ at the longest windows.
    fileprivate static let rounding = 1e-12
}
