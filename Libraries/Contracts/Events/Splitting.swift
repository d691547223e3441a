// What a split makes of numbers that were written down before it: prices shrink as shares multiply.

extension Quantity {
    /// The shares that `new` for every `old` ones make of these, without the part of a billionth that the ratio may leave over.
    ///
    /// Rounded toward zero, so that the parts of a position never come to more than the whole.
    public func afterSplit(new: Int64, old: Int64) -> Quantity {
        precondition(new > 0 && old > 0, "a split is a ratio of positive numbers")
        return Quantity(nanos: Int64(Int128(nanos) * Int128(new) / Int128(old)))
    }
}

extension Price {
    /// The price of one of the new shares, rounded half to even to a billionth, and at least that.
    public func afterSplit(new: Int64, old: Int64) -> Price {
        precondition(new > 0 && old > 0, "a split is a ratio of positive numbers")
        return max(Price(nanos: 1), scaled(by: old, over: new))
    }
}

extension OrderType {
    /// The same order in new shares.
    public func afterSplit(new: Int64, old: Int64) -> OrderType {
        switch self {
        case .market, .trailingStop(.basisPoints): self
        case .limit(let price): .limit(price.afterSplit(new: new, old: old))
        case .stop(let price): .stop(price.afterSplit(new: new, old: old))
        case .stopLimit(let stop, let limit):
            .stopLimit(stop: stop.afterSplit(new: new, old: old), limit: limit.afterSplit(new: new, old: old))
        case .trailingStop(.amount(let distance)): .trailingStop(.amount(distance.afterSplit(new: new, old: old)))
        }
    }
}

extension OrderRequest {
    /// The request in new shares, of which `filled` (old shares) are executed, and how many new ones that makes. What is left stays
    /// above zero: only the venue ends an order.
    public func afterSplit(new: Int64, old: Int64, filled: Quantity) -> (request: OrderRequest, filled: Quantity) {
        let leaves = max(Quantity(nanos: 1), (quantity - filled).afterSplit(new: new, old: old))
        let done = filled.afterSplit(new: new, old: old)
        let request = OrderRequest(
            side: side, quantity: done + leaves, type: type.afterSplit(new: new, old: old), timeInForce: timeInForce)
        return (request, done)
    }
}
