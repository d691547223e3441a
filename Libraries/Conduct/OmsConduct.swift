public import Contracts
import Kernel
import LogRules

/// What the OMS does in one turn: it listens to the venue, and asks of it what the log wants.
///
/// What is sent is decided from entries that stand in the log, and what the venue says stands in the log before anything is decided
/// from it. So the process may end between any two lines.
public struct OmsConduct: Sendable {
    /// What a turn came to.
    public enum Outcome: Hashable, Sendable {
        /// The book has no configuration yet.
        case waiting
        /// Facts were appended: fold them before anything else.
        case busy
        /// Nothing to do; `awaited` is the entry that an order waits to see archived.
        case idle(awaited: LogOffset?)
    }

    /// How often the venue is asked although its stream says nothing: about open orders, and for orders of others when there are none.
    private static let lookSeconds: Int64 = 15
    private static let quietLookSeconds: Int64 = 60

    private var dispatch: Dispatch
    var strangers = StrangerWatch()
    private var recoveries: Int?
    private var lookedAt: Timestamp?

    public init() { dispatch = Dispatch() }

    /// The stream of updates begins: what happened before it must be asked for.
    public mutating func streamBegan(_ world: borrowing some OmsWorld & ~Copyable) {
        guard let orders = world.stage.orders else { return }
        dispatch.resync(orders)
        strangers.look()
    }

    /// One turn on a stage that is folded to the tip of the log.
    public mutating func turn<World: OmsWorld & ~Copyable>(
        _ world: inout World
    ) throws(World.Failure) -> Outcome {
        guard let orders = world.stage.orders, let ledger = world.stage.ledger else { return .waiting }
        if let recoveries, recoveries != world.recoveries {
            // The log went back: facts that were in it may be gone, the stream does not tell them twice, and an order that had ended may be
            // open again. So nothing is known, as in a new process.
            dispatch = Dispatch()
            strangers = StrangerWatch()
            streamBegan(world)
        }
        recoveries = world.recoveries
        lookAgainIfDue(orders, world.now)
        if try listen(&world, Intake(orders, ledger)) { return .busy }
        guard strangers.hasLooked else { return .idle(awaited: nil) }
        if try act(&world, Intake(orders, ledger)) { return .busy }
        return .idle(awaited: dispatch.awaited(by: orders, archived: world.archived))
    }

    /// A stream may lose a message and say nothing: every open order is looked at now and then, and so are strangers.
    private mutating func lookAgainIfDue(_ orders: OrderBook, _ now: Timestamp) {
        guard let last = lookedAt else {
            lookedAt = now
            return
        }
        guard now >= last + (orders.openCount > 0 ? Self.lookSeconds : Self.quietLookSeconds) else { return }
        lookedAt = now
        dispatch.resync(orders)
        strangers.look()
    }

    /// Appends the facts of an intake; `false` if there are none.
    private func append<World: OmsWorld & ~Copyable>(
        _ intake: Intake, _ world: inout World
    ) throws(World.Failure) -> Bool {
        for surprise in intake.surprises { world.tell(.notRecorded("\(surprise)")) }
        guard !intake.facts.isEmpty else { return false }
        try world.pass(.beforeAppend)
        try world.append(intake.facts)
        try world.pass(.afterAppend)
        return true
    }
}

// MARK: What the venue says

extension OmsConduct {
    /// Takes in the stream; `true` if that brought facts, which must be folded before anything is decided.
    private mutating func listen<World: OmsWorld & ~Copyable>(
        _ world: inout World, _ intake: consuming Intake
    ) throws(World.Failure) -> Bool {
        var intake = intake
        if strangers.isDue(world.now) { lookForStrangers(into: &intake, &world) }
        guard strangers.hasLooked else { return false }
        let (updates, isIncomplete) = world.takeUpdates()
        if isIncomplete { dispatch.resync(intake.orders) }
        for news in updates { take(news, into: &intake, &world) }
        return try append(intake, &world)
    }

    private mutating func take(
        _ news: VenueNews, into intake: inout Intake, _ world: inout some OmsWorld & ~Copyable
    ) {
        let (listing, update) = (news.listing, news.update)
        guard let instrument = instrument(listing.symbol, world) else { return world.tell(.stranger(listing)) }
        var need = intake.take(update, instrument)
        if need == .unknownOrder {
            guard let request = listing.request else { return world.tell(.stranger(listing)) }
            if update.venue.status != .open, update.execution == nil { return }
            if isKnown(listing, instrument, world) { return }
            _ = intake.adopt(update.order, instrument, request, listing.opening)
            need = intake.take(update, instrument)
        }
        if case .executions(let order) = need { readExecutions(of: order, update.venue, into: &intake, &world) }
    }

