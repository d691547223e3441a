internal import Contracts

/// The state of the risk stage, once the book has a configuration.
struct RiskDesk: Hashable, Sendable, Codable {
    var configuration: BookConfiguration
    var ledger: Ledger
    var orders: OrderBook
    var ladder: TierLadder
    var killMode = KillMode.none
    var killModeSetBy = ""
    var prices: [PriceConfirmation]
    /// What was allowed and is not yet submitted, by instrument: it is pending like any order.
    var promises: [Promise]
    var isStrategyOn: [Bool]
    var resets = ResetDesk()
    var commands = RecentNames(capacity: 256)
    /// The newest frame's instant, which names the orders of a flatten.
    var frame = Timestamp(nanoseconds: 0)
    /// Instruments whose resting orders must be gone before they can be closed.
    var awaitsCancel: [Bool]
    var hasToldFlat = false

    struct Promise: Hashable, Sendable, Codable, BitwiseCopyable {
        var buys = Quantity.zero
        var sells = Quantity.zero
    }

    init(_ configuration: BookConfiguration) {
        let count = configuration.universe.count
        self.configuration = configuration
        ledger = Ledger(instruments: count, cash: configuration.startingCash)
        orders = OrderBook(instruments: count)
        ladder = TierLadder(startingCash: configuration.startingCash)
        prices = Array(repeating: PriceConfirmation(), count: count)
        promises = Array(repeating: Promise(), count: count)
        awaitsCancel = Array(repeating: false, count: count)
        isStrategyOn = configuration.strategies.map(\.isEnabled)
    }

    mutating func configure(_ new: BookConfiguration) {
        configuration = new
        isStrategyOn = new.strategies.map(\.isEnabled)
    }

    mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        switch entry.event {
        case .barFrame(let frame): fold(frame, into: &outputs)
        case .targetFrame(let targets):
            var verdicts = VerdictFrame(at: targets.at, tier: ladder.tier, verdicts: [])
            fold(targets, into: &verdicts, outputs: &outputs)
            outputs.append(.verdictFrame(verdicts))
        case .orderEvent(let event): fold(event, at: entry.at, into: &outputs)
        case .fill(let fill): fold(fill, into: &outputs)
        case .accountState(let state): fold(state)
        case .corporateAction(let action): fold(action, into: &outputs)
        case .positionAdjustment(let adjustment): fold(adjustment, into: &outputs)
        case .riskCommand(let command): obey(command, into: &outputs)
        case .strategyCommand(let command): obey(command)
        case .approval(let approval): take(approval, at: entry.at, into: &outputs)
        case .configChange, .sessionOpened, .sessionClosed, .rebalanceDue, .reconciliationDue, .macroPoint,
            .dataAlarm, .featureFrame, .signalFrame, .verdictFrame, .tierChange, .riskAlarm,
            .tradeCost,
            .reconciliationReport, .watchdogAction, .orderCommand:
            break
        }
    }

    // Inlined like the next one, since a call would copy the desk.
    @inline(__always)
    var rules: RiskRules {
        RiskRules(limits: configuration.limits, tier: ladder.tier, killMode: killMode, equity: ladder.equity)
    }

    @inline(__always)
    func exposure(_ instrument: InstrumentIndex) -> InstrumentExposure {
        let promise = promises[instrument.place]
        return InstrumentExposure(
            position: ledger.position(instrument), pendingBuys: orders.pendingBuys(instrument) + promise.buys,
            pendingSells: orders.pendingSells(instrument) + promise.sells,
            hasUnknownOrder: orders.hasUnknown(instrument), price: prices[instrument.place].cautious)
    }

    /// Stops the process if the state contradicts itself.
    func checkInvariants() {
        ledger.checkInvariants()
        orders.checkInvariants()
        precondition(promises.allSatisfy { $0.buys >= .zero && $0.sells >= .zero }, "a promise is never negative")
        precondition(ladder.peak >= ladder.equity, "the peak is the highest equity")
        precondition(!hasToldFlat || ladder.tier == .flatten, "only a flatten completes")
    }
}
