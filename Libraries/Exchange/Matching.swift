public import Contracts

extension Exchange {
    /// Matches every open order against its instrument's bar, in the order of acceptance, and appends what happened.
    ///
    /// - Parameters:
    ///   - opensAt: when the bars began; the time of a fill at the open.
    ///   - endsSession: whether day orders that are still open expire with this frame. Daily bars always end their session.
    public mutating func match(
        _ frame: borrowing BarFrame, opensAt: Timestamp, endsSession: Bool = true, into executions: inout [Execution]
    ) {
        precondition(frame.bars.count == universe.count, "a frame has one place per instrument of the universe")
        guard !openOrders.isEmpty else { return }
        if rules.participationBasisPoints > 0 { limitVolume(frame) }
        var kept = 0
        for place in openOrders.indices {
            var order = openOrders[place]
            if let bar = frame.bars[order.instrument.place],
                let trade = touch(order.request, bar, slipping: slippage(order))
            {
                fill(&order, at: trade.price, when: trade.isAtOpen ? opensAt : frame.at, into: &executions)
            }
            if order.leaves.isZero { continue }
            if endsSession && order.request.timeInForce == .day {
                executions.append(order.execution(.expired, at: frame.at))
                continue
            }
            openOrders[kept] = order
            kept += 1
        }
        openOrders.removeLast(openOrders.count - kept)
    }

    /// Matches the open orders of one instrument against a quote: market orders take the far side, limits when it reaches them,
    /// stops when it passes them. Size is not looked at, and the spread takes the place of slippage.
    public mutating func match(
        _ instrument: InstrumentIndex, bid: Price, ask: Price, at: Timestamp, into executions: inout [Execution]
    ) {
        var kept = 0
        for place in openOrders.indices {
            var order = openOrders[place]
            let price = order.request.side == .buy ? ask : bid
            if order.instrument == instrument, takes(order.request, price) {
                execute(&order, order.leaves, at: price, when: at, into: &executions)
            }
            if order.leaves.isZero { continue }
            openOrders[kept] = order
            kept += 1
        }
        openOrders.removeLast(openOrders.count - kept)
    }

    /// Whether a quote would execute anything.
    public func isReached(_ instrument: InstrumentIndex, bid: Price, ask: Price) -> Bool {
        openOrders.contains { order in
            order.instrument == instrument && takes(order.request, order.request.side == .buy ? ask : bid)
        }
    }

    /// Ends the day orders that are still open, as the close of a session does.
    public mutating func endSession(at: Timestamp, into executions: inout [Execution]) {
        openOrders.removeAll { order in
            guard order.request.timeInForce == .day else { return false }
            executions.append(order.execution(.expired, at: at))
            return true
        }
    }

    private func slippage(_ order: OpenOrder) -> Int64 { order.request.side.sign * rules.slippageBasisPoints }

    private func takes(_ request: OrderRequest, _ price: Price) -> Bool {
        switch (request.type, request.side) {
        case (.market, _): true
        case (.limit(let limit), .buy), (.stop(let limit), .sell): price <= limit
        case (.limit(let limit), .sell), (.stop(let limit), .buy): price >= limit
        }
    }

    private mutating func limitVolume(_ frame: borrowing BarFrame) {
        for place in volumeLeft.indices {
            let volume = Int128(frame.bars[place]?.volume ?? 0) * Int128(rules.participationBasisPoints) / 10_000
            volumeLeft[place] = Quantity(units: Int(clamping: volume))
        }
    }

    private mutating func fill(
        _ order: inout OpenOrder, at price: Price, when: Timestamp, into executions: inout [Execution]
    ) {
        var quantity = order.leaves
        if rules.participationBasisPoints > 0 {
            quantity = min(quantity, volumeLeft[order.instrument.place])
            volumeLeft[order.instrument.place] -= quantity
        }
        if quantity > .zero { execute(&order, quantity, at: price, when: when, into: &executions) }
    }

    private mutating func execute(
        _ order: inout OpenOrder, _ quantity: Quantity, at price: Price, when: Timestamp,
        into executions: inout [Execution]
    ) {
        precondition(quantity <= order.leaves, "fills stay within the order")
        let signed = Quantity(nanos: quantity.nanos * order.request.side.sign)
        cash -= price.notional(of: signed) + rules.commissionPerTrade
        holdings[order.instrument.place].trade(signed, at: price)
        order.filled += quantity
        executionCount += 1
        executions.append(
            order.execution(
                .filled(
                    execution: derivedUUID(number: executionCount, name: order.venueOrderID), quantity: quantity,
                    price: price, cumulative: order.filled, commission: rules.commissionPerTrade),
                at: when))
    }
}

/// At what price a bar fills an order and whether that was at the open; `nil` when the bar does not reach it.
///
/// A limit that the market opened beyond gets the open. A stop that it opened beyond gets the open too, which is worse than the stop.
private func touch(_ request: OrderRequest, _ bar: Bar, slipping points: Int64) -> (price: Price, isAtOpen: Bool)? {
    switch (request.type, request.side) {
    case (.market, _):
        return (bar.open.moved(byBasisPoints: points), true)
    case (.limit(let limit), .buy):
        guard bar.low <= limit else { return nil }
        return (min(limit, bar.open), bar.open <= limit)
    case (.limit(let limit), .sell):
        guard bar.high >= limit else { return nil }
        return (max(limit, bar.open), bar.open >= limit)
    case (.stop(let stop), .buy):
        guard bar.high >= stop else { return nil }
        return (max(stop, bar.open).moved(byBasisPoints: points), bar.open >= stop)
    case (.stop(let stop), .sell):
        guard bar.low <= stop else { return nil }
        return (min(stop, bar.open).moved(byBasisPoints: points), bar.open <= stop)
    }
}
