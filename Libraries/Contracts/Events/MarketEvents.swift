/// One interval of trading in one instrument.
public struct Bar: Hashable, Sendable, Codable, BitwiseCopyable {
    public var open: Price
    public var high: Price
    public var low: Price
    public var close: Price
    /// Shares traded.
    public var volume: Int64

    public init(open: Price, high: Price, low: Price, close: Price, volume: Int64) {
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}

/// The bars of the whole universe for one instant, by instrument index. An instrument that did not trade has `nil`.
public struct BarFrame: Hashable, Sendable, Codable {
    /// When the interval ended and the bars could first be known.
    public var at: Timestamp
    /// The New York session the bars belong to.
    public var session: TradingDate
    public var bars: [Bar?]

    public init(at: Timestamp, session: TradingDate, bars: [Bar?]) {
        self.at = at
        self.session = session
        self.bars = bars
    }
}

/// One published value of a macro series, visible from `knownAt` on.
public struct MacroPoint: Hashable, Sendable, Codable {
    public var series: String
    /// The date the value is about.
    public var period: TradingDate
    /// When it could first be known; never before `period`.
    public var knownAt: Timestamp
    public var value: Double

    public init(series: String, period: TradingDate, knownAt: Timestamp, value: Double) {
        self.series = series
        self.period = period
        self.knownAt = knownAt
        self.value = value
    }
}

/// A split or a cash dividend. It stands in the log before the first frame of its ex-date, whose prices already reflect it.
public struct CorporateAction: Hashable, Sendable, Codable {
    public enum Change: Hashable, Sendable, Codable {
        /// `new` shares for every `old` ones.
        case split(new: Int64, old: Int64)
        /// Cash per share held when the session opens: received on long positions, paid on short ones.
        case dividend(perShare: Price)
    }

    public var instrument: InstrumentIndex
    public var exDate: TradingDate
    public var change: Change

    public init(instrument: InstrumentIndex, exDate: TradingDate, change: Change) {
        self.instrument = instrument
        self.exDate = exDate
        self.change = change
    }

    /// Whether it can be booked: a ratio of positive numbers, or a positive amount. Readers pass over what is not.
    public var isSound: Bool {
        switch change {
        case .split(let new, let old): new > 0 && old > 0
        case .dividend(let perShare): perShare > .zero
        }
    }
}

/// Market data that could not be used as it came.
public struct DataAlarm: Hashable, Sendable, Codable {
    public enum Reason: String, Hashable, Sendable, Codable, CaseIterable {
        case quarantined, stale, gap, disconnected
    }

    public var reason: Reason
    /// Where the datum came from: a file and line, or a stream.
    public var source: String
    /// What was wrong, with the numbers.
    public var detail: String

    public init(reason: Reason, source: String, detail: String) {
        self.reason = reason
        self.source = source
        self.detail = detail
    }
}
