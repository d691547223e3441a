public import Brokers
public import LogRules

/// What became of an order that was sent.
public enum SubmitOutcome: Hashable, Sendable {
    /// The venue has it, from this try or an earlier one.
    case accepted(venueOrderID: String)
    /// The venue refused it, in its own words and with its own code.
    case rejected(code: Int64, reason: String)
    /// Nobody knows whether it arrived: look it up under its id, then send it again under the same id or adopt it.
    case unknown(reason: String)
    /// It is surely not at the venue, and nothing is wrong with the order itself: it may be sent again.
    case tryAgain(reason: String, after: Duration?)
}

/// What became of a request to cancel.
public enum CancelOutcome: Hashable, Sendable {
    /// The venue will try; a fill may still win the race.
    case requested
    /// The order is already over.
    case tooLate(reason: String)
    case notFound
    case unknown(reason: String)
    case tryAgain(reason: String, after: Duration?)
}

/// What became of one order or position when all were to go.
public struct BulkOutcome: Hashable, Sendable {
    /// The venue's order id, or the symbol of a position.
    public let subject: String
    public let status: Int
    /// The venue's reason when it refused.
    public let reason: String?
    public var isDone: Bool { (200..<300).contains(status) }

    public init(subject: String, status: Int, reason: String?) {
        self.subject = subject
        self.status = status
        self.reason = reason
    }
}

/// The half of a broker that sends. Only the OMS and the watchdog's flatten link it.
public protocol BrokerSender: ~Copyable {
    mutating func submit(_ order: ApprovedOrder) -> SubmitOutcome
    mutating func cancel(venueOrderID: String) -> CancelOutcome
    /// Asks for the end of every open order.
    mutating func cancelAll() throws(BrokerError) -> [BulkOutcome]
    /// Cancels every open order and sends a market order against every position. They are closed once those have filled.
    mutating func closeAll() throws(BrokerError) -> [BulkOutcome]
}
