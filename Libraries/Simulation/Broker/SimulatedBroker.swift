internal import Conduct
internal import Contracts
internal import Exchange
internal import Kernel

/// The broker: the exchange's matching behind an order desk, a history and a stream of updates.
///
/// It does at once and exactly what it is asked. What goes wrong on the way to it and back is `BrokerLine`'s part.
struct SimulatedBroker {
    /// An order as the broker has it.
    struct Record {
        let id: OrderID
        let venueOrderID: String
        let instrument: InstrumentIndex
        let request: OrderRequest
        let isOurs: Bool
        let submittedAt: Timestamp
        var status = VenueOrder.Status.open
        var filled = Quantity.zero
        var paid = Money.zero
        var updatedAt: Timestamp
    }

    /// One line of the account's history.
    struct Line {
        let record: Int
        let execution: VenueExecution
        /// The history shows it from this instant of the simulation on.
        let visibleAt: Int64
    }

    /// An execution of which nobody has been told yet.
    private struct Untold {
        let execution: Execution
        let visibleAt: Int64
        /// It is told from this instant of the simulation on.
        let dueAt: Int64
    }

    private(set) var exchange: Exchange
    private(set) var records: [Record] = []
    private(set) var history: [Line] = []
    /// Only asked for membership.
    private var places: [OrderID: Int] = [:]
    private var placesByName: [String: Int] = [:]
    /// What came and went without an order, such as shares that were moved to another account.
    private(set) var moved: [Quantity]
    private(set) var openCount = 0
    /// Executions that are told late, perhaps after the order's end; those of one order in their order.
    private var untold: [Untold] = []
    /// The broker's clock: no two things happen at one instant.
    private(set) var clock: Timestamp
    private var executions: [Execution] = []

    init(_ configuration: BookConfiguration, at instant: Timestamp) {
        let rules = ExchangeRules(
            slippage: .basisPoints(2), commission: .perTrade(.zero), leverage: 4, participationBasisPoints: 12)
        exchange = Exchange(universe: configuration.universe, startingCash: configuration.startingCash, rules: rules)
        moved = Array(repeating: .zero, count: configuration.universe.count)
        clock = instant
    }

    var universe: Universe { exchange.universe }
    func record(_ id: OrderID) -> Int? { places[id] }
    func record(named name: String) -> Int? { placesByName[name] }
    var tellsAll: Bool { untold.isEmpty }

    /// Signed shares held, the moved ones included.
    func position(_ instrument: InstrumentIndex) -> Quantity {
        exchange.holdings[instrument.place].quantity + moved[instrument.place]
    }

    private mutating func tick() -> Timestamp {
        clock = Timestamp(nanoseconds: clock.nanoseconds + 1)
        return clock
    }
}

// MARK: What is asked of it

extension SimulatedBroker {
    enum Submission {
        case accepted(Int)
        case repeated(Int)
        case refused(code: Int64, reason: String)
    }

    mutating func submit(
        _ id: OrderID, _ instrument: InstrumentIndex, _ request: OrderRequest, isOurs: Bool
    ) -> Submission {
        if let place = places[id] { return .repeated(place) }
        let now = tick()
        switch exchange.submit(id, instrument: instrument, request: request, at: now) {
        case .rejected(let rejection): return .refused(code: rejection.code, reason: rejection.reason)
        case .accepted(let name):
            places[id] = records.count
            placesByName[name] = records.count
            records.append(
                Record(
                    id: id, venueOrderID: name, instrument: instrument, request: request, isOurs: isOurs,
                    submittedAt: now, updatedAt: now))
            openCount += 1
            return .accepted(records.count - 1)
        }
    }

    /// Cancels an open order; `false` if there is nothing to cancel any more.
    mutating func cancel(_ place: Int) -> Bool {
        guard case .canceled(let execution) = exchange.cancel(records[place].id, at: tick()) else { return false }
        book(execution, visibleAt: 0)
        return true
    }

    /// Refuses an order that was taken, of which nothing was executed; `false` if that can't be.
    mutating func reject(_ place: Int) -> Bool {
        guard records[place].status == .open, records[place].filled.isZero, !isUntold(records[place].id),
            case .canceled = exchange.cancel(records[place].id, at: tick())
        else { return false }
        records[place].status = .rejected(reason: "refused after all")
        records[place].updatedAt = clock
        openCount -= 1
        return true
    }

