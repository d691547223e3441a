package import Contracts

/// Tells the bars on which no stage has anything to say from those that must be put to the stages.
///
/// Most bars of a backtest find a book at rest: nothing is on order, no view changes, no target moves, no tier and no price is in
/// doubt. All that the stages do then is to remember the closes and the equity that they make. While a book is at rest the watch does
/// that for all of them at once, asking the rules of each whether it would speak; before the first bar on which one might, the stages
/// are told what they missed, and judge that bar as they always do. A bar that the watch isn't sure of is never quiet, so it decides
/// nothing: it only spares the stages the asking.
package struct QuietWatch: Sendable {
    /// Whether the book is at rest, and the stages have not seen the newest frames.
    package private(set) var isOn = false
    /// The newest frame that the stages haven't seen; `nil` while there is none.
    package private(set) var unseen: Timestamp?

    // What is held, and what it was last worth. By instrument.
    package private(set) var cash = Money.zero
    package private(set) var units: [Int64] = []
    package private(set) var closes: [Int64] = []
    package private(set) var session = TradingDate(daysSinceEpoch: 0)
    private var holdsNothing = true

    /// When the allocator has no wish.
    private enum Contentment: Sendable {
        /// Nothing is held or wanted, or it is nobody's turn.
        case always
        /// What is held are the fixed quantities that the views ask for: as long as there is equity, and the cap is not met.
        case underCap
        /// What is held is what the weights ask for, give or take less than the smallest trade.
        case nearWeights
        /// It must be asked on every frame.
        case byFrame
    }
    private var contentment = Contentment.byFrame
    /// What each weight is worth at a price of one, in fixed quantities.
    private var stakes: [Double] = []

    // What would make a stage speak.
    private var weights: [Double] = []
    private var allocation: AllocationConfiguration
    private var cadence = Cadence(instruments: 0)
    private var limits: RiskLimits
    private var ladder: TierLadder
    /// The ladder after the frames that were last judged.
    private var next: TierLadder
    /// What equity may fall to without a step of that ladder.
    private var floor = Money.zero
    /// The place behind the last of those frames that changed more of it than its equity.
    private var settled = 0

    package init(_ configuration: BookConfiguration) {
        allocation = configuration.allocation
        limits = configuration.limits
        ladder = TierLadder(startingCash: configuration.startingCash)
        next = ladder
        units = Array(repeating: 0, count: configuration.universe.count)
        closes = Array(repeating: 0, count: configuration.universe.count)
        weights = Array(repeating: 0, count: configuration.universe.count)
        stakes = weights
    }
}

// MARK: Beginning and ending

extension QuietWatch {
    /// Begins to watch, if the stages are at rest after a frame that they have all seen.
    package mutating func begin(
        _ strategy: borrowing StrategyStage, _ allocator: borrowing AllocatorStage, _ risk: borrowing RiskStage,
        _ orders: borrowing OrderStage
    ) {
        precondition(!isOn, "a watch that has begun ends before it begins again")
        guard orders.desk?.orders.openCount == 0, !strategy.hasNews,
            allocator.allocator?.describeRest(to: &self) == true, risk.desk?.describeRest(to: &self) == true,
            orders.desk?.ledger.stands(at: cash, units, closes) == true
        else { return }
        next = ladder
        floor = ladder.floor(limits)
        holdsNothing = units.allSatisfy { $0 == 0 }
        contentment = newContentment()
        isOn = true
    }

    private mutating func newContentment() -> Contentment {
        if allocation.rebalance != .everyFrame { return .always }
        if holdsNothing && weights.allSatisfy({ $0 == 0 }) { return .always }
        guard allocation.method == .fixedQuantity else {
            let gross = weights.reduce(0) { $0 + abs($1) }
            return gross < allocation.grossCap ? .nearWeights : .byFrame
        }
        for place in 0..<units.count {
            // With equity, fixed quantities depend on nothing else.
            let wanted = allocation.shares(weight: weights[place], Money(units: 1), at: Price(units: 1))
            guard wanted.nanos == units[place] * nanosPerUnit else { return .byFrame }
            stakes[place] = abs(weights[place]) * allocation.fixedQuantity.approximation
        }
        return .underCap
    }

