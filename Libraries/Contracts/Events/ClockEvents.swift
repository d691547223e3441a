/// The exchange opened for a session.
public struct SessionOpened: Hashable, Sendable, Codable {
    public var session: TradingDate
    public var closesAt: Timestamp
    public init(session: TradingDate, closesAt: Timestamp) {
        self.session = session
        self.closesAt = closesAt
    }
}

/// The exchange closed.
public struct SessionClosed: Hashable, Sendable, Codable {
    public var session: TradingDate
    public init(session: TradingDate) { self.session = session }
}

/// Thirty minutes before the close: time to turn targets into orders.
public struct RebalanceDue: Hashable, Sendable, Codable {
    public var session: TradingDate
    public init(session: TradingDate) { self.session = session }
}

/// Time to compare our positions with the broker's.
public struct ReconciliationDue: Hashable, Sendable, Codable {
    public var cycle: UInt64
    public init(cycle: UInt64) { self.cycle = cycle }
}
