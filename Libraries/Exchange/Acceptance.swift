public import Contracts

/// What the exchange answers to an order.
public enum Acceptance: Hashable, Sendable {
    case accepted(venueOrderID: String)
    case rejected(Rejection)
}

/// Why the exchange refused an order, with the numbers. Codes and wording are those of Alpaca's API.
public enum Rejection: Hashable, Sendable {
    /// An order under this id has been accepted before, whatever became of it.
    case duplicateID
    case quantityNotPositive
    case limitPriceNotPositive
    case stopPriceNotPositive
    /// A trailing stop stays behind by more than nothing and less than the whole price.
    case trailOutOfRange
    /// Auctions take market and limit orders.
    case stopInAuction
    /// The rules name a later session as the first to be traded on.
    case notOpen(until: TradingDate)
    /// Nothing has traded in this instrument yet, so nothing can be reserved for it.
    case noPrice(Symbol)
    /// The position, less what other closing orders hold, is smaller than the order.
    case insufficientQuantity(requested: Quantity, available: Quantity, existing: Quantity)
    case insufficientBuyingPower(cost: Money, available: Money)
    case shortingNotAllowed
    case shortSellWhileBuying
    case buyWhileShortSelling
    /// The order could trade with one of our own that is open.
    case washTrade(existing: String)

    public var code: Int64 {
        switch self {
        case .duplicateID, .quantityNotPositive, .limitPriceNotPositive, .stopPriceNotPositive, .trailOutOfRange:
            40_010_001
        case .noPrice, .notOpen, .stopInAuction: 42_210_000
        case .insufficientQuantity, .insufficientBuyingPower, .shortingNotAllowed, .shortSellWhileBuying,
            .buyWhileShortSelling, .washTrade:
            40_310_000
        }
    }

    public var reason: String {
        switch self {
        case .duplicateID: "client_order_id must be unique"
        case .quantityNotPositive: "qty must be > 0"
        case .limitPriceNotPositive: "limit price must be > 0"
        case .stopPriceNotPositive: "stop price must be > 0"
        case .trailOutOfRange: "trail must be > 0 and less than the price"
        case .stopInAuction: "opg and cls orders must be market or limit orders"
        case .notOpen(let session): "trading begins on \(session)"
        case .noPrice(let symbol): "no market price for asset \"\(symbol)\" yet"
        case .insufficientQuantity(let requested, let available, _):
            "insufficient qty available for order (requested: \(requested), available: \(available))"
        case .insufficientBuyingPower: "insufficient buying power"
        case .shortingNotAllowed: "account is not allowed to short"
        case .shortSellWhileBuying: "cannot open a short sell while a long buy order is open"
        case .buyWhileShortSelling: "cannot open a long buy while a short sell order is open"
        case .washTrade: "potential wash trade detected. use complex orders"
        }
    }
}

/// What became of a request to cancel.
public enum Cancellation: Hashable, Sendable {
    case canceled(Execution)
    /// The order exists and is filled, canceled or expired already.
    case notOpen
    case unknown
}
