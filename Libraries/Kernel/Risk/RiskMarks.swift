internal import Contracts

// Bars, the equity they make, and the tiers that follow from it.
extension RiskDesk {
    mutating func fold(_ bars: borrowing BarFrame, into outputs: inout [Event]) {
        frame = bars.at
        guard bars.bars.count == prices.count else {
            return fault(
                "a bar frame of \(bars.bars.count) instruments in a universe of \(prices.count)", into: &outputs)
        }
        for place in 0..<prices.count {
            guard let bar = bars.bars[place] else { continue }
            guard bar.close > .zero else {
                return fault("a close of \(bar.close) for \(symbol(place))", into: &outputs)
            }
            let earlier = prices[place].confirmed
            if prices[place].take(bar.close, limitBasisPoints: configuration.limits.suspectMoveBasisPoints) {
                alarm(
                    .suspectPrice, place, "close \(bar.close) after \(earlier?.description ?? "none")", into: &outputs)
            }
        }
        ledger.mark(bars)
        var changes: [TierChange] = []
        ladder.mark(confirmedEquity, session: bars.session, limits: configuration.limits, into: &changes)
        announce(changes, into: &outputs)
        tellIfFlat(into: &outputs)
    }

    /// Equity with every position at its confirmed price.
    var confirmedEquity: Money {
        var equity = ledger.cash
        for place in 0..<prices.count {
            let instrument = InstrumentIndex(place)
            let position = ledger.position(instrument)
            guard !position.isZero else { continue }
            let value = prices[place].confirmed?.saturatingNotional(of: position) ?? ledger.exposure(instrument)
            equity = equity.saturatingSum(value)
        }
        return equity
    }

    /// Tells tier changes, and begins to close if they end in FLATTEN.
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
