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
    package private(set) var holdsNothing = true

    /// When the allocator has no wish.
    enum Contentment: Sendable {
        /// Nothing is held or wanted, or it is nobody's turn.
        case always
        /// What is held are the fixed quantities that the views ask for, none of them short: as long as equity is in a band, and elsewhere
        /// as long as the cap is not met.
        case inBand
        /// What is held is what the weights ask for, give or take less than the smallest trade.
        case nearWeights
        /// It must be asked on every frame.
        case byFrame
    }
    var contentment = Contentment.byFrame
    /// The equities at which the allocator has no wish, where equity alone tells; else all there are.
    var contentBand = allEquities

    // What would make a stage speak.
    var weights: [Double] = []
    let allocation: AllocationConfiguration
    var cadence = Cadence(instruments: 0)
    let limits: RiskLimits
    var ladder: TierLadder
    /// What each of the frames that were last judged is worth; meaningless while nothing is held, and equity is cash.
    package internal(set) var equities: [Money]
    /// The ladder after those frames.
    var next: TierLadder
    /// What equity may fall to without a step of that ladder.
    private(set) var floor = Money.zero
    /// The ladder that it is the floor of.
    private var floored: TierLadder
    /// The place behind the last of those frames that changed more of it than its equity.
    var settled = 0

    /// How many frames are judged together, at most.
    package static let reach = 256

    package init(_ configuration: BookConfiguration) {
        equities = Array(repeating: .zero, count: Self.reach)
        allocation = configuration.allocation
        limits = configuration.limits
        ladder = TierLadder(startingCash: configuration.startingCash)
        next = ladder
        floored = ladder
        floor = ladder.floor(configuration.limits)
        units = Array(repeating: 0, count: configuration.universe.count)
        closes = Array(repeating: 0, count: configuration.universe.count)
        weights = Array(repeating: 0, count: configuration.universe.count)
    }
}

// MARK: Beginning and ending

extension QuietWatch {
    /// Begins to watch, if the stages are at rest after a frame that they have all seen. It changes none of them: lent for writing they are
    /// looked at where they lie, and not copied.
    package mutating func begin(
        _ strategy: inout StrategyStage, _ allocator: inout AllocatorStage, _ risk: inout RiskStage,
        _ orders: inout OrderStage
    ) {
        precondition(!isOn, "a watch that has begun ends before it begins again")
        guard orders.desk?.orders.openCount == 0, !strategy.hasNews,
            allocator.allocator?.describeRest(to: &self) == true, risk.desk?.describeRest(to: &self) == true,
            orders.desk?.ledger.stands(at: cash, units, closes) == true
        else { return }
        next = ladder
        takeFloor()
        holdsNothing = units.allSatisfy { $0 == 0 }
        contentment = newContentment()
        contentBand = Self.allEquities
        if case .inBand = contentment { contentBand = bandUnderCap() }
        isOn = true
    }

    /// Finds the floor of the next frames' ladder. It takes two divisions, and seldom is another one.
    mutating func takeFloor() {
        if next.hasMeasures(of: floored) { return }
        floored = next
        floor = next.floor(limits)
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
            guard units[place] >= 0, wanted.nanos == units[place] * nanosPerUnit else { return .byFrame }
            // The cap counts what the weight asks for, with the fraction of a share that is not bought.
            guard abs(weights[place]) * allocation.fixedQuantity.approximation <= Double(units[place]) * 1.0001 else {
                return .byFrame
            }
        }
        return .inBand
    }

    /// The equities at which positions that are nowhere short stay a thousandth under the cap. Such positions are worth what equity is more
    /// than cash, so they are under it where equity − cash < cap × equity: on one side of a single equity.
    @inline(__always)
    private func bandUnderCap() -> (lowest: Money, highest: Money) {
        let cap = allocation.grossCap * 0.999
        let one = Money(nanos: 1)
        if cap == 1 { return cash > .zero ? (one, Self.allEquities.highest) : (one, .zero) }
        let edge = Double(cash.nanos) / (1 - cap)
        // A billionth more than rounding can be off.
        let blur = abs(edge) * 1e-9 + 1
        if cap < 1 { return (one, Self.money(edge - blur)) }
        return (max(one, Self.money(edge + blur)), Self.allEquities.highest)
    }

    private static func money(_ nanos: Double) -> Money {
        if abs(nanos) < 9e18 { return Money(nanos: Int64(nanos.rounded())) }
        return nanos < 0 ? allEquities.lowest : allEquities.highest
    }

    private static let allEquities = (lowest: Money(nanos: .min), highest: Money(nanos: .max))

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

    @inline(__always)
    mutating func take(_ allocator: borrowing Allocator) -> Bool {
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

    mutating func take(_ ladder: TierLadder) { self.ladder = ladder }

    /// What the frame at a place among those that were last judged is worth.
    @inline(__always)
    func equity(_ place: Int) -> Money { holdsNothing ? cash : equities[place] }
}

extension Allocator {
    /// Tells what is held and wanted; `false` unless the next target depends on prices and views alone.
    @inline(__always)
    fileprivate mutating func describeRest(to watch: inout QuietWatch) -> Bool {
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
    @inline(__always)
    fileprivate mutating func describeRest(to watch: inout QuietWatch) -> Bool {
        guard ladder.tier < .flatten, orders.openCount == 0, ledger.stands(at: watch.cash, watch.units, watch.closes)
        else { return false }
        for place in 0..<prices.count {
            guard prices[place].suspect == nil, prices[place].confirmed?.nanos == watch.closes[place],
                promises[place] == Promise()
            else { return false }
        }
        watch.take(ladder)
        return true
    }

    fileprivate mutating func pass(to frame: Timestamp, _ closes: [Int64], _ ladder: TierLadder) {
        self.frame = frame
        self.ladder = ladder
        ledger.mark(closes)
        for place in 0..<prices.count { prices[place].pass(to: Price(nanos: closes[place])) }
    }
}

// MARK: Taking frames in

extension QuietWatch {
    /// Takes in `count` of the frames that `quietFrames` last counted.
    package mutating func take(
        _ frames: borrowing FrameColumns, from start: Int, _ count: Int
    ) {
        guard count > 0 else { return }
        if settled <= start + count {
            ladder = next
            ladder.hold(at: equity(count - 1))
        } else {
            for place in 0..<count {
                let rests = ladder.rests(
                    at: equity(place), session: frames.run.session(start + place), limits: limits)
                precondition(rests, "a frame that was quiet is quiet")
            }
        }
        let newest = start + count - 1
        session = frames.run.session(newest)
        unseen = frames.instants[newest]
        for place in 0..<closes.count { closes[place] = frames.closes[newest * closes.count + place] }
    }
}
