import BrokerOrders
import Brokers
import Contracts
import EventLog
import Kernel
import Logging
import ServiceKit
import Web

/// The loop of the OMS: the log, the broker's stream and the broker's requests meet here, in one thread.
///
/// What is sent is decided from entries that stand in the log, and what the broker says stands in the log before anything is
/// decided from it. So this process may end between any two lines.
struct TradingDesk: ~Copyable {
    /// The lease must hold at least so long for a request to leave: a standby must not act while it is under way.
    private static let leaseNeeded = Duration.milliseconds(3_500)

    private var host: StageHost<OrderStage>
    private var entries: LogReader
    private var archive: ArchiveWatch
    private var flattenLease: FlattenLease
    private var sender: AlpacaSender
    private var stream: UpdateStream
    private var dispatch = Dispatch()
    private var mustLookForStrangers = false
    private var isBrokerSilent = false
    private let killSwitch: KillSwitch
    private let service: ServiceContext
    private let mode: BookMode

    /// Connects to the log and recovers. All that can fail comes first: a value that can't be copied is made whole or not at all.
    init(_ service: ServiceContext, _ configuration: OmsConfiguration) throws(LogError) {
        self.init(
            service, configuration,
            host: try StageHost(OrderStage.self, on: configuration.log, instance: service.instance) {
                service.progress()
                return Shutdown.isRequested
            },
            entries: try LogReader(on: configuration.log), archive: try ArchiveWatch(on: configuration.log),
            flattenLease: try FlattenLease(on: configuration.log, instance: "oms \(service.instance)"))
    }

    private init(
        _ service: ServiceContext, _ configuration: OmsConfiguration, host: consuming StageHost<OrderStage>,
        entries: consuming LogReader, archive: consuming ArchiveWatch, flattenLease: consuming FlattenLease
    ) {
        self.service = service
        self.host = host
        self.entries = entries
        self.archive = archive
        self.flattenLease = flattenLease
        mode = configuration.mode
        killSwitch = KillSwitch(path: configuration.killFile)
        sender = AlpacaSender(
            base: configuration.brokerURL, credentials: configuration.credentials,
            options: .init(connectTimeout: .seconds(1), timeout: .seconds(3)))
        stream = UpdateStream(url: configuration.streamURL, credentials: configuration.credentials, log: service.log)
    }

    var cursor: LogOffset { host.cursor }

    consuming func stop() throws(LogError) { try host.stop() }

    /// One turn: fold, listen, act, and wait if there was nothing to do.
    mutating func turn() throws(LogError) {
        try host.foldToTip()
        guard let orders = host.stage.orders else {
            _ = try host.wait(atMost: .milliseconds(250), orReadable: Shutdown.descriptor)
            return
        }
        if stream.connectIfDue() {
            dispatch.resync(orders)
            mustLookForStrangers = true
        }
        if try listen() { return }
        if try act() { return }
        try rest()
    }

    /// Appends the facts of an intake; `false` if there are none.
    private mutating func append(_ intake: Intake) throws(LogError) -> Bool {
        for surprise in intake.surprises { service.log.error("not recorded", metadata: ["what": "\(surprise)"]) }
        guard !intake.facts.isEmpty else { return false }
        KillPoint.beforeAppend.pass()
        _ = try host.append(facts: intake.facts)
        KillPoint.afterAppend.pass()
        return true
    }

    private var intake: Intake? {
        guard let orders = host.stage.orders, let ledger = host.stage.ledger else { return nil }
        return Intake(orders, ledger)
    }

    /// Waits for the archive if an order does, else for the log or the stream.
    private mutating func rest() throws(LogError) {
        guard let orders = host.stage.orders else { return }
        if let awaited = dispatch.awaited(by: orders, archived: archive.archived) {
            try archive.look(for: awaited, waitingAtMost: .milliseconds(50))
        } else {
            _ = try host.wait(atMost: .milliseconds(250), orReadable: stream.descriptor)
        }
    }
}

