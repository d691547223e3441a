public import Contracts

/// What has been done to the prices of a series on account of splits and dividends.
public enum Adjustment: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The source does not say.
    case unknown
    /// Prices as they were traded.
    case none
    case splits
    /// Splits and dividends. Every price before a dividend already holds it: a live trader could not have seen these numbers.
    case splitsAndDividends

    public var description: String {
        switch self {
        case .unknown: "unknown"
        case .none: "none"
        case .splits: "splits"
        case .splitsAndDividends: "splits and dividends"
        }
    }
}

/// Which bars a series holds, and what one should know before trusting them.
public struct SeriesIdentity: Hashable, Sendable {
    public var symbol: Symbol
    public var interval: BarInterval
    public var adjustment: Adjustment
    /// Open, high and low repeat the close, since the source had no others.
    public var isCloseOnly = false
    /// The source counts fractions of a unit, and the volumes are rounded to whole ones.
    public var hasRoundedVolume = false
    /// Where the bars came from, for people; at most 64 bytes of it are kept in a file.
    public var source: String

    public init(symbol: Symbol, interval: BarInterval, adjustment: Adjustment = .unknown, source: String = "") {
        self.symbol = symbol
        self.interval = interval
        self.adjustment = adjustment
        self.source = source
    }
}
