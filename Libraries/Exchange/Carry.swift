public import Contracts

// What holding a position brings and costs while nothing is traded.
extension Exchange {
    /// Books a split or a dividend. It belongs before the matching of the first frame on its ex-date: who holds shares then is paid,
    /// and the frame's prices are those after it.
    ///
    /// A split restates the position, open orders and the mark in new shares. Fractions of a share are kept, down to a billionth. A
    /// dividend is paid at once, and the mark falls by it, so that equity does not move; open orders stay as they are.
    public mutating func apply(_ action: CorporateAction) {
        precondition(action.isSound, "a split is a ratio of positive numbers, and a dividend is above zero")
        let place = action.instrument.place
        switch action.change {
        case .split(let new, let old):
            holdings[place].split(new: new, old: old)
            lastPrices[place] = lastPrices[place]?.afterSplit(new: new, old: old)
            for order in openOrders.indices where openOrders[order].instrument == action.instrument {
                openOrders[order].split(new: new, old: old)
            }
        case .dividend(let perShare):
            cash += perShare.notional(of: holdings[place].quantity)
            lastPrices[place] = lastPrices[place]?.exDividend(perShare)
        }
    }

    /// Takes the fee for borrowed shares from cash, for the calendar days since the session that was last marked, and answers it. To be
    /// called before `session` trades.
    ///
    /// Short value at the last marks × rate × days ÷ 360, the day count of the dollar's money market, rounded half to even to a
    /// billionth.
    public mutating func chargeBorrow(until session: TradingDate) -> Money {
        guard rules.borrowBasisPoints > 0, let markedSession, session > markedSession else { return .zero }
        var short = Money.zero
        for place in holdings.indices where holdings[place].quantity < .zero { short -= value(ofHolding: place) }
        let days = Int128(session - markedSession)
        let fee = Money(
            nanos: (Int128(short.nanos) * Int128(rules.borrowBasisPoints) * days).dividedHalfEven(by: 10_000 * 360))
        cash -= fee
        return fee
    }
}
