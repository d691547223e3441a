internal import Conduct
internal import Contracts
internal import Kernel
internal import LogRules

/// The OMS: the shipped `OmsConduct` in a simulated room.
final class OmsProcess: Process {
    private var room: OmsRoom
    private var conduct = OmsConduct()

    override init(_ plant: Plant, _ role: Role, instance: Int) {
        room = OmsRoom(plant, instance)
        super.init(plant, role, instance: instance)
    }

    override var hasWork: Bool { isRunning && room.seated.isBehind }
    var orders: OrderBook? { isRunning ? room.stage.orders : nil }

    override func start() throws(Stop) -> Bool {
        // The connection ended with the process that had it.
        if plant.line.listener == instance { plant.line.disconnect() }
        room = OmsRoom(plant, instance)
        conduct = OmsConduct()
        return try room.seated.open()
    }

    override func turn() throws(Stop) {
        do throws(Stop) {
            guard try room.seated.mend() else { return }
            try room.seated.foldToTip()
            plant.heard(.oms)
            if room.stage.orders != nil, room.connectIfDue() { conduct.streamBegan(room) }
            if case .busy = try conduct.turn(&room) { try room.seated.foldToTip() }
        } catch {
            guard error == .connectionLost else { throw error }
        }
    }
}

/// The world of the OMS in the simulation.
final class OmsRoom: OmsWorld {
    private static let leaseNeeded: Int64 = 3_500_000_000
    private static let retryNanoseconds: Int64 = 1_000_000_000

    let seated: SeatedStage<OrderStage>
    private unowned let plant: Plant
    private let instance: Int
    private var nextTry: Int64 = 0
    private(set) var archived = LogOffset.start
    private var patience = ArchivePatience()

    init(_ plant: Plant, _ instance: Int) {
        self.plant = plant
        self.instance = instance
        seated = SeatedStage(plant, .oms, instance: instance)
    }

    /// Connects to the stream if there is none and it is time.
    func connectIfDue() -> Bool {
        guard plant.line.listener != instance, plant.now >= nextTry else { return false }
        guard plant.now >= plant.brokerDownUntil else {
            nextTry = plant.now + Self.retryNanoseconds
            return false
        }
        plant.line.connect(instance)
        return true
    }

    // The log.

    var stage: OrderStage { seated.stage }
    var recoveries: Int { seated.recoveries }

    func append(_ facts: [Draft]) throws(Stop) { try seated.append(plant.seam.facts(facts)) }

    func entry(at offset: LogOffset) throws(Stop) -> Entry? {
        try seated.seat.checkConnection()
        return plant.log.entry(at: offset)
    }

    func mayAct() throws(Stop) -> Bool {
        try seated.seat.renewIfDue(evenIfFresh: true)
        return seated.seat.leaseRemaining >= Self.leaseNeeded
    }

    func lookAtArchive(for awaited: LogOffset?) throws(Stop) -> Bool {
        let before = archived
        if awaited != nil {
            archived = plant.brokenGuard == .sentBeforeArchived ? plant.log.tip : plant.log.archivedMark
        }
        patience.look(for: awaited, before: before, archived: archived, now: plant.now)
        return patience.isUp(at: plant.now)
    }

    func flattenHolder() throws(Stop) -> String? {
        plant.takeFlatten("oms \(instance)")
    }

    // The venue.

    func takeUpdates() -> (updates: [VenueNews], isIncomplete: Bool) {
        guard let (updates, isIncomplete) = plant.line.take(instance) else { return ([], false) }
        return (updates.compactMap { plant.seam.news($0, stage.orders) }, isIncomplete)
    }

    func submit(_ order: ApprovedOrder) -> Dispatch.Answer {
        plant.checker.sends(order, stage)
        return plant.line.submit(order)
    }

    func cancel(venueOrderID: String) -> Dispatch.Answer { plant.line.cancel(venueOrderID) }

    func lookUp(_ order: OrderID) -> Dispatch.Answer {
        let answer = plant.line.lookUp(order)
        plant.note { "oms looks up \(order): \(answer)" }
        return plant.seam.answer(answer, order, stage.orders)
    }

    func orders(submittedAfter instant: Timestamp?) -> [VenueListing]? {
        let found = plant.line.orders(submittedAfter: instant)
        plant.note {
            "oms looks for orders after \(instant.map(\.description) ?? "nothing"): \(found?.map(\.order.text).joined(separator: ", ") ?? "no answer")"
        }
        return found
    }

    func executions(after instant: Timestamp) -> [(order: String, execution: VenueExecution)]? {
        plant.line.executions(after: instant)
    }

    // The process.

    var mode: BookMode { plant.configuration.mode }
    var killMode: KillMode { plant.killFile }
    var now: Timestamp { Timestamp(nanoseconds: plant.now) }

    func pass(_ point: KillPoint) throws(Stop) { try plant.pass(point, .oms) }

    func tell(_ remark: OmsRemark) {
        switch remark {
        case .notRecorded(let what):
            plant.tally.count("the OMS could not record something")
            plant.note { "oms could not record: \(what)" }
        case .sent(let order, let answer): plant.note { "oms sent \(order.id): \(answer)" }
        case .cancelAsked(let order, let answer): plant.note { "oms asked to cancel \(order): \(answer)" }
        case .withdrawn(let order, let reason): plant.note { "oms withdraws \(order): \(reason)" }
        case .stranger, .executionsNotRead, .acted: break
        }
    }
}

extension Plant {
    private static var flattenNanoseconds: Int64 { 30_000_000_000 }

    /// Takes the flatten lease or keeps it, and answers who has it if it is somebody else.
    func takeFlatten(_ name: String) -> String? {
        if let holder = flattenHolder, holder.name != name, holder.until > now { return holder.name }
        flattenHolder = (name, now + Self.flattenNanoseconds)
        return nil
    }
}

extension Seam {
    /// A message on its way to the OMS.
    func news(_ news: VenueNews, _ orders: OrderBook?) -> VenueNews? {
        guard broken == .lateFillsDropped else { return news }
        var news = news
        guard let order = orders?.order(news.update.order) else { return news }
        if !order.isOpen, news.update.execution != nil { return nil }
        news.update.venue = silenced(news.update.venue, order)
        return news
    }

    func answer(_ answer: Dispatch.Answer, _ id: OrderID, _ orders: OrderBook?) -> Dispatch.Answer {
        guard broken == .lateFillsDropped, case .order(let venue) = answer, let order = orders?.order(id) else {
            return answer
        }
        return .order(silenced(venue, order))
    }

    /// What a canceled order executed and we don't know yet is left out.
    private func silenced(_ venue: VenueOrder, _ order: Order) -> VenueOrder {
        var venue = venue
        if venue.status == .canceled || venue.status == .expired { venue.filled = min(venue.filled, order.filled) }
        return venue
    }
}
