internal import Contracts
internal import Exchange
internal import Kernel
internal import LogRules

/// Watches one run: every entry as it is written, every order as it leaves, and the books when all is at rest.
final class Checker {
    private unowned let plant: Plant
    private var state = LogState()
    /// The orders that the broker has taken for one intent. A life of the log that was lost may have had others under the same cause.
    private var accepted: [LogState.Intent: [OrderID]] = [:]

    /// Through which entry the books were checked.
    private var checkedOffset = LogOffset.start

    init(_ plant: Plant) { self.plant = plant }

    var tier: RiskTier { state.tier }
    var killMode: KillMode { state.risk.killMode }
    var digest: UInt64 { state.digest }
    var actions: Int { state.actions }
    var orders: OrderBook? { state.orders.orders }
    var breaks: [Break] { state.breaks }
    var reportedCycle: UInt64 { state.reportedCycle }
    private var ledger: Ledger? { state.orders.ledger }
}

// MARK: The log

extension Checker {
    /// Takes in what was appended after an offset.
    func observe(after offset: LogOffset) {
        for place in Int(offset.rawValue)..<plant.log.entries.count {
            take(plant.log.entries[place])
            plant.tally.entries += 1
        }
    }

    /// The log went back: what it said after its tip was never said.
    func rewind() {
        state = LogState()
        for entry in plant.log.entries { take(entry) }
    }

    private func take(_ entry: Entry) {
        if let (invariant, detail) = state.take(entry, transitions: &plant.tally) { plant.violate(invariant, detail) }
        if case .fill(let fill) = entry.event { compare(fill) }
        if entry.offset <= plant.archive.tip, plant.archive.entries[Int(entry.offset.rawValue) - 1] != entry {
            plant.violate(.auditExtends, "the archive holds another entry at \(entry.offset)")
        }
        plant.tally.checks += 5
        plant.note { "#\(entry.offset) \(entry.by.rawValue) \(Self.words(entry))" }
    }

    private func compare(_ fill: Fill) {
        guard let place = plant.broker.record(fill.order) else {
            return plant.violate(.fillsAgree, "a fill of \(fill.order), which the broker does not have")
        }
        let record = plant.broker.records[place]
        let known = state.filled[fill.order] ?? .zero
        guard record.instrument == fill.instrument, record.request.side == fill.side else {
            return plant.violate(.fillsAgree, "a fill of \(fill.order) in another instrument or side")
        }
        guard known <= record.filled else {
            return plant.violate(
                .fillsAgree, "\(fill.order) has \(known) filled in the log and \(record.filled) at the broker")
        }
    }

    private static func words(_ entry: Entry) -> String {
        switch entry.event {
        case .orderEvent(let event): "\(event.change.name) \(event.order)"
        case .fill(let fill): "fill \(fill.quantity) of \(fill.order)"
        case .tierChange(let change): "tier \(change.from.name) to \(change.to.name)"
        case .riskAlarm(let alarm): "alarm: \(alarm.detail)"
        case .corporateAction, .positionAdjustment, .riskCommand, .orderCommand, .approval: "\(entry.event)"
        default: entry.event.kind.rawValue
        }
    }

}

// MARK: Orders

extension Checker {
    /// The OMS is about to send an order.
    func sends(_ order: ApprovedOrder, _ stage: OrderStage) {
        plant.tally.checks += 3
        guard let orders = stage.orders, let known = orders.allOpen.first(where: { $0.id == order.id }) else {
            return plant.violate(.oneOrderPerIntent, "\(order.id) is sent and not in the book")
        }
        if !plant.log.isPublished, known.addsRisk {
            plant.violate(.noRiskWhileUnknown, "\(order.id) is sent while the log may be incomplete")
        }
        let others = orders.open(known.instrument).filter { $0.id != order.id && $0.hasUnknownOutcome }
        if known.addsRisk, let other = others.first {
            plant.violate(.noRiskWhileUnknown, "\(order.id) is sent while \(other.id) is unknown")
        }
        if order.offset <= plant.archive.tip {
            let entry = plant.archive.entries[Int(order.offset.rawValue) - 1]
            guard case .orderEvent(let event) = entry.event, event.order == order.id else {
                return plant.violate(.archiveFirst, "\(order.id): the archive holds something else at \(order.offset)")
            }
        } else if known.addsRisk {
            plant.violate(
                .archiveFirst, "\(order.id) of entry \(order.offset) leaves, the archive is at \(plant.archive.tip)")
        }
    }

