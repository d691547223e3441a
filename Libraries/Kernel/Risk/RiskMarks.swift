internal import Contracts

// Bars, the equity they make, and the tiers that follow from it.
extension RiskDesk {
    mutating func fold(_ bars: borrowing BarFrame, into outputs: inout [Event]) {
        frame = bars.at
        guard bars.bars.count == prices.count else {
            return fault(
                "a bar frame of \(bars.bars.count) instruments in a universe of \(prices.count)", into: &outputs)
        }
        guard confirm(bars, into: &outputs) else { return }
        ledger.mark(bars)
        let before = ladder.tier
        var changes: [TierChange] = []
        let equity = ledger.equity(atConfirmed: prices)
        ladder.mark(equity, session: bars.session, limits: configuration.limits, into: &changes)
        if ladder.tier != before { announce(changes, into: &outputs) }
        if ladder.tier == .flatten { tellIfFlat(into: &outputs) }
    }

    /// Takes in the closes, and answers whether they are prices at all.
    private mutating func confirm(_ bars: borrowing BarFrame, into outputs: inout [Event]) -> Bool {
        let limit = configuration.limits.suspectMoveBasisPoints
        let closes = bars.bars.span
        for place in closes.indices {
            guard let close = closes[place]?.close else { continue }
            guard close > .zero else {
                fault("a close of \(close) for \(symbol(place))", into: &outputs)
                return false
            }
            let earlier = prices[place].confirmed
            if prices[place].take(close, limitBasisPoints: limit) { doubt(close, earlier, place, into: &outputs) }
        }
        return true
    }

    // Out of line, so that its texts cost nothing on a bar without doubt.
    @inline(never)
    private func doubt(_ close: Price, _ earlier: Price?, _ place: Int, into outputs: inout [Event]) {
        alarm(.suspectPrice, place, "close \(close) after \(earlier?.description ?? "none")", into: &outputs)
    }

    /// Equity with every position at its confirmed price.
    var confirmedEquity: Money { ledger.equity(atConfirmed: prices) }

    /// Tells tier changes, and begins to close if they end in FLATTEN.
    @inline(never)
    mutating func announce(_ changes: [TierChange], into outputs: inout [Event]) {
        guard let last = changes.last else { return }
        for change in changes { outputs.append(.tierChange(change)) }
        guard last.to == .flatten else { return }
        for place in 0..<prices.count {
            awaitsCancel[place] = exposure(InstrumentIndex(place)).hasPending
        }
        closeAtOnce(0..<prices.count, into: &outputs)
    }

    /// Risk contradicts itself, or was told something impossible from inside: nothing may add any more.
    @inline(never)
    mutating func fault(_ detail: String, into outputs: inout [Event]) {
        var changes: [TierChange] = []
        ladder.escalate(to: .noNew, .fault(detail), into: &changes)
        announce(changes, into: &outputs)
        if changes.isEmpty { alarm(.fault, nil, detail, into: &outputs) }
    }

    func alarm(_ subject: RiskAlarm.Subject, _ place: Int?, _ detail: String, into outputs: inout [Event]) {
        outputs.append(
            .riskAlarm(RiskAlarm(subject: subject, instrument: place.map(InstrumentIndex.init), detail: detail)))
    }

    func symbol(_ place: Int) -> Symbol { configuration.universe.symbols[place] }
}

extension Ledger {
    /// Cash and every position at its confirmed price. It asks the ledger and not the desk, which is too large to hand around on every bar.
    fileprivate func equity(atConfirmed prices: [PriceConfirmation]) -> Money {
        var equity = cash
        for place in 0..<prices.count {
            let instrument = InstrumentIndex(place)
            let position = position(instrument)
            if position.isZero { continue }
            let value = prices[place].confirmed?.saturatingNotional(of: position) ?? exposure(instrument)
            equity = equity.saturatingSum(value)
        }
        return equity
    }
}