    private func isUntold(_ id: OrderID) -> Bool { untold.contains { $0.execution.order == id } }

    /// Moves shares in or out without an order.
    mutating func move(_ quantity: Quantity, _ instrument: InstrumentIndex) { moved[instrument.place] += quantity }

    mutating func apply(_ action: CorporateAction) { exchange.apply(action) }
}

// MARK: What happens at it

extension SimulatedBroker {
    /// One frame of the market: resting orders meet it. Answers the places of the orders to which something happened and that is told, in
    /// order, with the execution if it was one.
    ///
    /// - Parameters:
    ///   - visibleAt: from when on the history shows an execution.
    ///   - toldAt: from when on anybody is told of it at all; `nil` for at once.
    mutating func match(
        _ frame: BarFrame, endsSession: Bool, visibleAt: () -> Int64, toldAt: () -> Int64?
    ) -> [(place: Int, execution: VenueExecution?)] {
        executions.removeAll(keepingCapacity: true)
        exchange.match(frame, opensAt: tick(), endsSession: endsSession, into: &executions)
        var told: [(place: Int, execution: VenueExecution?)] = []
        for execution in executions {
            guard let place = places[execution.order] else { continue }
            if case .filled = execution.change {
                let dueAt = isUntold(execution.order) ? untold.last?.dueAt : toldAt()
                if let dueAt {
                    untold.append(Untold(execution: execution, visibleAt: visibleAt(), dueAt: dueAt))
                    continue
                }
            }
            told.append((place, book(execution, visibleAt: visibleAt())))
        }
        exchange.mark(frame)
        clock = max(clock, frame.at)
        return told
    }

    /// Tells of the executions that were to be told late and are due.
    mutating func tell(until now: Int64) -> [(place: Int, execution: VenueExecution?)] {
        var told: [(place: Int, execution: VenueExecution?)] = []
        while let next = untold.first, next.dueAt <= now {
            untold.removeFirst()
            guard let place = places[next.execution.order] else { continue }
            told.append((place, book(next.execution, visibleAt: next.visibleAt)))
        }
        return told
    }

    /// The market closes without a frame. Answers the places of the orders that ended.
    mutating func endSession() -> [Int] {
        executions.removeAll(keepingCapacity: true)
        exchange.endSession(at: tick(), into: &executions)
        for execution in executions { book(execution, visibleAt: 0) }
        return executions.compactMap { places[$0.order] }
    }

    @discardableResult
    private mutating func book(_ execution: Execution, visibleAt: Int64) -> VenueExecution? {
        guard let place = places[execution.order] else { return nil }
        let now = tick()
        let wasOpen = records[place].status == .open
        defer { if wasOpen, records[place].status != .open { openCount -= 1 } }
        records[place].updatedAt = now
        switch execution.change {
        case .canceled: records[place].status = .canceled
        case .expired: records[place].status = .expired
        case .filled(let name, let quantity, let price, let cumulative, _):
            records[place].filled = cumulative
            records[place].paid += price.notional(of: quantity)
            if wasOpen, cumulative == records[place].request.quantity { records[place].status = .filled }
            let told = VenueExecution(
                name: name, quantity: quantity, price: price, cumulativeQuantity: cumulative, happenedAt: now)
            history.append(Line(record: place, execution: told, visibleAt: visibleAt))
            return told
        }
        return nil
    }
}

// MARK: What it says

extension SimulatedBroker {
    func venueOrder(_ place: Int) -> VenueOrder {
        let record = records[place]
        let average =
            record.filled.isZero
            ? nil
            : Price(
                nanos: (Int128(record.paid.nanos) * Int128(nanosPerUnit)).dividedHalfEven(
                    by: Int128(record.filled.nanos)))
        return VenueOrder(
            name: record.venueOrderID, status: record.status, filled: record.filled, averagePrice: average,
            happenedAt: record.updatedAt, request: record.request)
    }

    func listing(_ place: Int) -> VenueListing {
        let record = records[place]
        return VenueListing(
            order: record.id, symbol: universe[record.instrument].name, request: record.request,
            venue: venueOrder(place), submittedAt: record.submittedAt)
    }

    func news(_ place: Int, _ execution: VenueExecution?) -> VenueNews {
        let listing = listing(place)
        return VenueNews(
            listing: listing, update: VenueUpdate(order: listing.order, venue: listing.venue, execution: execution))
    }
}
