public import Contracts

/// Where an order stands at the broker.
public enum BrokerOrderStatus: Hashable, Sendable, CustomStringConvertible {
    case new, accepted, pendingNew, partiallyFilled, filled, doneForDay, canceled, expired, replaced, rejected
    case pendingCancel, pendingReplace, held
    /// A word we do not know. It counts as open, since nothing says that it is over.
    case other(String)

    public init(_ word: String) {
        self = Self.words.first { $0.word == word }?.status ?? .other(word)
    }

    /// Nothing more can happen to the order.
    public var isTerminal: Bool {
        switch self {
        case .filled, .canceled, .expired, .replaced, .rejected: true
        case .new, .accepted, .pendingNew, .partiallyFilled, .doneForDay, .pendingCancel, .pendingReplace, .held,
            .other:
            false
        }
    }

    public var description: String {
        if case .other(let word) = self { return word }
        return Self.words.first { $0.status == self }?.word ?? ""
    }

    private static let words: [(word: String, status: BrokerOrderStatus)] = [
        ("new", .new), ("accepted", .accepted), ("pending_new", .pendingNew), ("partially_filled", .partiallyFilled),
        ("filled", .filled), ("done_for_day", .doneForDay), ("canceled", .canceled), ("expired", .expired),
        ("replaced", .replaced), ("rejected", .rejected), ("pending_cancel", .pendingCancel),
        ("pending_replace", .pendingReplace), ("held", .held),
    ]
}

/// An order as the broker has it, ours or not.
public struct BrokerOrder: Hashable, Sendable {
    /// The broker's own id.
    public var venueOrderID: String
    /// Ours, when we sent it.
    public var clientID: OrderID
    /// As the broker writes it; another program's order may be in something that is no `Symbol` of ours.
    public var symbol: String
    public var status: BrokerOrderStatus
    /// What was asked; `nil` when it is not something we could have asked, such as a trailing stop or an amount of money.
    public var request: OrderRequest?
    /// Shares executed so far.
    public var filledQuantity: Quantity
    public var filledAveragePrice: Price?
    public var submittedAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        venueOrderID: String, clientID: OrderID, symbol: String, status: BrokerOrderStatus, request: OrderRequest?,
        filledQuantity: Quantity, filledAveragePrice: Price?, submittedAt: Timestamp, updatedAt: Timestamp
    ) {
        self.venueOrderID = venueOrderID
        self.clientID = clientID
        self.symbol = symbol
        self.status = status
        self.request = request
        self.filledQuantity = filledQuantity
        self.filledAveragePrice = filledAveragePrice
        self.submittedAt = submittedAt
        self.updatedAt = updatedAt
    }
}
