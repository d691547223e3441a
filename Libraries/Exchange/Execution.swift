public import Contracts

/// Something that happened to an accepted order: a fill, or its end.
public struct Execution: Hashable, Sendable {
    public enum Change: Hashable, Sendable {
        /// `cumulative` is what the order has filled after this execution.
        case filled(execution: String, quantity: Quantity, price: Price, cumulative: Quantity, commission: Money)
        case canceled
        case expired
    }

    public var order: OrderID
    public var venueOrderID: String
    public var instrument: InstrumentIndex
    public var side: Side
    public var change: Change
    public var happenedAt: Timestamp

    /// The execution as the log's `Fill`; `nil` for the end of an order.
    // Inlinable, since a call would copy the execution.
    @inlinable
    public var fill: Fill? {
        guard case .filled(let execution, let quantity, let price, let cumulative, let commission) = change else {
            return nil
        }
        return Fill(
            order: order, execution: execution, instrument: instrument, side: side, quantity: quantity, price: price,
            cumulativeQuantity: cumulative, commission: commission, happenedAt: happenedAt)
    }

    /// The end of the order as the log's `OrderEvent`; `nil` for a fill.
    public var orderEvent: OrderEvent? {
        switch change {
        case .filled: nil
        case .canceled: OrderEvent(order: order, instrument: instrument, change: .canceled, happenedAt: happenedAt)
        case .expired: OrderEvent(order: order, instrument: instrument, change: .expired, happenedAt: happenedAt)
        }
    }
}