// MARK: What the broker says

extension TradingDesk {
    /// Takes in the stream; `true` if that brought facts, which must be folded before anything is decided.
    private mutating func listen() throws(LogError) -> Bool {
        guard var intake else { return false }
        let (updates, isIncomplete) = stream.takeAll()
        if isIncomplete { dispatch.resync(intake.orders) }
        for update in updates { take(update, into: &intake) }
        if mustLookForStrangers { lookForStrangers(into: &intake) }
        return try append(intake)
    }

    private mutating func take(_ update: TradeUpdate, into intake: inout Intake) {
        guard let instrument = instrument(update.order.symbol) else { return tell(stranger: update.order) }
        let news = VenueUpdate(update)
        var need = intake.take(news, instrument)
        if need == .unknownOrder {
            guard let request = update.order.request else { return tell(stranger: update.order) }
            if !news.venue.status.isOpen, update.execution == nil { return }
            _ = intake.adopt(news.order, instrument, request, VenueOrder(opening: update.order))
            need = intake.take(news, instrument)
        }
        if case .executions(let order) = need { readExecutions(of: order, news.venue, into: &intake) }
    }

    /// Finds orders at the venue that the log does not know: those that are open, and those that came and went while nobody listened.
    private mutating func lookForStrangers(into intake: inout Intake) {
        var found: [BrokerOrder]
        do throws(BrokerError) {
            found = try sender.reader.openOrders()
            // Without an instant the book is new, and what the account did before is none of its business.
            if let instant = host.stage.venueInstant { found += try sender.reader.orders(submittedAfter: instant) }
        } catch {
            if !isBrokerSilent { service.log.warning("orders not read", metadata: ["error": "\(error)"]) }
            isBrokerSilent = true
            return
        }
        isBrokerSilent = false
        mustLookForStrangers = false
        for order in found where !isOurs(order) {
            guard !order.status.isTerminal || order.filledQuantity > .zero else { continue }
            guard let instrument = instrument(order.symbol), let request = order.request else {
                tell(stranger: order)
                continue
            }
            guard intake.orders.order(order.clientID, instrument) == nil else { continue }
            let need = intake.adopt(order.clientID, instrument, request, VenueOrder(order))
            if case .executions(let known) = need { readExecutions(of: known, VenueOrder(order), into: &intake) }
        }
    }

    /// Whether the order bears an id that we make: then it is in the log, even if it ended so long ago that the book forgot it.
    private func isOurs(_ order: BrokerOrder) -> Bool {
        order.clientID.text.hasPrefix("\(service.book)-") && order.status.isTerminal
    }

    /// Reads the account's history for executions of one order that the stream did not bring.
    private mutating func readExecutions(of order: Order, _ venue: VenueOrder, into intake: inout Intake) {
        let history: [BrokerFill]
        do throws(BrokerError) {
            history = try sender.reader.fills(after: order.at + -1)
        } catch {
            service.log.warning("executions not read", metadata: ["order.id": "\(order.id)", "error": "\(error)"])
            dispatch.resync(intake.orders)
            return
        }
        let executions = history.filter { $0.venueOrderID == venue.name }.map { VenueExecution($0) }
        let reading = dispatch.take(executions, for: order, venue: venue, now: WallClock.now())
        _ = intake.take(reading, order)
    }

    private func instrument(_ symbol: String) -> InstrumentIndex? {
        Symbol(symbol).flatMap { host.stage.configuration?.universe.index(of: $0) }
    }

    private func tell(stranger order: BrokerOrder) {
        service.log.error(
            "order at the venue that the book can't hold",
            metadata: ["order.id": "\(order.clientID)", "instrument": "\(order.symbol)"])
    }
}

// MARK: What we ask of the broker

