import Contracts

/// One event of an order's life as the `trade_updates` stream tells it.
struct TradeUpdate: Hashable, Sendable {
    enum Event: String, Hashable, Sendable {
        case accepted
        case pendingNew = "pending_new"
        case new
        case partialFill = "partial_fill"
        case fill, canceled, expired
    }

    var event: Event
    /// The order right after the event.
    var order: VenueOrder
    /// Of this execution alone; present on fills only.
    var fill: Fill?
    /// Signed, after the event.
    var position: Quantity
    /// Counts all updates of this venue.
    var number: UInt64
    var at: Timestamp
}

/// A fill as the account's history keeps it.
struct FillActivity: Hashable, Sendable {
    let fill: Fill
    let orderID: String
    let symbol: String
    let isComplete: Bool
    let leaves: Quantity
}
