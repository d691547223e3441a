import Contracts

/// Everything the venue tells about one order.
struct VenueOrder: Hashable, Sendable {
    enum Status: String, Hashable, Sendable {
        case accepted
        case pendingNew = "pending_new"
        case new
        case partiallyFilled = "partially_filled"
        case filled, canceled, expired
    }

    /// What the client asked for beyond the terms that matching needs.
    struct Terms: Hashable, Sendable {
        var notional: Money?
        var isExtendedHours = false
        var intent: String
    }

    let id: String
    let clientID: OrderID
    let instrument: InstrumentIndex
    let request: OrderRequest
    let terms: Terms
    let submittedAt: Timestamp
    var status: Status
    var updatedAt: Timestamp
    /// When the order ended or was last filled, whichever the status says.
    var endedAt: Timestamp?
    var cancelRequestedAt: Timestamp?
    var filled: Quantity = .zero
    /// The best price that a trailing stop has followed, and where its stop stands; `nil` for other orders.
    var bestPrice: Price?
    var trailedStop: Price?
    /// Sum of the fills' notionals, from which the average price follows.
    var filledNotional: Money = .zero

    var isOpen: Bool {
        switch status {
        case .accepted, .pendingNew, .new, .partiallyFilled: true
        case .filled, .canceled, .expired: false
        }
    }

    var averagePrice: Price? {
        guard filled > .zero else { return nil }
        return Price(
            nanos: (Int128(filledNotional.nanos) * Int128(nanosPerUnit)).dividedHalfEven(by: Int128(filled.nanos)))
    }

    /// A good-till-canceled order ends by itself after ninety days, an order for the day or the close with its session, and one for the
    /// open with the next opening auction.
    var expiresAt: Timestamp? {
        switch request.timeInForce {
        case .gtc: return submittedAt + 90 * 86_400
        case .opg:
            let calendar = TradingCalendar.nyse
            let date = NewYork.date(at: submittedAt)
            if let open = calendar.open(date), submittedAt < open { return open }
            return calendar.next(after: date).flatMap(calendar.open)
        case .day, .cls:
            let calendar = TradingCalendar.nyse
            let date = NewYork.date(at: submittedAt)
            if let close = calendar.close(date), submittedAt < close { return close }
            return calendar.next(after: date).flatMap(calendar.close)
        }
    }
}
