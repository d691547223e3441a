public import Contracts

/// Which minutes are traded on.
public enum TradingHours: Hashable, Sendable {
    /// Those of the exchange's sessions. Bars of other hours are no reason for an order of ours.
    case regular
    /// All, at a simulated venue that never closes.
    case always
}

/// How long a bar is, in the words of the market data API.
public enum BarTimeframe: String, Hashable, Sendable, CaseIterable {
    case day = "1Day"
    case minute = "1Min"

    /// The instant at which a bar that starts at `start` can first be known, and its session; `nil` when it lies outside the hours.
    public func end(
        ofBarAt start: Timestamp, hours: TradingHours = .regular, calendar: TradingCalendar = .nyse
    ) -> (at: Timestamp, session: TradingDate)? {
        let session = NewYork.date(at: start)
        if self == .minute, hours == .always { return (start + 60, session) }
        guard let open = calendar.open(session), let close = calendar.close(session) else { return nil }
        switch self {
        case .day: return (close, session)
        case .minute:
            guard start >= open, start + 60 <= close else { return nil }
            return (start + 60, session)
        }
    }
}

/// One bar of one instrument as a source gave it, checked.
public struct ReceivedBar: Hashable, Sendable {
    public let instrument: InstrumentIndex
    /// When its interval began.
    public let start: Timestamp
    public let bar: Bar

    public init(instrument: InstrumentIndex, start: Timestamp, bar: Bar) {
        self.instrument = instrument
        self.start = start
        self.bar = bar
    }
}

/// A bar that was left out, and why.
public struct QuarantinedBar: Hashable, Sendable, CustomStringConvertible {
    /// Which message or page, and which instrument.
    public let source: String
    public let reason: String

    public init(source: String, reason: String) {
        self.source = source
        self.reason = reason
    }

    public var description: String { "\(source): \(reason)" }
}

/// Bars as they came, sound ones and others apart.
public struct BarBatch: Hashable, Sendable {
    public var bars: [ReceivedBar] = []
    public var quarantined: [QuarantinedBar] = []
    public init() {}
}
