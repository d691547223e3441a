public import Contracts

/// An accepted order that is neither filled, canceled nor expired.
public struct OpenOrder: Hashable, Sendable {
    public let id: OrderID
    public let venueOrderID: String
    public let instrument: InstrumentIndex
    /// As accepted; a split restates it in new shares.
    public internal(set) var request: OrderRequest
    public let acceptedAt: Timestamp
    /// Whether it reduces a position. Such an order holds shares and reserves no buying power.
    public let isClosing: Bool
    /// What one share of it reserves of buying power.
    var reservedPrice: Price
    public internal(set) var filled: Quantity
    /// Whether the market has reached its stop. From then on a stop is a market order and a stop-limit a limit order, for what a bar's
    /// volume has not filled yet.
    public internal(set) var isAwake = false
    /// The best price since it was accepted, which a trailing stop follows; `nil` for other orders.
    public internal(set) var bestPrice: Price?

    public var leaves: Quantity { request.quantity - filled }
    var reserved: Money { isClosing ? .zero : reservedPrice.notional(of: leaves) }

    /// Where the stop of a stop order stands now.
    public var stopPrice: Price? {
        guard case .trailingStop(let trail) = request.type, let bestPrice else { return request.type.stopPrice }
        return trail.stop(behind: bestPrice, request.side)
    }

    func execution(_ change: Execution.Change, at: Timestamp) -> Execution {
        Execution(
            order: id, venueOrderID: venueOrderID, instrument: instrument, side: request.side, change: change,
            happenedAt: at)
    }

    /// Whether this order and one of the other side could meet: always, unless both name prices that do not cross.
    func couldTrade(with request: OrderRequest) -> Bool {
        guard let ours = self.request.type.limitPrice, let theirs = request.type.limitPrice else { return true }
        return request.side == .buy ? theirs >= ours : ours >= theirs
    }

    /// Restates the order in new shares.
    mutating func split(new: Int64, old: Int64) {
        (request, filled) = request.afterSplit(new: new, old: old, filled: filled)
        reservedPrice = reservedPrice.afterSplit(new: new, old: old)
        bestPrice = bestPrice?.afterSplit(new: new, old: old)
    }
}
