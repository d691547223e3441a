import Contracts
import Kernel

/// Everything the api shows, folded from the log.
///
/// Money, positions, orders and tiers are the risk stage's own books: the same code on the same entries, so what is shown is what
/// decided.
struct BookModel: Sendable {
    private(set) var offset = LogOffset.start
    /// Event time of the newest entry.
    private(set) var at: Timestamp?
    private(set) var session: TradingDate?
    private(set) var configuration: BookConfiguration?
    private(set) var configuredAt = LogOffset.start

    private(set) var risk = RiskStage()
    private var ignored: [Event] = []

    private(set) var orders = OrderRows()
    private(set) var fills = Feed<Fill>()
    private(set) var alerts = Feed<Alert>(capacity: 2_000)
    private(set) var tierChanges = Feed<(at: Timestamp, change: TierChange)>(capacity: 1_000)
    private(set) var curve = EquityCurve()
    private(set) var turnover = Money.zero

    private(set) var signals: (offset: LogOffset, frame: SignalFrame)?
    private(set) var targets: (offset: LogOffset, frame: TargetFrame)?
    private(set) var verdicts: (offset: LogOffset, frame: VerdictFrame)?
    /// The last tier that risk wrote down.
    private(set) var tier = RiskTier.normal

    /// When each instrument's page of the ledger, and its close, last changed.
    private(set) var holdingChangedAt: [LogOffset] = []
    private(set) var closeChangedAt: [LogOffset] = []
    private(set) var strategySwitches: [StrategySwitch] = []
    private(set) var cashChangedAt = LogOffset.start
    private(set) var riskChangedAt = LogOffset.start

    /// First entries of the commands, by id, and of the approvals, by nonce.
    private(set) var commands: [String: LogOffset] = [:]
    private(set) var approvals: [String: (offset: LogOffset, approval: Approval)] = [:]
    /// How many entries of each kind there were, in the order of `EventKind.allCases`.
    private(set) var counts = [Int](repeating: 0, count: EventKind.allCases.count)
    private(set) var unreadable = 0

    struct StrategySwitch: Sendable {
        let name: String
        var isEnabled: Bool
        var changedAt: LogOffset
    }

    /// Kinds that change nothing that is shown. Their bodies, the largest in the log, are not even decoded.
    private static let unshown: Set<String> = Set(
        [EventKind.featureFrame, .macroPoint, .rebalanceDue, .reconciliationDue, .sessionClosed].map(
            \.rawValue))

    private static let places: [String: Int] = Dictionary(
        uniqueKeysWithValues: EventKind.allCases.enumerated().map { ($1.rawValue, $0) })

    /// Takes in the next entry. One that can't be read is counted and told, and changes nothing else.
    mutating func fold(_ raw: RawEntry) {
        offset = raw.offset
        if let place = Self.places[raw.kind] { counts[place] += 1 }
        guard !Self.unshown.contains(raw.kind) else { return }
        do throws(WireError) {
            fold(try raw.decoded())
        } catch {
            unreadable += 1
            alerts.append(
                Alert(
                    severity: .error, kind: raw.kind, at: raw.at, instrument: nil,
                    text: "entry \(raw.offset) cannot be read: \(error)"), at: raw.offset)
        }
    }

    private mutating func fold(_ entry: Entry) {
        if at.map({ $0 < entry.at }) ?? true { at = entry.at }
        let before = risk.ledger?.equity
        risk.handle(entry, into: &ignored)
        ignored.removeAll(keepingCapacity: true)
        if let alert = Alert(entry) { alerts.append(alert, at: entry.offset) }
        switch entry.event {
        case .configChange(let change): configure(change.configuration, at: entry.offset)
        case .sessionOpened(let opened): session = opened.session
        case .barFrame(let frame): mark(frame, at: entry.offset)
        case .orderEvent(let event): note(event, entry)
        case .fill(let fill): note(fill, entry)
        case .tradeCost(let cost): orders.note(cost, at: entry.offset)
        case .signalFrame(let frame): signals = (entry.offset, frame)
        case .targetFrame(let frame): targets = (entry.offset, frame)
        case .verdictFrame(let frame): verdicts = (entry.offset, frame)
        case .tierChange(let change):
            tier = change.to
            tierChanges.append((entry.at, change), at: entry.offset)
            riskChangedAt = entry.offset
        case .accountState(let state):
            cashChangedAt = entry.offset
            // Charges are a loss, and no flow.
            if before != nil { curve.note(flow: state.cashFlow) }
        case .corporateAction(let action):
            touch(action.instrument, at: entry.offset)
            if action.instrument.place < closeChangedAt.count { closeChangedAt[action.instrument.place] = entry.offset }
            cashChangedAt = entry.offset
        case .positionAdjustment(let adjustment):
            touch(adjustment.instrument, at: entry.offset)
            noteFlow(since: before)
        case .riskCommand(let command): note(command.id, entry)
        case .strategyCommand(let command): note(command, entry)
        case .orderCommand(let command): note(command.id, entry)
        case .approval(let approval):
            if approvals[approval.nonce] == nil { approvals[approval.nonce] = (entry.offset, approval) }
            riskChangedAt = entry.offset
        case .riskAlarm: riskChangedAt = entry.offset
        case .sessionClosed, .rebalanceDue, .reconciliationDue, .macroPoint, .dataAlarm,
            .featureFrame,
            .reconciliationReport, .watchdogAction:
            break
        }
    }