    /// Tells the stages what they have missed, and stops watching.
    package mutating func end(_ allocator: inout AllocatorStage, _ risk: inout RiskStage, _ orders: inout OrderStage) {
        isOn = false
        guard let unseen else { return }
        self.unseen = nil
        allocator.allocator?.ledger.mark(closes)
        allocator.allocator?.cadence.pass(to: session)
        risk.desk?.pass(to: unseen, closes, ladder)
        orders.desk?.ledger.mark(closes)
    }

    mutating func take(_ allocator: borrowing Allocator) -> Bool {
        allocation = allocator.configuration.allocation
        if let latest = allocator.cadence.session {
            cadence.pass(to: latest)
            session = latest
        }
        cash = allocator.ledger.cash
        for place in 0..<units.count {
            let instrument = InstrumentIndex(place)
            let (whole, fraction) = allocator.ledger.position(instrument).nanos
                .quotientAndRemainder(dividingBy: nanosPerUnit)
            guard fraction == 0, let close = allocator.ledger.lastClose(instrument) else { return false }
            units[place] = whole
            closes[place] = close.nanos
            weights[place] = allocator.weights.net[place]
        }
        return true
    }

    mutating func take(_ ladder: TierLadder, _ limits: RiskLimits) {
        self.ladder = ladder
        self.limits = limits
    }
}

extension Allocator {
    /// Tells what is held and wanted; `false` unless the next target depends on prices and views alone.
    fileprivate func describeRest(to watch: inout QuietWatch) -> Bool {
        let rules = configuration.allocation
        switch rules.rebalance {
        case .everyFrame: if rules.method == .inverseVolatility { return false }
        case .weekly, .monthly, .whenDue: if cadence.isAnyDue || cadence.isCalled { return false }
        }
        guard watch.take(self) else { return false }
        // Weights that were scaled down to the cap say nothing of what the next frame's will be.
        return gross(of: ledger.equity) < rules.grossCap * 0.999
    }
}

extension RiskDesk {
    /// Tells the tier and what it is measured by; `false` unless only prices can make risk speak, and the others hold what it holds.
    fileprivate func describeRest(to watch: inout QuietWatch) -> Bool {
        guard ladder.tier < .flatten, orders.openCount == 0, ledger.stands(at: watch.cash, watch.units, watch.closes)
        else { return false }
        for place in 0..<prices.count {
            guard prices[place].suspect == nil, prices[place].confirmed?.nanos == watch.closes[place],
                promises[place] == Promise()
            else { return false }
        }
        watch.take(ladder, configuration.limits)
        return true
    }

    fileprivate mutating func pass(to frame: Timestamp, _ closes: [Int64], _ ladder: TierLadder) {
        self.frame = frame
        self.ladder = ladder
        ledger.mark(closes)
        for place in 0..<prices.count { prices[place].pass(to: Price(nanos: closes[place])) }
    }
}

// MARK: Frame by frame

extension QuietWatch {
    /// The equities of frames that are judged together.
    package typealias Equities = InlineArray<16, Money>

    /// How many of the frames from `start` to before `end` would leave risk and the allocator silent, if no view changes. Nothing is taken in yet.
    package mutating func quietFrames(
        _ frames: borrowing FrameColumns, from start: Int, to end: Int, equities: inout Equities
    ) -> Int {
        var judged = (next: ladder, floor: floor, settled: start)
        let count = quietFrames(frames, from: start, to: end, equities: &equities, &judged)
        (next, floor, settled) = judged
        return count
    }

    private func quietFrames(
        _ frames: borrowing FrameColumns, from start: Int, to end: Int, equities: inout Equities,
        _ judged: inout (next: TierLadder, floor: Money, settled: Int)
    ) -> Int {
        let sessions = frames.sessions.span
        let closes = frames.closes.span
        let moves = frames.moves.span
        let end = min(start + equities.count, end)
        let calm = Double(limits.suspectMoveBasisPoints) * 0.999e-4
        var equity = cash
        for place in start..<end {
            let row = place &* units.count
            guard place == start ? isUndoubted(closes, row) : moves[place] < calm else { return place - start }
            if !holdsNothing {
                guard let sum = worth(at: closes, row) else { return place - start }
                equity = sum
            }
            guard isContent(at: closes, row, equity) else { return place - start }
            if sessions[place] == judged.next.session, judged.floor <= equity, equity <= judged.next.peak {
                judged.next.hold(at: equity)
            } else {
                guard !beginsTurn(sessions[place]),
                    judged.next.rests(at: equity, session: sessions[place], limits: limits)
                else { return place - start }
                judged.floor = judged.next.floor(limits)
                judged.settled = place + 1
            }
            equities[place &- start] = equity
        }
        return end - start
    }

