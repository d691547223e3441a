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
        holdsNothing = units.allSatisfy { $0 == 0 }
        contentment = newContentment()
        isOn = true
    }

    private mutating func newContentment() -> Contentment {
        if allocation.rebalance != .everyFrame { return .always }
        if holdsNothing && weights.allSatisfy({ $0 == 0 }) { return .always }
        guard allocation.method == .fixedQuantity else { return .byFrame }
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
        var next = ladder
        let count = quietFrames(frames, from: start, to: end, equities: &equities, &next)
        self.next = next
        return count
    }

    private func quietFrames(
        _ frames: borrowing FrameColumns, from start: Int, to end: Int, equities: inout Equities,
        _ next: inout TierLadder
    ) -> Int {
        let sessions = frames.sessions.span
        let closes = frames.closes.span
        let seen = self.closes.span
        let units = units.span
        let end = min(start + equities.count, end)
        var floor = next.floor(limits)
        var equity = cash
        for place in start..<end {
            let session = sessions[place]
            let row = place &* units.count
            for column in units.indices {
                let close = closes[row &+ column]
                let last = place == start ? seen[column] : closes[row &- units.count &+ column]
                guard isUndoubted(close, after: last) else { return place - start }
            }
            if !holdsNothing {
                guard let sum = worth(at: closes, row) else { return place - start }
                equity = sum
            }
            if session == next.session, floor <= equity, equity <= next.peak {
                next.hold(at: equity)
            } else {
                guard !beginsTurn(session), next.rests(at: equity, session: session, limits: limits)
                else { return place - start }
                floor = next.floor(limits)
            }
            guard isContent(at: closes, row, equity) else { return place - start }
            equities[place &- start] = equity
        }
        return end - start
    }

    /// Whether risk takes a close as it is: there is one, and it is near enough to the last.
    @inline(__always)
    private func isUndoubted(_ close: Int64, after last: Int64) -> Bool {
        close > 0 && !Price(nanos: close).isFar(from: Price(nanos: last), basisPoints: limits.suspectMoveBasisPoints)
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
        case .underCap, .byFrame: isContentExactly(at: closes, row, equity)
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
        _ frames: borrowing FrameColumns, from start: Int, _ count: Int, of counted: Int, equities: borrowing Equities
    ) {
        guard count > 0 else { return }
        if count == counted {
            ladder = next
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
