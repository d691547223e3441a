internal import Contracts

// What the venue and the reconciler say about orders and the account.
extension RiskDesk {
    mutating func fold(_ event: borrowing OrderEvent, at instant: Timestamp, into outputs: inout [Event]) {
        guard event.instrument.place < prices.count else {
            return fault("order \(event.order) of instrument \(event.instrument) of \(prices.count)", into: &outputs)
        }
        if case .submitting(let request) = event.change { redeem(request, event, into: &outputs) }
        if case .external = event.change {
            alarm(
                .externalOrder, event.instrument.place, "the venue works \(event.order), which is not ours",
                into: &outputs)
        }
        do {
            try orders.fold(
                event, at: instant, position: ledger.position(event.instrument),
                arrival: ledger.lastClose(event.instrument))
        } catch {
            alarm(.fault, event.instrument.place, error.description, into: &outputs)
        }
        continueFlatten(event.instrument, into: &outputs)
    }

    /// An order appeared: takes it out of what was promised. An order that no verdict allowed is the one thing that must not be.
    mutating func redeem(_ request: OrderRequest, _ event: borrowing OrderEvent, into outputs: inout [Event]) {
        let place = event.instrument.place
        let promised = request.side == .buy ? promises[place].buys : promises[place].sells
        let rest = max(.zero, promised.saturatingDifference(request.quantity))
        switch request.side {
        case .buy: promises[place].buys = rest
        case .sell: promises[place].sells = rest
        }
        guard request.quantity > promised else { return }
        fault("order \(event.order) of \(request.quantity) where \(promised) was allowed", into: &outputs)
    }

    mutating func fold(_ fill: Fill, into outputs: inout [Event]) {
        guard .zero < fill.quantity, fill.instrument.place < prices.count else {
            return fault("execution \(fill.execution) of \(fill.quantity) in \(fill.instrument)", into: &outputs)
        }
        ledger.apply(fill)
        do {
            let filled = try orders.fold(fill).filled
            if filled != fill.cumulativeQuantity {
                let told = "the venue counts \(fill.cumulativeQuantity) of \(fill.order), we \(filled)"
                alarm(.fault, fill.instrument.place, told, into: &outputs)
            }
        } catch {
            alarm(.fault, fill.instrument.place, error.description, into: &outputs)
        }
        continueFlatten(fill.instrument, into: &outputs)
    }

    /// A split or a dividend: positions, orders and prices are restated together, and equity stays where it was, so that no tier moves.
    mutating func fold(_ action: CorporateAction, into outputs: inout [Event]) {
        guard action.isSound, action.instrument.place < prices.count else {
            return fault("a corporate action \(action.change) of instrument \(action.instrument)", into: &outputs)
        }
        ledger.apply(action)
        orders.apply(action)
        prices[action.instrument.place].restate(action.change)
    }

    /// Deposits and withdrawals move what loss is measured by, and are not profit. Charges are a loss, which the next frame shows.
    mutating func fold(_ state: AccountState) {
        ledger.apply(state)
        ladder.move(by: state.cashFlow)
    }

    /// A position moved to what the broker holds. Like a deposit, what it is worth came or went without a trade.
    mutating func fold(_ adjustment: PositionAdjustment, into outputs: inout [Event]) {
        guard adjustment.instrument.place < prices.count else {
            return fault("an adjustment of instrument \(adjustment.instrument) of \(prices.count)", into: &outputs)
        }
        let before = confirmedEquity
        ledger.apply(adjustment)
        ladder.move(by: confirmedEquity.saturatingDifference(before))
        continueFlatten(adjustment.instrument, into: &outputs)
    }
}
