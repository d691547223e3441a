internal import Contracts

// Closing everything: what goes at once, what waits for a cancel, and when it is done.
extension RiskDesk {
    /// Closes every instrument that has a position and nothing pending. What has something pending is closed once that is gone.
    @inline(never)
    mutating func closeAll(_ places: Range<Int>, into verdicts: inout VerdictFrame) {
        let rules = rules
        for place in places {
            let instrument = InstrumentIndex(place)
            let exposure = exposure(instrument)
            guard !exposure.position.isZero, !exposure.hasPending else { continue }
            let intent = Intent(
                instrument: instrument, side: exposure.position > .zero ? .sell : .buy,
                quantity: exposure.position.saturatingMagnitude)
            let verdict = Verdict(intent: intent, outcome: rules.outcome(of: intent, exposure, gross: .zero))
            verdicts.verdicts.append(verdict)
            _ = promise(verdict)
        }
    }

    /// The same, outside the answer to a target frame. Under the kill mode `hard` there is nothing to say.
    mutating func closeAtOnce(_ places: Range<Int>, into outputs: inout [Event]) {
        guard killMode != .hard else { return }
        var verdicts = VerdictFrame(at: frame, tier: ladder.tier, verdicts: [])
        closeAll(places, into: &verdicts)
        if !verdicts.verdicts.isEmpty { outputs.append(.verdictFrame(verdicts)) }
    }

    /// An order of an instrument changed: closes the instrument if that was what its flatten waited for.
    ///
    /// Only orders from before the flatten are waited for like this. A closing order that the venue refuses or ends is tried again with
    /// the next target frame: a venue that refuses everything would otherwise be asked without end.
    mutating func continueFlatten(_ instrument: InstrumentIndex, into outputs: inout [Event]) {
        guard ladder.tier == .flatten else { return }
        if awaitsCancel[instrument.place], !exposure(instrument).hasPending {
            awaitsCancel[instrument.place] = false
            closeAtOnce(instrument.place..<(instrument.place + 1), into: &outputs)
        }
        tellIfFlat(into: &outputs)
    }

    @inline(never)
    mutating func tellIfFlat(into outputs: inout [Event]) {
        guard ladder.tier == .flatten else { return }
        let isDone = ledger.isFlat && orders.openCount == 0 && promises.allSatisfy { $0 == Promise() }
        if isDone, !hasToldFlat { alarm(.flattenComplete, nil, "nothing is held and no order is open", into: &outputs) }
        hasToldFlat = isDone
    }
}

extension InstrumentExposure {
    /// Whether anything may still be executed.
    var hasPending: Bool { pendingBuys > .zero || pendingSells > .zero }
}