    /// Whether risk takes a row of closes as it is: each is there, and near enough to the last that was seen.
    private func isUndoubted(_ closes: Span<Int64>, _ row: Int) -> Bool {
        for place in self.closes.indices {
            let close = closes[row &+ place]
            let last = Price(nanos: self.closes[place])
            guard close > 0, !Price(nanos: close).isFar(from: last, basisPoints: limits.suspectMoveBasisPoints)
            else { return false }
        }
        return true
    }

    /// The equity at a row of closes; `nil` if it leaves the range of money.
    @inline(__always)
    private func worth(at closes: Span<Int64>, _ row: Int) -> Money? {
        let units = units.span
        var sum = cash.nanos
        for place in units.indices {
            let (worth, isTooLarge) = closes[row &+ place].multipliedReportingOverflow(by: units[place])
            let (total, isOutOfRange) = sum.addingReportingOverflow(worth)
            if isTooLarge || isOutOfRange { return nil }
            sum = total
        }
        return Money(nanos: sum)
    }

    /// Whether every position is the one that its weight asks for at these closes, or too near to it for a trade.
    @inline(__always)
    private func isContent(at closes: Span<Int64>, _ row: Int, _ equity: Money) -> Bool {
        switch contentment {
        case .always: true
        case .underCap where isSurelyUnderCap(closes, row, equity): true
        case .nearWeights where isSurelyTooSmallToTrade(closes, row, equity): true
        case .underCap, .nearWeights, .byFrame: isContentExactly(at: closes, row, equity)
        }
    }

    /// Whether fixed quantities stay a thousandth below the cap: products instead of the allocator's quotients.
    @inline(__always)
    private func isSurelyUnderCap(_ closes: Span<Int64>, _ row: Int, _ equity: Money) -> Bool {
        let stakes = stakes.span
        var gross = 0.0
        for place in stakes.indices { gross += stakes[place] * Double(closes[row &+ place]) }
        return equity > .zero && gross < allocation.grossCap * 0.999 * Double(equity.nanos)
    }

    /// Whether every position is wanted, and a share more than it is off is worth a thousandth less than the smallest trade.
    @inline(__always)
    private func isSurelyTooSmallToTrade(_ closes: Span<Int64>, _ row: Int, _ equity: Money) -> Bool {
        let units = units.span
        let weights = weights.span
        let equity = Double(equity.nanos)
        let smallest = allocation.minimumTrade * 0.999 * equity
        for place in units.indices where weights[place] != 0 || units[place] != 0 {
            let close = Double(closes[row &+ place])
            let wanted = weights[place] * equity
            let isWanted = abs(wanted) > 2 * close && units[place] != 0
            guard isWanted, abs(wanted - Double(units[place]) * close) + close < smallest else { return false }
        }
        return true
    }

    @inline(never)
    private func isContentExactly(at closes: Span<Int64>, _ row: Int, _ equity: Money) -> Bool {
        var gross = 0.0
        for place in 0..<units.count {
            let close = Price(nanos: closes[row &+ place])
            let held = Quantity(nanos: units[place] * nanosPerUnit)
            let wanted = allocation.shares(weight: weights[place], equity, at: close)
            if allocation.isWorthTrading(from: held, to: wanted, at: close, equity) { return false }
            if weights[place] != 0 { gross += abs(weights[place]) * allocation.worthOfOne(at: close, equity) }
        }
        return gross <= allocation.grossCap
    }

    private func beginsTurn(_ session: TradingDate) -> Bool {
        allocation.rebalance != .everyFrame && cadence.begins(session, allocation.rebalance)
    }

    /// Takes in `count` of the frames that `quietFrames` last counted.
    package mutating func take(
        _ frames: borrowing FrameColumns, from start: Int, _ count: Int, equities: borrowing Equities
    ) {
        guard count > 0 else { return }
        if settled <= start + count {
            ladder = next
            ladder.hold(at: equities[count - 1])
        } else {
            for place in 0..<count {
                let rests = ladder.rests(at: equities[place], session: frames.sessions[start + place], limits: limits)
                precondition(rests, "a frame that was quiet is quiet")
            }
        }
        let newest = start + count - 1
        session = frames.sessions[newest]
        unseen = frames.instants[newest]
        for place in 0..<closes.count { closes[place] = frames.closes[newest * closes.count + place] }
    }
}
