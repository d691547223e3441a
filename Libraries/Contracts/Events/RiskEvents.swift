/// How much the book may still do, mildest first.
public enum RiskTier: Int, Hashable, Comparable, Sendable, Codable, CaseIterable {
    case normal, warn, throttle, noNew, flatten

    public static func < (left: RiskTier, right: RiskTier) -> Bool { left.rawValue < right.rawValue }
    /// As documents and APIs write it: `NO_NEW`.
    public var name: String {
        switch self {
        case .normal: "NORMAL"
        case .warn: "WARN"
        case .throttle: "THROTTLE"
        case .noNew: "NO_NEW"
        case .flatten: "FLATTEN"
        }
    }
}

/// What an operator's kill file or environment allows, mildest first.
public enum KillMode: Int, Hashable, Comparable, Sendable, Codable, CaseIterable {
    case none, closeOnly, haltAll, hard

    public static func < (left: KillMode, right: KillMode) -> Bool { left.rawValue < right.rawValue }
    public var name: String {
        switch self {
        case .none: "none"
        case .closeOnly: "close_only"
        case .haltAll: "halt_all"
        case .hard: "hard"
        }
    }
}

/// Why risk cut or denied an intent, with the numbers that decided.
public enum RiskReason: Hashable, Sendable, Codable {
    case tier(RiskTier)
    case killMode(KillMode)
    case orderNotionalAboveLimit(Money, limit: Money)
    case positionNotionalAboveLimit(Money, limit: Money)
    case grossExposureAboveLimit(Money, limit: Money)
    case noPrice
    case strategyDisabled
    case ordersUnknown
    case wouldCrossZero
    case belowMinimum(Quantity)
}

/// A step to a more severe tier, or back by two approvals.
public struct TierChange: Hashable, Sendable, Codable {
    public enum Reason: Hashable, Sendable, Codable {
        /// Loss since the session's start, as basis points of the daily limit.
        case dailyLoss(basisPointsOfLimit: Int64)
        /// Fall from the peak, in basis points.
        case drawdown(basisPoints: Int64)
        case command(by: String)
        /// A reset, with the two people who approved it.
        case reset(first: String, second: String)
        /// Risk itself failed, and fails closed.
        case fault(String)
    }

    public var from: RiskTier
    public var to: RiskTier
    public var reason: Reason
    public var equity: Money
    /// Equity at the start of the New York session.
    public var sessionBaseline: Money
    /// Highest equity so far, corrected for cash flows.
    public var peak: Money

    public init(
        from: RiskTier, to: RiskTier, reason: Reason, equity: Money, sessionBaseline: Money, peak: Money
    ) {
        self.from = from
        self.to = to
        self.reason = reason
        self.equity = equity
        self.sessionBaseline = sessionBaseline
        self.peak = peak
    }
}

/// Something risk wants a person to see that changes no tier by itself.
public struct RiskAlarm: Hashable, Sendable, Codable {
    public enum Subject: String, Hashable, Sendable, Codable, CaseIterable {
        case suspectPrice, killModeChanged, flattenComplete, externalOrder, refusedCommand, fault
    }

    public var subject: Subject
    public var instrument: InstrumentIndex?
    public var detail: String

    public init(subject: Subject, instrument: InstrumentIndex?, detail: String) {
        self.subject = subject
        self.instrument = instrument
        self.detail = detail
    }
}