    /// Reads the account's history for executions of one order that the stream did not bring.
    mutating func readExecutions(
        of order: Order, _ venue: VenueOrder, into intake: inout Intake, _ world: inout some OmsWorld & ~Copyable
    ) {
        guard let history = world.executions(after: order.at + -1) else {
            world.tell(.executionsNotRead(order.id))
            return dispatch.lookAgain(at: order, now: world.now)
        }
        let executions = history.filter { $0.order == venue.name }.map(\.execution)
        let reading = dispatch.take(executions, for: order, venue: venue, now: world.now)
        _ = intake.take(reading, order)
    }

    func instrument(_ symbol: String, _ world: borrowing some OmsWorld & ~Copyable) -> InstrumentIndex? {
        Symbol(symbol).flatMap { world.stage.configuration?.universe.index(of: $0) }
    }
}

// MARK: What we ask of the venue

extension OmsConduct {
    /// Does what is due; `true` if that brought facts.
    private mutating func act<World: OmsWorld & ~Copyable>(
        _ world: inout World, _ intake: consuming Intake
    ) throws(World.Failure) -> Bool {
        var intake = intake
        let isArchiveUp = try world.lookAtArchive(
            for: dispatch.awaited(by: intake.orders, archived: world.archived))
        let circumstances = Dispatch.Circumstances(
            mode: world.mode, killMode: max(world.stage.killMode, world.killMode), archived: world.archived,
            isArchiveUp: isArchiveUp, now: world.now, flattenHolder: try flattenHolder(intake.orders, &world))
        for step in dispatch.steps(for: intake.orders, in: circumstances) {
            guard try world.mayAct() else { break }
            if case .send(let order) = step, order.addsRisk, hasUnknown(besides: order, in: intake.orders, world) {
                continue
            }
            let answer = try perform(step, &world)
            let reading = dispatch.take(answer, to: step, now: world.now)
            let need = intake.take(reading, step.order)
            if case .executions(let order) = need, case .order(let venue) = answer {
                readExecutions(of: order, venue, into: &intake, &world)
            }
            world.tell(.acted)
        }
        return try append(intake, &world)
    }

    /// Whether another order of the instrument may or may not be at the venue, by the log or by the answers of this turn: then nothing
    /// adds risk. An answer that makes it known stands in the log before anything is decided from it.
    private func hasUnknown(
        besides order: Order, in answered: OrderBook, _ world: borrowing some OmsWorld & ~Copyable
    ) -> Bool {
        [answered, world.stage.orders].contains { orders in
            guard let orders, orders.hasUnknown(order.instrument) else { return false }
            return orders.open(order.instrument).contains { $0.id != order.id && $0.hasUnknownOutcome }
        }
    }

    /// Who else holds the right to close the book; `nil` if nothing is being closed, or the right is ours.
    private func flattenHolder<World: OmsWorld & ~Copyable>(
        _ orders: OrderBook, _ world: inout World
    ) throws(World.Failure) -> String? {
        guard world.stage.tier == .flatten, orders.openCount > 0 else { return nil }
        return try world.flattenHolder()
    }

    private func perform<World: OmsWorld & ~Copyable>(
        _ step: Dispatch.Step, _ world: inout World
    ) throws(World.Failure) -> Dispatch.Answer {
        switch step {
        case .send(let order): return try send(order, &world)
        case .lookUp(let order):
            try world.pass(.beforeLookUp)
            let answer = world.lookUp(order.id)
            try world.pass(.afterLookUp)
            return answer
        case .cancel(let order, let venueOrderID):
            try world.pass(.beforeCancel)
            let answer = world.cancel(venueOrderID: venueOrderID)
            try world.pass(.afterCancel)
            world.tell(.cancelAsked(order.id, answer))
            return answer
        case .withdraw(let order, let reason):
            world.tell(.withdrawn(order.id, reason: reason))
            return .missing
        }
    }

    /// Sends an order whose intent is read from the log once more: only that makes it an approved one. A split may have come since it was
    /// decided: then it asks for another number of shares than is wanted now, and goes nowhere.
    private func send<World: OmsWorld & ~Copyable>(
        _ order: Order, _ world: inout World
    ) throws(World.Failure) -> Dispatch.Answer {
        guard let approved = try approved(order, &world) else { return .notApproved }
        try world.pass(.beforeSend)
        let answer = world.submit(approved)
        try world.pass(.afterSend)
        world.tell(.sent(approved, answer))
        return answer
    }

    private func approved<World: OmsWorld & ~Copyable>(
        _ order: Order, _ world: inout World
    ) throws(World.Failure) -> ApprovedOrder? {
        guard let offset = order.submittedAt, let universe = world.stage.configuration?.universe,
            let entry = try world.entry(at: offset), let approved = ApprovedOrder(entry, in: universe),
            approved.id == order.id, approved.request == order.request
        else { return nil }
        return approved
    }
}
