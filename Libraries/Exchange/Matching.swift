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
        let part = SessionPart(isFirst: frame.session != markedSession, isLast: endsSession)
        forEachOpen { exchange, order in
            if let bar = frame.bars[order.instrument.place], let touch = order.meet(bar, part) {
                exchange.fill(&order, touch, bar, when: touch.isAtOpen ? opensAt : frame.at, into: &executions)
            }
            guard !order.leaves.isZero, order.ends(with: part) else { return !order.leaves.isZero }
            let end = order.request.timeInForce == .opg ? opensAt : frame.at
            executions.append(order.execution(.expired, at: end))
            return false
        }
    }

    /// Matches the orders that were accepted at the instant of `frame` against its closes: `FillPolicy.signalClose`. What does not fill
    /// rests, as if it had been accepted a moment later.
    public mutating func matchAtClose(_ frame: borrowing BarFrame, into executions: inout [Execution]) {
        precondition(frame.bars.count == universe.count, "a frame has one place per instrument of the universe")
        if rules.participationBasisPoints > 0, volumeFrame != frame.at { limitVolume(frame) }
        forEachOpen { exchange, order in
            if order.acceptedAt == frame.at, !order.request.timeInForce.isAuction,
                let bar = frame.bars[order.instrument.place], let touch = order.meet(closeOf: bar)
            {
                exchange.fill(&order, touch, bar, when: frame.at, into: &executions)
            }
            return !order.leaves.isZero
        }
    }

    /// Matches the open orders of one instrument against a quote: market orders take the far side, limits when it reaches them,
    /// stops when it passes them. Size is not looked at, and the spread takes the place of slippage.
    public mutating func match(
        _ instrument: InstrumentIndex, bid: Price, ask: Price, at: Timestamp, into executions: inout [Execution]
    ) {
        forEachOpen { exchange, order in
            let price = order.request.side == .buy ? ask : bid
            if order.instrument == instrument, order.meet(quote: price) {
                exchange.execute(&order, order.leaves, at: price, when: at, into: &executions)
            }
            return !order.leaves.isZero
        }
    }

    /// Whether a quote would change anything: execute an order, wake a stop or move a trailing one.
    public func isReached(_ instrument: InstrumentIndex, bid: Price, ask: Price) -> Bool {
        openOrders.contains { order in
            guard order.instrument == instrument else { return false }
            var met = order
            let executes = met.meet(quote: order.request.side == .buy ? ask : bid)
            return executes || met.isAwake != order.isAwake || met.bestPrice != order.bestPrice
        }
    }

    /// Ends the orders that are good for no longer than the session, as its close does.
    public mutating func endSession(at: Timestamp, into executions: inout [Execution]) {
        openOrders.removeAll { order in
            guard order.ends(with: SessionPart(isFirst: false, isLast: true)) else { return false }
            executions.append(order.execution(.expired, at: at))
            return true
        }
    }

    /// Goes through the open orders, and keeps those that `match` says are still open. They are set aside meanwhile, so that each is matched
    /// where it lies.
    @inline(__always)
    private mutating func forEachOpen(_ match: (_ exchange: inout Exchange, _ order: inout OpenOrder) -> Bool) {
        var orders: [OpenOrder] = []
        swap(&orders, &openOrders)
        var kept = 0
        for place in orders.indices where match(&self, &orders[place]) {
            if kept < place { orders.swapAt(kept, place) }
            kept += 1
        }
        while orders.count > kept { orders.removeLast() }
        swap(&orders, &openOrders)
    }

    private mutating func limitVolume(_ frame: borrowing BarFrame) {
        volumeFrame = frame.at
        for place in volumeLeft.indices {
            let volume = Int128(frame.bars[place]?.volume ?? 0) * Int128(rules.participationBasisPoints) / 10_000
            volumeLeft[place] = Quantity(units: Int(clamping: volume))
        }
    }

    private mutating func fill(
        _ order: inout OpenOrder, _ touch: Touch, _ bar: Bar, when: Timestamp, into executions: inout [Execution]
    ) {
        var quantity = order.leaves
        if rules.participationBasisPoints > 0 {
            quantity = min(quantity, volumeLeft[order.instrument.place])
            volumeLeft[order.instrument.place] -= quantity
        }
        guard quantity > .zero else { return }
        let price = slipped(touch, order, quantity, bar.volume)
        execute(&order, quantity, at: price, when: when, into: &executions)
    }

    /// The price after slippage, and never beyond the order's limit.
    private func slipped(_ touch: Touch, _ order: OpenOrder, _ quantity: Quantity, _ volume: Int64) -> Price {
        guard touch.slips else { return touch.price }
        let side = order.request.side
        let price = rules.slippage.price(touch.price, side, quantity, volume: volume)
        return order.request.type.limitPrice.map { side.better($0, price) } ?? price
    }

    private mutating func execute(
        _ order: inout OpenOrder, _ quantity: Quantity, at price: Price, when: Timestamp,
        into executions: inout [Execution]
    ) {
        precondition(quantity <= order.leaves, "fills stay within the order")
        let signed = Quantity(nanos: quantity.nanos * order.request.side.sign)
        let worth = price.notional(of: signed)
        let charge = rules.charge(order.request.side, quantity, worth: worth.magnitude, at: when)
        cash -= worth + charge
        holdings[order.instrument.place].trade(signed, at: price)
        order.filled += quantity
        executionCount += 1
        executions.append(
            order.execution(
                .filled(
                    execution: nameExecution(of: order), quantity: quantity,
                    price: price, cumulative: order.filled, commission: charge),
                at: when))
    }
}

extension OpenOrder {
    /// Whether what is left of the order ends once this part of its session has been matched.
    fileprivate func ends(with part: SessionPart) -> Bool {
        switch request.timeInForce {
        case .day, .cls: part.isLast
        case .gtc: false
        case .opg: part.isFirst
        }
    }

    /// Where the close of the bar that an order was decided on meets it. A stop waits for what comes after.
    fileprivate func meet(closeOf bar: Bar) -> Touch? {
        switch request.type {
        case .market, .limit: auction(at: bar.close, isAtOpen: false)
        case .stop, .stopLimit, .trailingStop: nil
        }
    }
}
