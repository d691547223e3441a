public import Contracts

/// An accepted order that is neither filled, canceled nor expired.
public struct OpenOrder: Hashable, Sendable {
    public let id: OrderID
    public let venueOrderID: String
    public let instrument: InstrumentIndex
    public let request: OrderRequest
    public let acceptedAt: Timestamp
    /// Whether it reduces a position. Such an order holds shares and reserves no buying power.
    public let isClosing: Bool
    /// What one share of it reserves of buying power.
    let reservedPrice: Price
    public internal(set) var filled: Quantity

    public var leaves: Quantity { request.quantity - filled }
    var reserved: Money { isClosing ? .zero : reservedPrice.notional(of: leaves) }

    func execution(_ change: Execution.Change, at: Timestamp) -> Execution {
        Execution(
            order: id, venueOrderID: venueOrderID, instrument: instrument, side: request.side, change: change,
            happenedAt: at)
    }

    /// Whether this order and one of the other side could meet: always, unless both name prices that do not cross.
    func couldTrade(with request: OrderRequest) -> Bool {
        guard case .limit(let ours) = self.request.type, case .limit(let theirs) = request.type else { return true }
        return request.side == .buy ? theirs >= ours : ours >= theirs
    }
}