extension TradingDesk {
    /// Does what is due; `true` if that brought facts.
    private mutating func act() throws(LogError) -> Bool {
        guard var intake else { return false }
        try archive.look(for: dispatch.awaited(by: intake.orders, archived: archive.archived), waitingAtMost: .zero)
        let circumstances = Dispatch.Circumstances(
            mode: mode, killMode: max(host.stage.killMode, killSwitch.mode), archived: archive.archived,
            isArchiveUp: archive.isUp, now: WallClock.now(), flattenHolder: try flattenHolder(intake.orders))
        for step in dispatch.steps(for: intake.orders, in: circumstances) {
            guard try host.holdsLease(for: Self.leaseNeeded), !Shutdown.isRequested else { break }
            let answer = try perform(step)
            let reading = dispatch.take(answer, to: step, now: WallClock.now())
            let need = intake.take(reading, step.order)
            if case .executions(let order) = need, case .order(let venue) = answer {
                readExecutions(of: order, venue, into: &intake)
            }
            service.progress(host.cursor)
        }
        return try append(intake)
    }

    /// Who else holds the right to close the book; `nil` if nothing is being closed, or the right is ours.
    private mutating func flattenHolder(_ orders: OrderBook) throws(LogError) -> String? {
        guard host.stage.tier == .flatten, orders.openCount > 0 else { return nil }
        return try flattenLease.holder()
    }

    private mutating func perform(_ step: Dispatch.Step) throws(LogError) -> Dispatch.Answer {
        switch step {
        case .send(let order): return try send(order)
        case .lookUp(let order): return lookUp(order)
        case .cancel(let order, let venueOrderID):
            let outcome = sender.cancel(venueOrderID: venueOrderID)
            service.log.notice("cancel asked for", metadata: ["order.id": "\(order.id)", "outcome": "\(outcome)"])
            return Dispatch.Answer(outcome)
        case .withdraw(let order, let reason):
            service.log.notice("order withdrawn", metadata: ["order.id": "\(order.id)", "reason": "\(reason)"])
            return .missing
        }
    }

    /// Sends an order whose intent is read from the log once more: only that makes it an approved one.
    private mutating func send(_ order: Order) throws(LogError) -> Dispatch.Answer {
        guard let approved = try approved(order) else {
            return .refused(
                code: 0, reason: "entry \(order.submittedAt?.description ?? "none") does not approve \(order.id)")
        }
        KillPoint.beforeSend.pass()
        let outcome = sender.submit(approved)
        KillPoint.afterSend.pass()
        service.log.notice(
            "order sent",
            metadata: [
                "order.id": "\(order.id)", "instrument": "\(approved.symbol)", "outcome": "\(outcome)",
                "log.offset": "\(approved.offset)",
            ])
        return Dispatch.Answer(outcome)
    }

    private mutating func approved(_ order: Order) throws(LogError) -> ApprovedOrder? {
        guard let offset = order.submittedAt, let universe = host.stage.configuration?.universe,
            let raw = try entries.entry(at: offset)
        else { return nil }
        let entry: Entry
        do { entry = try raw.decoded() } catch { throw .unreadable(offset, reason: error.description) }
        guard let approved = ApprovedOrder(entry, in: universe), approved.id == order.id else { return nil }
        return approved
    }

    private mutating func lookUp(_ order: Order) -> Dispatch.Answer {
        do throws(BrokerError) {
            guard let found = try sender.reader.order(clientID: order.id) else { return .missing }
            return .order(VenueOrder(found))
        } catch {
            return .unknown(reason: error.description)
        }
    }
}

extension VenueOrder.Status {
    fileprivate var isOpen: Bool { self == .open }
}

extension VenueOrder {
    /// An order as it was before anything happened to it that an update tells of.
    fileprivate init(opening order: BrokerOrder) {
        self.init(
            name: order.venueOrderID, status: .open, filled: .zero, averagePrice: nil, happenedAt: order.submittedAt)
    }
}
