internal import Contracts

// How a weight becomes a position, and when the difference is worth an order.
extension AllocationConfiguration {
    /// What a weight of 1 is worth at `price`, as a multiple of equity.
    func worthOfOne(at price: Price?, _ equity: Money) -> Double {
        guard method == .fixedQuantity else { return 1 }
        guard equity > .zero, let price else { return 0 }
        return price.notional(of: fixedQuantity).approximation / equity.approximation
    }

    /// The position that a weight asks for.
    func shares(weight: Double, _ equity: Money, at price: Price) -> Quantity {
        switch method {
        case .equalWeight, .inverseVolatility: Sizing.shares(weight: weight, of: equity, at: price)
        case .fixedQuantity: equity > .zero ? Sizing.shares(weight: weight, of: fixedQuantity) : .zero
        }
    }

    /// Whether a change is large enough. A position that is no longer wanted at all is always closed, however small it is.
    func isWorthTrading(from held: Quantity, to wanted: Quantity, at price: Price, _ equity: Money) -> Bool {
        if wanted == held { return false }
        if wanted.isZero { return true }
        let value = price.notional(of: wanted - held).magnitude
        return value.approximation >= minimumTrade * equity.approximation
    }
}
