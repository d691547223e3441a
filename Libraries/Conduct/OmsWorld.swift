public import Contracts
public import Kernel
public import LogRules

/// What the conduct of the OMS needs of the world: the log on one side, the venue on the other, and a clock that does not jump.
///
/// The service answers it with Redis and HTTP, the simulation with arrays. What a question costs or risks is theirs; what is asked,
/// in which order and what follows from the answer, is the same for both.
public protocol OmsWorld: ~Copyable {
    /// Why the process can't go on; what starts next recovers.
    associatedtype Failure: Error

    // The log.

    /// The stage as of the tip of the log.
    var stage: OrderStage { get }
    /// How often the stage was read back from the log.
    var recoveries: Int { get }
    mutating func append(_ facts: [Draft]) throws(Failure)
    mutating func entry(at offset: LogOffset) throws(Failure) -> Entry?
    /// Whether the lease holds long enough for one more request, and nobody wants us to end.
    mutating func mayAct() throws(Failure) -> Bool
    /// The last entry known to be archived, as of the last look.
    var archived: LogOffset { get }
    /// Looks how far the archive is, for the first entry that an order waits for, and answers whether the archive moves.
    mutating func lookAtArchive(for awaited: LogOffset?) throws(Failure) -> Bool
    /// Who else holds the right to close the book; takes it if it is free.
    mutating func flattenHolder() throws(Failure) -> String?

    // The venue.

    /// The messages of the stream that have come, and whether some may be missing.
    mutating func takeUpdates() -> (updates: [VenueNews], isIncomplete: Bool)
    mutating func submit(_ order: ApprovedOrder) -> Dispatch.Answer
    mutating func cancel(venueOrderID: String) -> Dispatch.Answer
    mutating func lookUp(_ order: OrderID) -> Dispatch.Answer
    /// The open orders, and with an instant also all that were submitted after it; `nil` when the venue does not answer.
    mutating func orders(submittedAfter instant: Timestamp?) -> [VenueListing]?
    /// The account's executions after an instant, each with the venue's name of its order; `nil` when the venue does not answer.
    mutating func executions(after instant: Timestamp) -> [(order: String, execution: VenueExecution)]?

    // The process.

    var mode: BookMode { get }
    /// The operator's kill mode by file or environment.
    var killMode: KillMode { get }
    /// By a clock that does not jump: only differences mean anything.
    var now: Timestamp { get }
    mutating func pass(_ point: KillPoint) throws(Failure)
    mutating func tell(_ remark: OmsRemark)
}

/// An order as the venue lists it, whoever sent it.
public struct VenueListing: Hashable, Sendable {
    public var order: OrderID
    /// As the venue writes it; another program's order may be in something that is no symbol of ours.
    public var symbol: String
    /// What was asked; `nil` when it is not something we could have asked.
    public var request: OrderRequest?
    public var venue: VenueOrder
    public var submittedAt: Timestamp

    public init(
        order: OrderID, symbol: String, request: OrderRequest?, venue: VenueOrder, submittedAt: Timestamp
    ) {
        self.order = order
        self.symbol = symbol
        self.request = request
        self.venue = venue
        self.submittedAt = submittedAt
    }

    /// The order as it was before anything happened to it that an update tells of.
    var opening: VenueOrder {
        VenueOrder(
            name: venue.name, status: .open, filled: .zero, averagePrice: nil, happenedAt: submittedAt,
            request: request)
    }
}

/// A message of the stream with all that is needed to adopt its order.
public struct VenueNews: Hashable, Sendable {
    public var listing: VenueListing
    public var update: VenueUpdate

    public init(listing: VenueListing, update: VenueUpdate) {
        self.listing = listing
        self.update = update
    }
}

/// Something that the OMS wants told to people.
public enum OmsRemark: Hashable, Sendable {
    /// The venue said something that has no place in an order's life.
    case notRecorded(String)
    case sent(ApprovedOrder, Dispatch.Answer)
    case cancelAsked(OrderID, Dispatch.Answer)
    case withdrawn(OrderID, reason: String)
    /// An order at the venue that the book can't hold.
    case stranger(VenueListing)
    case executionsNotRead(OrderID)
    case acted
}
