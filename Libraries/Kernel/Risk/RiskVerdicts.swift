internal import Contracts

// The answer to a target frame.
extension RiskDesk {
    mutating func fold(
        _ targets: borrowing TargetFrame, into verdicts: inout VerdictFrame, outputs: inout [Event]
    ) {
        verdicts.at = targets.at
        if !verdicts.verdicts.isEmpty { verdicts.verdicts.removeAll(keepingCapacity: true) }
        if let flaw = targets.flaw(instruments: prices.count) { report(flaw, into: &outputs) }
        verdicts.tier = ladder.tier
        if ladder.tier == .flatten {
            closeAll(0..<prices.count, into: &verdicts)
            return
        }
        // Most frames ask for nothing, and what is at stake in the whole book is a sum over all instruments.
        if !targets.targets.isEmpty { answer(targets, into: &verdicts) }
    }

    // Out of line, so that a frame that asks for nothing pays for no copy of the rules.
    @inline(never)
    private mutating func answer(_ targets: borrowing TargetFrame, into verdicts: inout VerdictFrame) {
        let rules = rules
        var gross = grossAtStake
        var next = 0
        for place in 0..<targets.targets.count {
            let target = targets.targets[place]
            guard target.instrument.place >= next, target.instrument.place < prices.count else { continue }
            next = target.instrument.place + 1
            answer(target, rules, &gross, into: &verdicts)
        }
    }

    mutating func answer(_ target: Target, _ rules: RiskRules, _ gross: inout Money, into verdicts: inout VerdictFrame)
    {
        let exposure = exposure(target.instrument)
        guard let intent = intent(for: target, exposure) else { return }
        let outcome = rules.outcome(
            of: intent, exposure, gross: gross, isDisabled: isDisabled(target, towards: intent.side))
        let verdict = Verdict(intent: intent, outcome: outcome)
        verdicts.verdicts.append(verdict)
        guard promise(verdict) else { return }
        gross = gross.saturatingDifference(exposure.atStake).saturatingSum(self.exposure(target.instrument).atStake)
    }

    /// What is still missing to the target, in whole shares; a target of nothing takes fractions along.
    func intent(for target: Target, _ exposure: InstrumentExposure) -> Intent? {
        let missing = target.quantity.saturatingDifference(exposure.settled)
        let change = target.quantity.isZero ? missing : missing.wholeUnits
        guard !change.isZero else { return nil }
        return Intent(
            instrument: target.instrument, side: change > .zero ? .buy : .sell, quantity: change.saturatingMagnitude)
    }

    /// Whether every strategy that pulls this way is switched off.
    func isDisabled(_ target: Target, towards side: Side) -> Bool {
        var hasPull = false
        for place in 0..<min(target.contributions.count, isStrategyOn.count)
        where target.contributions[place] * Double(side.sign) > 0 {
            if isStrategyOn[place] { return false }
            hasPull = true
        }
        return hasPull
    }

    @inline(__always)
    var grossAtStake: Money {
        var gross = Money.zero
        for place in 0..<prices.count { gross = gross.saturatingSum(exposure(InstrumentIndex(place)).atStake) }
        return gross
    }

    /// A flawed target frame is a fault; its sound part is answered all the same.
    @inline(never)
    private mutating func report(_ flaw: TargetFlaw, into outputs: inout [Event]) {
        switch flaw {
        case .noSuchInstrument(let place):
            fault("a target for instrument \(place) of \(prices.count)", into: &outputs)
        case .outOfOrder(let place):
            fault("targets out of instrument order at \(symbol(place))", into: &outputs)
        }
    }

    /// Counts what a verdict lets through as pending; `false` if that is nothing.
    mutating func promise(_ verdict: Verdict) -> Bool {
        let allowed = verdict.allowed
        guard allowed > .zero else { return false }
        switch verdict.intent.side {
        case .buy: promises[verdict.intent.instrument.place].buys += allowed
        case .sell: promises[verdict.intent.instrument.place].sells += allowed
        }
        return true
    }
}

/// What makes a target frame unfit to be followed.
private enum TargetFlaw {
    case noSuchInstrument(Int)
    case outOfOrder(Int)
}

extension TargetFrame {
    fileprivate borrowing func flaw(instruments: Int) -> TargetFlaw? {
        var next = 0
        for place in 0..<targets.count {
            let instrument = targets[place].instrument.place
            if instrument >= instruments { return .noSuchInstrument(instrument) }
            if instrument < next { return .outOfOrder(instrument) }
            next = instrument + 1
        }
        return nil
    }
}
