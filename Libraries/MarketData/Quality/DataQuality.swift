public import Contracts

/// A move of the close from one bar to the next.
public struct PriceMove: Hashable, Sendable {
    public let at: Timestamp
    public let from: Price
    public let to: Price

    /// In percent of the price before.
    public var percent: Double { (to.approximation / from.approximation - 1) * 100 }
}

/// An opening so far from the close before that a split is the likely reason.
public struct SuspectedSplit: Hashable, Sendable {
    public let at: Timestamp
    public let closeBefore: Price
    public let open: Price
    /// Shares after for shares before: 2:1 halves the price.
    public let ratio: SplitRatio
}

/// Several bars in a row with the same close.
public struct StaleRun: Hashable, Sendable {
    public let from: Timestamp
    public let through: Timestamp
    public let bars: Int
    public let close: Price
}

/// Minutes, or other intervals, of one session that have no bar.
public struct SessionGap: Hashable, Sendable {
    public let session: TradingDate
    public let missing: Int
    public let expected: Int
}

/// What is odd about a series. Each finding is a fact about the bars; whether it is a fault, a person decides.
public struct DataQuality: Hashable, Sendable {
    public var bars = 0
    public var first: Timestamp?
    public var last: Timestamp?
    /// Sessions between the first and the last bar without any bar.
    public var missingSessions: [TradingDate] = []
    /// Dates in New York that are no sessions and have bars.
    public var extraDays: [TradingDate] = []
    /// Sessions of which some intervals have no bar; empty for daily bars. The first and the last session count from open to close too.
    public var gaps: [SessionGap] = []
    /// Intraday bars that begin before the open or end after the close.
    public var outsideSession = 0
    public var zeroVolume = 0
    /// Bars whose open, high, low and close are one price.
    public var flat = 0
    /// Bar to bar moves of the close by more than `QualityLimits.move`.
    public var moves: [PriceMove] = []
    public var suspectedSplits: [SuspectedSplit] = []
    /// Runs of at least `QualityLimits.staleBars` equal closes.
    public var staleRuns: [StaleRun] = []

    /// The quality of no bars.
    public init() {}

    public var missingIntervals: Int { gaps.reduce(0) { $0 + $1.missing } }
}

/// From where on something is worth a line in the report.
public struct QualityLimits: Hashable, Sendable {
    /// In percent.
    public var move = 20.0
    public var staleBars = 5
    /// How far a ratio may lie from a split's, in percent: the market moves on that day too.
    public var splitTolerance = 7.0

    public init() {}
}
