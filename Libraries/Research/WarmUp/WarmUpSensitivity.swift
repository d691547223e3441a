public import Contracts
public import Kernel

/// How the numbers and views of one bar depend on how many bars came before it.
///
/// A moving average forgets what is older than its window; an exponential average, Wilder's averages and a strategy that waits for a
/// signal to leave never do so entirely. Features and strategies are started anew so many bars before each of a few bars, and compared
/// there with the same after all bars that there are.
public struct WarmUpSensitivity: Sendable {
    private let configuration: BookConfiguration
    private let lengths: [Int]
    private let plan: FeaturePlan

    /// - Parameters:
    ///   - lengths: how many bars, the judged one included; at least 1 each. They are sorted, and each counts once.
    ///   - configuration: its strategies are judged, with the features that they read and `FeaturePlan.base`.
    public init(_ configuration: BookConfiguration, lengths: [Int]) throws(ParameterError) {
        precondition(!lengths.isEmpty && lengths.allSatisfy { $0 >= 1 }, "a length is a number of bars")
        self.configuration = configuration
        self.lengths = Set(lengths).sorted()
        plan = try FeaturePlan(configuration: configuration, scope: .research)
    }

    /// Judges at `checks` bars, spread evenly over those that have more bars before them than the greatest length asks for.
    /// - Throws: `WarmUpError.tooShort` when no bar has.
    public func measure(_ frames: [BarFrame], checks: Int = 10) throws -> WarmUpReport {
        precondition(checks >= 1, "something is judged somewhere")
        let longest = lengths[lengths.count - 1]
        guard frames.count > longest else { throw WarmUpError.tooShort(frames: frames.count, longest: longest) }
        let bars = Self.spread(checks, over: longest..<frames.count)
        var full = try WarmUpRun(configuration, plan)
        var next = 0
        var rows = plan.specs.map { WarmUpReport.Row(feature: $0, lengths: lengths.count) }
        var changedViews = Array(repeating: 0, count: lengths.count)
        for bar in bars {
            while next <= bar {
                full.take(frames[next])
                next += 1
            }
            for (place, length) in lengths.enumerated() {
                var short = try WarmUpRun(configuration, plan)
                for number in (bar - length + 1)...bar { short.take(frames[number]) }
                for column in rows.indices {
                    rows[column].add(full.column(column), short.column(column), lengthAt: place)
                }
                if !short.views.areSame(as: full.views) { changedViews[place] += 1 }
            }
        }
        return WarmUpReport(lengths: lengths, bars: bars, rows: rows, changedViews: changedViews)
    }

    private static func spread(_ count: Int, over bars: Range<Int>) -> [Int] {
        let wanted = min(count, bars.count)
        return (1...wanted).map { bars.lowerBound + bars.count * $0 / wanted - 1 }
    }
}

/// Why nothing could be measured.
public enum WarmUpError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooShort(frames: Int, longest: Int)

    public var description: String {
        switch self {
        case .tooShort(let frames, let longest):
            "a length of \(longest) bars needs more than \(longest) frames to compare with, and there are \(frames)"
        }
    }
}

/// Features and strategies from a cold start.
private struct WarmUpRun {
    private var features: FeatureFold
    private var strategies = StrategyStage()
    private var frame = FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: [])
    private let instruments: Int
    private var signals = SignalFrame(at: Timestamp(nanoseconds: 0), signals: [])

    init(_ configuration: BookConfiguration, _ plan: FeaturePlan) throws(ParameterError) {
        instruments = configuration.universe.count
        features = FeatureFold(plan: plan, instruments: instruments)
        try strategies.configure(configuration, plan: plan)
    }

    mutating func take(_ bars: BarFrame) {
        features.fold(bars, into: &frame)
        strategies.fold(bars, frame, into: &signals)
    }

    var views: [Signal] { signals.signals }

    /// One feature of every instrument.
    func column(_ column: Int) -> [Double] { (0..<instruments).map { frame[InstrumentIndex($0), column] } }
}

extension [Signal] {
    /// Whether they say the same, to a billionth: a window that slides rounds on its way, and that is no other view.
    fileprivate func areSame(as others: [Signal]) -> Bool {
        count == others.count
            && zip(self, others).allSatisfy { one, other in
                one.strategy == other.strategy && one.instrument == other.instrument
                    && abs(one.weight - other.weight) <= 1e-9 && abs(one.confidence - other.confidence) <= 1e-9
            }
    }
}
