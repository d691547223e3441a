internal import Contracts

/// The tier of a book and what it is measured by: the session's baseline, the peak, and the equity of the last frame.
///
/// The ladder is climbed one step at a time, each one told, and never descended but by a reset that two people approved; not at the
/// next session either. A reset begins both measures anew from the equity of that moment, or the next frame would undo it.
struct TierLadder: Hashable, Sendable, Codable {
    private(set) var tier = RiskTier.normal
    private(set) var session: TradingDate?
    /// Equity at the last frame before the session began.
    private(set) var baseline: Money
    /// Highest equity at any frame.
    private(set) var peak: Money
    /// Equity at the last frame.
    private(set) var equity: Money

    init(startingCash: Money) {
        baseline = startingCash
        peak = startingCash
        equity = startingCash
    }

    /// Takes in the equity of one frame and appends a change for each step that it makes necessary.
    mutating func mark(_ equity: Money, session: TradingDate, limits: RiskLimits, into changes: inout [TierChange]) {
        note(equity, session)
        // Neither a loss nor a fall: the usual frame asks for nothing.
        if equity >= baseline && equity == peak { return }
        climb(limits, into: &changes)
    }

    /// Takes in the equity of one frame if it asks for no step; otherwise nothing changes, and the answer is `false`.
    mutating func rests(at equity: Money, session: TradingDate, limits: RiskLimits) -> Bool {
        if equity == self.equity && session == self.session { return true }
        var next = self
        next.note(equity, session)
        guard (equity >= next.baseline && equity == next.peak) || next.goal(limits) <= tier else { return false }
        self = next
        return true
    }

    /// Whether another ladder asks for the same steps at the same equities of its session.
    func hasMeasures(of other: TierLadder) -> Bool {
        tier == other.tier && baseline == other.baseline && peak == other.peak
    }

    /// From this equity up to the peak, a frame of the same session asks for no step.
    func floor(_ limits: RiskLimits) -> Money {
        guard tier == .normal else { return Money(nanos: .max) }
        // The smallest loss, in the measure's own products, that is too large; one less is not.
        let byLoss = Int128(baseline.nanos) - tooMuch(of: baseline, limits.dailyLossBasisPoints, parts: 20_000)
        let byDrawdown = Int128(peak.nanos) - tooMuch(of: peak, limits.maximumDrawdownBasisPoints, parts: 10_000)
        return Money(saturating: max(byLoss, byDrawdown) + 1)
    }

    /// The smallest whole `x` above zero with x × parts ≥ base × points.
    private func tooMuch(of base: Money, _ points: Int64, parts: Int128) -> Int128 {
        max(1, (max(0, base.nanos).fullProduct(points) + parts - 1) / parts)
    }

    /// Goes on at an equity between floor and peak.
    mutating func hold(at equity: Money) { self.equity = equity }

    private mutating func note(_ equity: Money, _ session: TradingDate) {
        if session != self.session {
            self.session = session
            baseline = self.equity
        }
        self.equity = equity
        peak = max(peak, equity)
    }

    /// The tier that loss and drawdown ask for.
    private func goal(_ limits: RiskLimits) -> RiskTier {
        max(tierByLoss(limits), isTooDeep(limits) ? .flatten : .normal)
    }

    private mutating func climb(_ limits: RiskLimits, into changes: inout [TierChange]) {
        let byLoss = tierByLoss(limits)
        let goal = isTooDeep(limits) ? .flatten : byLoss
        while tier < goal {
            let reason: TierChange.Reason =
                tier.next <= byLoss
                ? .dailyLoss(basisPointsOfLimit: lossInBasisPointsOfLimit(limits))
                : .drawdown(basisPoints: drawdownBasisPoints)
            step(to: tier.next, reason, into: &changes)
        }
    }

    /// Climbs to a tier, if it is more severe, for a reason that is not a loss.
    mutating func escalate(to goal: RiskTier, _ reason: TierChange.Reason, into changes: inout [TierChange]) {
        while tier < goal { step(to: tier.next, reason, into: &changes) }
    }

    /// Goes down to a milder tier with two people's consent.
    mutating func reset(to goal: RiskTier, first: String, second: String, into changes: inout [TierChange]) {
        precondition(goal < tier, "a reset leads to a milder tier")
        baseline = equity
        peak = equity
        step(to: goal, .reset(first: first, second: second), into: &changes)
    }

    /// Money or positions came or went that are neither profit nor loss.
    mutating func move(by change: Money) {
        baseline = baseline.saturatingSum(change)
        peak = peak.saturatingSum(change)
        equity = equity.saturatingSum(change)
    }

    private mutating func step(to next: RiskTier, _ reason: TierChange.Reason, into changes: inout [TierChange]) {
        changes.append(
            TierChange(from: tier, to: next, reason: reason, equity: equity, sessionBaseline: baseline, peak: peak))
        tier = next
    }
}

// MARK: Measures

extension TierLadder {
    /// Loss since the baseline; zero when there is none.
    private var loss: Int128 { max(0, Int128(baseline.nanos) &- Int128(equity.nanos)) }

    /// The tier that the session's loss alone asks for. Compared as whole numbers: no rounding decides a tier.
    private func tierByLoss(_ limits: RiskLimits) -> RiskTier {
        guard loss > 0 else { return .normal }
        let allowed = max(0, baseline.nanos).fullProduct(limits.dailyLossBasisPoints)
        let lost = loss &* 10_000  // 65 bits and 14 stay within 128, and so does the double.
        if lost &* 2 < allowed { return .normal }
        if lost >= allowed { return .noNew }
        if lost * 4 >= allowed * 3 { return .throttle }
        return .warn
    }

    private func lossInBasisPointsOfLimit(_ limits: RiskLimits) -> Int64 {
        let allowed = Int128(baseline.nanos) * Int128(limits.dailyLossBasisPoints)
        guard allowed > 0 else { return .max }
        return Int64(clamping: loss * 100_000_000 / allowed)
    }

    private var drawdown: Int128 { Int128(peak.nanos) &- Int128(equity.nanos) }

    private func isTooDeep(_ limits: RiskLimits) -> Bool {
        guard drawdown > 0 else { return false }
        return drawdown &* 10_000 >= max(0, peak.nanos).fullProduct(limits.maximumDrawdownBasisPoints)
    }

    private var drawdownBasisPoints: Int64 {
        peak > .zero ? Int64(clamping: drawdown * 10_000 / Int128(peak.nanos)) : .max
    }
}

extension RiskTier {
    /// The next more severe tier; the last one stays.
    var next: RiskTier { RiskTier(rawValue: rawValue + 1) ?? self }
}
