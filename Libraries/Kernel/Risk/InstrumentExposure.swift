public import Contracts

/// What is at stake in one instrument: what is held and what may still be executed.
public struct InstrumentExposure: Hashable, Sendable {
    /// Signed units held.
    public var position: Quantity
    /// Unsigned units that buys may still add; orders that were allowed and not yet submitted count.
    public var pendingBuys: Quantity
    public var pendingSells: Quantity
    public var hasUnknownOrder: Bool
    /// The price that limits are measured at; `nil` while no close was seen.
    public var price: Price?

    public init(
        position: Quantity, pendingBuys: Quantity, pendingSells: Quantity, hasUnknownOrder: Bool, price: Price?
    ) {
        self.position = position
        self.pendingBuys = pendingBuys
        self.pendingSells = pendingSells
        self.hasUnknownOrder = hasUnknownOrder
        self.price = price
    }

    /// Unsigned units that orders of one side may still execute.
    public func pending(_ side: Side) -> Quantity { side == .buy ? pendingBuys : pendingSells }

    /// The largest position, unsigned, that pending orders can lead to, whichever of them fill.
    public var largestPosition: Quantity {
        max(
            position.saturatingSum(pendingBuys).saturatingMagnitude,
            position.saturatingDifference(pendingSells).saturatingMagnitude)
    }

    /// The value of that position; zero while there is no price, and then nothing may add to it.
    public var atStake: Money { price?.saturatingNotional(of: largestPosition) ?? .zero }

    /// Where the position stands once all pending orders have filled.
    public var settled: Quantity { position.saturatingSum(pendingBuys).saturatingDifference(pendingSells) }
}
