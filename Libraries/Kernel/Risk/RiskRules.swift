public import Contracts

/// The pre-trade check: a pure function from what is held, what is pending and the limits to an answer.
///
/// What reduces a position passes all rules but `hard`; no limit may keep the book from getting smaller. What adds must fit every
/// limit even if all pending orders fill and none of the pending reductions does; it is cut to the whole shares that fit.
public struct RiskRules: Hashable, Sendable {
    public var limits: RiskLimits
    public var tier: RiskTier
    public var killMode: KillMode
    /// The equity that exposure is measured against.
    public var equity: Money

    public init(limits: RiskLimits, tier: RiskTier, killMode: KillMode, equity: Money) {
        self.limits = limits
        self.tier = tier
        self.killMode = killMode
        self.equity = equity
    }

    /// Answers one intent.
    /// - Parameters:
    ///   - exposure: what is held and pending in the intent's instrument, before this intent.
    ///   - gross: the value at stake in the whole book, before this intent: see `InstrumentExposure.atStake`.
    ///   - isDisabled: whether only strategies that are switched off want this.
    public func outcome(
        of intent: Intent, _ exposure: InstrumentExposure, gross: Money, isDisabled: Bool = false
    ) -> Verdict.Outcome {
        if killMode == .hard { return .denied(because: .killMode(.hard)) }
        let adds = exposure.position.signum * intent.side.sign >= 0
        guard adds else { return reduction(intent, exposure) }
        // From flat, an order against pending ones would open the other side if it filled first.
        if exposure.position.isZero, exposure.pending(intent.side.opposite) > .zero {
            return .denied(because: .wouldCrossZero)
        }
        if let refusal = refusalToAdd(exposure, isDisabled: isDisabled) { return .denied(because: refusal) }
        guard let price = exposure.price, price > .zero else { return .denied(because: .noPrice) }
        return addition(intent, exposure, price: price, gross: gross)
    }

    /// What reduces is cut only where it would cross zero; the rest follows once the book is flat.
    private func reduction(_ intent: Intent, _ exposure: InstrumentExposure) -> Verdict.Outcome {
        let room = exposure.position.saturatingMagnitude.saturatingDifference(exposure.pending(intent.side))
        if intent.quantity <= room { return .approved }
        return room > .zero ? .reduced(to: room, because: .wouldCrossZero) : .denied(because: .wouldCrossZero)
    }

    /// Why nothing may add risk at all, most severe reason first.
    private func refusalToAdd(_ exposure: InstrumentExposure, isDisabled: Bool) -> RiskReason? {
        if tier == .flatten { return .tier(.flatten) }
        if killMode != .none { return .killMode(killMode) }
        if tier == .noNew { return .tier(.noNew) }
        if isDisabled { return .strategyDisabled }
        if exposure.hasUnknownOrder { return .ordersUnknown }
        return nil
    }

    private func addition(
        _ intent: Intent, _ exposure: InstrumentExposure, price: Price, gross: Money
    ) -> Verdict.Outcome {
        let held = exposure.position.saturatingMagnitude.saturatingSum(exposure.pending(intent.side))
        var allowed = intent.quantity
        var reason: RiskReason?
        if tier == .throttle {
            allowed = Quantity(nanos: allowed.nanos / 2).wholeUnits
            reason = .tier(.throttle)
        }
        // Each limit is first compared as a product: dividing is for the few that are cut.
        if price.isWorth(allowed, moreThan: limits.orderNotional) {
            reason = .orderNotionalAboveLimit(price.saturatingNotional(of: allowed), limit: limits.orderNotional)
            allowed = price.wholeShares(worth: limits.orderNotional, beyond: .zero)
        }
        if price.isWorth(held.saturatingSum(allowed), moreThan: limits.positionNotional) {
            let wanted = price.saturatingNotional(of: held.saturatingSum(allowed))
            reason = .positionNotionalAboveLimit(wanted, limit: limits.positionNotional)
            allowed = price.wholeShares(worth: limits.positionNotional, beyond: held)
        }
        let elsewhere = gross.saturatingDifference(exposure.atStake)
        let limit = equity.saturatingBasisPoints(limits.grossExposureBasisPoints)
        let room = limit.saturatingDifference(elsewhere)
        if price.isWorth(held.saturatingSum(allowed), moreThan: room) {
            let wanted = elsewhere.saturatingSum(price.saturatingNotional(of: held.saturatingSum(allowed)))
            reason = .grossExposureAboveLimit(wanted, limit: limit)
            allowed = price.wholeShares(worth: room, beyond: held)
        }
        guard let reason else { return .approved }
        return allowed > .zero ? .reduced(to: allowed, because: reason) : .denied(because: reason)
    }
}