    private mutating func configure(_ new: BookConfiguration, at offset: LogOffset) {
        if configuration == nil {
            holdingChangedAt = Array(repeating: offset, count: new.universe.count)
            closeChangedAt = holdingChangedAt
        }
        configuration = new
        configuredAt = offset
        riskChangedAt = offset
        cashChangedAt = offset
        strategySwitches = new.strategies.map {
            StrategySwitch(name: $0.name, isEnabled: $0.isEnabled, changedAt: offset)
        }
    }

    private mutating func mark(_ frame: BarFrame, at offset: LogOffset) {
        session = frame.session
        riskChangedAt = offset
        for (place, bar) in frame.bars.enumerated() where bar != nil && place < closeChangedAt.count {
            closeChangedAt[place] = offset
            let isHeld = !(risk.ledger?.position(InstrumentIndex(place)).isZero ?? true)
            if isHeld { holdingChangedAt[place] = offset }
        }
        if let equity = risk.ledger?.equity { curve.note(equity, at: frame.at, session: frame.session) }
    }

    private mutating func note(_ event: OrderEvent, _ entry: Entry) {
        let step = OrderRow.Step(
            offset: entry.offset, happenedAt: event.happenedAt, name: event.change.name, detail: event.change.detail)
        orders.note(
            step, of: event.order, event.instrument, in: entry, now: risk.orders?.order(event.order, event.instrument))
    }

    private mutating func note(_ fill: Fill, _ entry: Entry) {
        fills.append(fill, at: entry.offset)
        turnover += fill.price.notional(of: fill.quantity)
        touch(fill.instrument, at: entry.offset)
        cashChangedAt = entry.offset
        let step = OrderRow.Step(
            offset: entry.offset, happenedAt: fill.happenedAt, name: "filled",
            detail: "\(fill.quantity) at \(fill.price)")
        orders.note(
            step, of: fill.order, fill.instrument, in: entry, now: risk.orders?.order(fill.order, fill.instrument))
    }

    private mutating func note(_ command: StrategyCommand, _ entry: Entry) {
        // As in the stages, the second command under an id does nothing.
        guard commands[command.id] == nil else { return }
        note(command.id, entry)
        for place in strategySwitches.indices where strategySwitches[place].name == command.strategy {
            strategySwitches[place].isEnabled = command.isEnabled
            strategySwitches[place].changedAt = entry.offset
        }
    }

    private mutating func note(_ command: String, _ entry: Entry) {
        if commands[command] == nil { commands[command] = entry.offset }
        riskChangedAt = entry.offset
    }

    /// What changed equity just now was no profit.
    private mutating func noteFlow(since before: Money?) {
        if let before, let after = risk.ledger?.equity { curve.note(flow: after - before) }
    }

    private mutating func touch(_ instrument: InstrumentIndex, at offset: LogOffset) {
        guard instrument.place < holdingChangedAt.count else { return }
        holdingChangedAt[instrument.place] = offset
    }
}

extension BookModel {
    /// The symbol, or the number where no configuration gives it a name.
    func symbol(_ instrument: InstrumentIndex) -> String {
        guard let universe = configuration?.universe, instrument.place < universe.count else { return "\(instrument)" }
        return universe[instrument].name
    }

    func strategy(_ place: UInt16) -> String {
        guard let strategies = configuration?.strategies, Int(place) < strategies.count else { return "#\(place)" }
        return strategies[Int(place)].name
    }
}

extension OrderEvent.Change {
    /// What came with the step, in words.
    var detail: String {
        switch self {
        case .submitting(let request), .external(let request): "\(request.side.rawValue) \(request.quantity)"
        case .withdrawn(let reason), .unknown(let reason), .cancelRequested(let reason): reason
        case .accepted(let venueOrderID): venueOrderID
        case .rejected(let code, let reason): "\(code): \(reason)"
        case .canceled, .expired: ""
        }
    }
}