    /// The broker has taken an order of ours.
    func accepted(_ place: Int) {
        plant.tally.checks += 1
        let record = plant.broker.records[place]
        guard let intent = state.intents[record.id] else { return }
        accepted[intent, default: []].append(record.id)
        if let orders = accepted[intent], orders.count(where: { state.intents[$0] == intent }) > 1 {
            plant.violate(.oneOrderPerIntent, "entry \(intent.cause) has led to two orders at the broker")
        }
    }
}

// MARK: Books

extension Checker {
    /// What a person would book because shares were moved without an order, once the reconciler has told.
    func wantedAdjustment() -> PositionAdjustment? {
        guard let ledger, let orders else { return nil }
        for found in state.breaks {
            guard let instrument = plant.configuration.universe.index(of: found.symbol) else { continue }
            let missing = plant.broker.moved[instrument.place] - state.adjusted[instrument.place]
            guard !missing.isZero, ledger.position(instrument) == found.ours, found.theirs - found.ours == missing,
                orders.open(instrument).isEmpty
            else { continue }
            return PositionAdjustment(
                instrument: instrument, from: found.ours, to: found.theirs, reason: "shares were moved")
        }
        return nil
    }

    /// The books by themselves, whenever the log has grown.
    func checkBooks() {
        guard state.offset != checkedOffset, let ledger, let risk = state.risk.ledger else { return }
        checkedOffset = state.offset
        plant.tally.checks += 3
        let profit =
            ledger.realizedProfit + ledger.unrealizedProfit + ledger.dividends - ledger.commissions - ledger.charges
        let explained = ledger.startingCash + ledger.deposits + ledger.adjustments + profit
        if ledger.equity != explained {
            plant.violate(.moneyIsConserved, "equity \(ledger.equity) is explained as \(explained)")
        }
        var marks = Money.zero
        for instrument in plant.configuration.universe.indices { marks += ledger.exposure(instrument) }
        if ledger.equity != ledger.cash + marks {
            plant.violate(.equityAddsUp, "\(ledger.equity) is not \(ledger.cash) + \(marks)")
        }
        if ledger != risk { plant.violate(.moneyIsConserved, "risk and the OMS keep different books") }
    }

    /// The books against the broker's, once everything is at rest.
    func checkAtRest() {
        checkBooks()
        for (invariant, detail) in differences() { plant.violate(invariant, detail) }
    }

    func agreesWithBroker() -> Bool { differences().isEmpty }

    private func differences() -> [(Invariant, String)] {
        guard let ledger else { return [] }
        var found: [(Invariant, String)] = []
        var rounding = Money.zero
        for record in plant.broker.records { rounding += compare(record, into: &found) }
        for instrument in plant.configuration.universe.indices {
            plant.tally.checks += 1
            let (ours, theirs) = (ledger.position(instrument), plant.broker.position(instrument))
            guard ours != theirs else { continue }
            let symbol = plant.configuration.universe[instrument]
            found.append((.fillsAgree, "\(symbol): \(ours) here and \(theirs) at the broker"))
        }
        if (ledger.cash - plant.broker.exchange.cash).magnitude > rounding {
            found.append(
                (.equityAddsUp, "cash is \(ledger.cash) here and \(plant.broker.exchange.cash) at the broker"))
        }
        return found
    }

    /// One order's fills against the broker's. Answers how far what was paid may differ: not at all, but where the broker named only a
    /// sum and its average, which is rounded to a billionth.
    private func compare(_ record: SimulatedBroker.Record, into found: inout [(Invariant, String)]) -> Money {
        plant.tally.checks += 2
        let known = state.filled[record.id] ?? .zero
        if known != record.filled {
            found.append(
                (.fillsAgree, "\(record.id): \(known) filled in the log and \(record.filled) at the broker"))
        }
        let rounding =
            state.substituted.contains(record.id) ? Price(nanos: 2).notional(of: record.filled) : Money.zero
        let paid = state.paid[record.id] ?? .zero
        if (paid - record.paid).magnitude > rounding {
            found.append((.fillsAgree, "\(record.id): \(paid) paid in the log and \(record.paid) at the broker"))
        }
        return rounding
    }
}
