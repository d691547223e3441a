public import Contracts

extension Exchange {
    /// Accepts an order or says why not. An accepted order is first matched by the next frame or quote.
    public mutating func submit(
        _ id: OrderID, instrument: InstrumentIndex, request: OrderRequest, at: Timestamp
    ) -> Acceptance {
        if naming == .uuid, knownIDs.contains(id) { return .rejected(.duplicateID) }
        let (rejection, price, isClosing) = judge(instrument, request)
        if let rejection { return .rejected(rejection) }
        if naming == .uuid { knownIDs.insert(id) }
        acceptedCount += 1
        let venueOrderID = nameOrder(id)
        openOrders.append(
            OpenOrder(
                id: id, venueOrderID: venueOrderID, instrument: instrument, request: request, acceptedAt: at,
                isClosing: isClosing, reservedPrice: price, filled: .zero, bestPrice: trailedPrice(instrument, request))
        )
        return .accepted(venueOrderID: venueOrderID)
    }

    /// What speaks against an order, if anything, the price it is counted at, and whether it makes a position smaller.
    private func judge(
        _ instrument: InstrumentIndex, _ request: OrderRequest
    ) -> (objection: Rejection?, price: Price, isClosing: Bool) {
        if let rejection = malformed(instrument, request) { return (rejection, .zero, false) }
        if let first = rules.firstSession, markedSession.map({ $0 < first }) ?? true {
            return (.notOpen(until: first), .zero, false)
        }
        guard let price = reservedPrice(instrument, request) else {
            return (.noPrice(universe[instrument]), .zero, false)
        }
        let position = holdings[instrument.place].quantity
        let isClosing = position.signum * request.side.sign < 0
        let objection =
            isClosing
            ? objectionToClosing(position, instrument, request)
            : objectionToOpening(position, instrument, request, at: price)
        return (objection, price, isClosing)
    }

    /// Ends an open order.
    public mutating func cancel(_ id: OrderID, at: Timestamp) -> Cancellation {
        guard let place = openOrders.firstIndex(where: { $0.id == id }) else {
            return knownIDs.contains(id) ? .notOpen : .unknown
        }
        let order = openOrders.remove(at: place)
        return .canceled(order.execution(.canceled, at: at))
    }

    private func malformed(_ instrument: InstrumentIndex, _ request: OrderRequest) -> Rejection? {
        if request.quantity <= .zero { return .quantityNotPositive }
        if let price = request.type.limitPrice, price <= .zero { return .limitPriceNotPositive }
        if let price = request.type.stopPrice, price <= .zero { return .stopPriceNotPositive }
        switch request.type {
        case .market, .limit: return nil
        case .trailingStop(.amount(let distance))
        where distance <= .zero || lastPrices[instrument.place].map { distance >= $0 } ?? false:
            return .trailOutOfRange
        case .trailingStop(.basisPoints(let points)) where !(1..<10_000).contains(points): return .trailOutOfRange
        case .stop, .stopLimit, .trailingStop: return request.timeInForce.isAuction ? .stopInAuction : nil
        }
    }

    /// Where a trailing stop begins to follow; `nil` for other orders.
    private func trailedPrice(_ instrument: InstrumentIndex, _ request: OrderRequest) -> Price? {
        guard case .trailingStop = request.type else { return nil }
        return lastPrices[instrument.place]
    }

    private func objectionToClosing(
        _ position: Quantity, _ instrument: InstrumentIndex, _ request: OrderRequest
    ) -> Rejection? {
        if let existing = washTrade(instrument, request) { return .washTrade(existing: existing) }
        let available = position.magnitude - heldForOrders(instrument)
        guard request.quantity > available else { return nil }
        return .insufficientQuantity(requested: request.quantity, available: available, existing: position.magnitude)
    }

    private func objectionToOpening(
        _ position: Quantity, _ instrument: InstrumentIndex, _ request: OrderRequest, at price: Price
    ) -> Rejection? {
        if request.side == .sell && !rules.allowsShorting { return .shortingNotAllowed }
        if position.isZero,
            openOrders.contains(where: { $0.instrument == instrument && $0.request.side != request.side })
        {
            return request.side == .sell ? .shortSellWhileBuying : .buyWhileShortSelling
        }
        if let existing = washTrade(instrument, request) { return .washTrade(existing: existing) }
        let cost = clampedCost(of: request.quantity, at: price)
        let available = buyingPower
        return cost > available ? .insufficientBuyingPower(cost: cost, available: available) : nil
    }

    private func washTrade(_ instrument: InstrumentIndex, _ request: OrderRequest) -> String? {
        openOrders.first {
            $0.instrument == instrument && $0.request.side != request.side && $0.couldTrade(with: request)
        }?.venueOrderID
    }

    /// What a share of the order is counted at: its own price, or the last one. A short is counted at three percent above the market
    /// if that is more.
    private func reservedPrice(_ instrument: InstrumentIndex, _ request: OrderRequest) -> Price? {
        guard let last = lastPrices[instrument.place] else { return nil }
        let named: Price
        switch request.type {
        case .market: named = last
        case .limit(let price), .stop(let price), .stopLimit(_, limit: let price): named = price
        case .trailingStop(let trail): named = trail.stop(behind: last, request.side)
        }
        return request.side == .buy ? named : max(named, last.moved(byBasisPoints: 300))
    }
}

/// An order may name any number, also one whose value no `Money` holds; it is refused, not trapped on.
private func clampedCost(of quantity: Quantity, at price: Price) -> Money {
    let exact = Int128(price.nanos) * Int128(quantity.nanos) / Int128(nanosPerUnit)
    return exact >= Int128(Int64.max) ? Money(nanos: .max) : price.notional(of: quantity)
}
