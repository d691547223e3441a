import BrokerOrders
import Brokers
import Conduct
import Contracts
import EventLog
import Kernel
import LogRules
import Logging
import ServiceKit
import Web

/// The world of the OMS as it is in production: Redis, the broker over HTTP and WebSocket, the machine's clock.
struct TradingRoom: OmsWorld, ~Copyable {
    /// The lease must hold at least so long for a request to leave: a standby must not act while it is under way.
    private static let leaseNeeded = Duration.milliseconds(3_500)

    var host: StageHost<OrderStage>
    var archiveWatch: ArchiveWatch
    var stream: UpdateStream
    private var entries: LogReader
    private var flattenLease: FlattenLease
    private var sender: AlpacaSender
    private var isBrokerSilent = false
    private let killSwitch: KillSwitch
    private let service: ServiceContext
    let mode: BookMode

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
        archiveWatch = archive
        self.flattenLease = flattenLease
        mode = configuration.mode
        killSwitch = KillSwitch(path: configuration.killFile)
        sender = AlpacaSender(
            base: configuration.brokerURL, credentials: configuration.credentials,
            options: .init(connectTimeout: .seconds(1), timeout: .seconds(3)))
        stream = UpdateStream(url: configuration.streamURL, credentials: configuration.credentials, log: service.log)
    }

    consuming func stop() throws(LogError) { try host.stop() }
}

// MARK: The log

extension TradingRoom {
    var stage: OrderStage { host.stage }
    var recoveries: Int { host.recoveries }
    var archived: LogOffset { archiveWatch.archived }

    mutating func append(_ facts: [Draft]) throws(LogError) { _ = try host.append(facts: facts) }

    mutating func entry(at offset: LogOffset) throws(LogError) -> Entry? {
        guard let raw = try entries.entry(at: offset) else { return nil }
        do { return try raw.decoded() } catch { throw .unreadable(offset, reason: error.description) }
    }

    mutating func mayAct() throws(LogError) -> Bool {
        try host.holdsLease(for: Self.leaseNeeded) && !Shutdown.isRequested
    }

    mutating func lookAtArchive(for awaited: LogOffset?) throws(LogError) -> Bool {
        try archiveWatch.look(for: awaited, waitingAtMost: .zero)
        return archiveWatch.isUp
    }

    mutating func flattenHolder() throws(LogError) -> String? { try flattenLease.holder() }
}

// MARK: The venue

extension TradingRoom {
    mutating func takeUpdates() -> (updates: [VenueNews], isIncomplete: Bool) {
        let (updates, isIncomplete) = stream.takeAll()
        return (updates.map { VenueNews($0) }, isIncomplete)
    }

    mutating func submit(_ order: ApprovedOrder) -> Dispatch.Answer { Dispatch.Answer(sender.submit(order)) }

    mutating func cancel(venueOrderID: String) -> Dispatch.Answer {
        Dispatch.Answer(sender.cancel(venueOrderID: venueOrderID))
    }

    mutating func lookUp(_ order: OrderID) -> Dispatch.Answer {
        do throws(BrokerError) {
            guard let found = try sender.reader.order(clientID: order) else { return .missing }
            return .order(VenueOrder(found))
        } catch {
            return .unknown(reason: error.description)
        }
    }

    mutating func orders(submittedAfter instant: Timestamp?) -> [VenueListing]? {
        do throws(BrokerError) {
            var found = try sender.reader.openOrders()
            if let instant { found += try sender.reader.orders(submittedAfter: instant) }
            isBrokerSilent = false
            return found.map { VenueListing($0) }
        } catch {
            if !isBrokerSilent { service.log.warning("orders not read", metadata: ["error": "\(error)"]) }
            isBrokerSilent = true
            return nil
        }
    }

    mutating func executions(after instant: Timestamp) -> [(order: String, execution: VenueExecution)]? {
        do throws(BrokerError) {
            return try sender.reader.fills(after: instant).map { ($0.venueOrderID, VenueExecution($0)) }
        } catch {
            service.log.warning("executions not read", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

// MARK: The process

extension TradingRoom {
    var killMode: KillMode { killSwitch.mode }
    var now: Timestamp { Timestamp(nanoseconds: WallClock.monotonicNanoseconds()) }

    mutating func pass(_ point: KillPoint) throws(LogError) { point.pass() }

    mutating func tell(_ remark: OmsRemark) {
        switch remark {
        case .notRecorded(let what): service.log.error("not recorded", metadata: ["what": "\(what)"])
        case .sent(let order, let answer):
            service.log.notice(
                "order sent",
                metadata: [
                    "order.id": "\(order.id)", "instrument": "\(order.symbol)", "outcome": "\(answer)",
                    "log.offset": "\(order.offset)",
                ])
        case .cancelAsked(let order, let answer):
            service.log.notice("cancel asked for", metadata: ["order.id": "\(order)", "outcome": "\(answer)"])
        case .withdrawn(let order, let reason):
            service.log.notice("order withdrawn", metadata: ["order.id": "\(order)", "reason": "\(reason)"])
        case .stranger(let listing):
            service.log.error(
                "order at the venue that the book can't hold",
                metadata: ["order.id": "\(listing.order)", "instrument": "\(listing.symbol)"])
        case .executionsNotRead(let order):
            service.log.warning("an order waits for its executions", metadata: ["order.id": "\(order)"])
        case .acted: service.progress(host.cursor)
        }
    }
}
