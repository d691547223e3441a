import Contracts
import Exchange

/// The account, its orders and the place in the replay: all that commands change, and nothing else does.
struct VenueBook: Sendable {
    enum Phase: String, Hashable, Sendable {
        case published, advanced
    }

    let frames: [BarFrame]
    let length: BarLength
    let symbols: [String]
    private(set) var exchange: Exchange
    /// In the order of acceptance.
    private(set) var orders: [VenueOrder] = []
    private(set) var activities: [FillActivity] = []
    /// The newest session that was advanced to; −1 before the first.
    private(set) var session = -1
    private(set) var phase = Phase.published
    /// Fills, cancels and expirations so far.
    private(set) var executionCount: UInt64 = 0
    /// The marks before the newest publication, by instrument.
    private(set) var previousMarks: [Price?]
    private var places: [String: Int] = [:]
    private var clientPlaces: [OrderID: Int] = [:]
    private var updateCount: UInt64 = 0

    init(
        frames: [BarFrame], length: BarLength, universe: Universe, startingCash: Money, rules: ExchangeRules
    ) {
        self.frames = frames
        self.length = length
        symbols = universe.symbols.map(\.name)
        exchange = Exchange(universe: universe, startingCash: startingCash, rules: rules)
        previousMarks = Array(repeating: nil, count: universe.count)
    }

    /// The replay's clock: a session's open once it is advanced to, its close once it is published.
    var replayClock: Timestamp {
        guard session >= 0 else { return frames.first.map { midnight($0.session) } ?? Timestamp(nanoseconds: 0) }
        return phase == .advanced ? opensAt(frames[session]) : frames[session].at
    }

    /// When a frame's bars begin to trade.
    func opensAt(_ frame: BarFrame) -> Timestamp {
        switch length {
        case .session: TradingCalendar.nyse.open(frame.session) ?? frame.at + -23_400
        case .minute: frame.at + -60
        }
    }

    /// What a frame's bars are named by: midnight of a day, or the start of a minute.
    func start(of frame: BarFrame) -> Timestamp { length == .session ? midnight(frame.session) : frame.at + -60 }

    private func endsSession(_ place: Int) -> Bool {
        place + 1 == frames.count || frames[place + 1].session != frames[place].session
    }

    /// How many of the frames clients may see.
    var publishedCount: Int { phase == .published ? session + 1 : session }
    var isDone: Bool { session == frames.count - 1 && phase == .published }

    func order(id: String) -> VenueOrder? { places[id].map { orders[$0] } }
    func order(clientID: String) -> VenueOrder? { clientPlaces[OrderID(clientID)].map { orders[$0] } }

    /// Accepts an order or says why not. Nothing changes when it is refused.
    mutating func submit(
        _ clientID: OrderID, _ instrument: InstrumentIndex, _ request: OrderRequest, _ terms: VenueOrder.Terms,
        at: Timestamp,
        isOpen: Bool
    ) -> Result<TradeUpdate, Rejected> {
        switch exchange.submit(clientID, instrument: instrument, request: request, at: at) {
        case .rejected(let rejection): return .failure(Rejected(rejection: rejection))
        case .accepted(let id):
            var order = VenueOrder(
                id: id, clientID: clientID, instrument: instrument, request: request, terms: terms, submittedAt: at,
                status: isOpen ? .pendingNew : .accepted, updatedAt: at)
            let open = exchange.openOrders.last
            order.bestPrice = open?.bestPrice
            order.trailedStop = open?.bestPrice == nil ? nil : open?.stopPrice
            places[id] = orders.count
            clientPlaces[clientID] = orders.count
            orders.append(order)
            return .success(update(isOpen ? .pendingNew : .accepted, order, at: at))
        }
    }

    /// Cancels an open order; `nil` when it has ended.
    mutating func cancel(_ clientID: OrderID, at: Timestamp) -> TradeUpdate? {
        guard case .canceled(let execution) = exchange.cancel(clientID, at: at), let place = clientPlaces[clientID]
        else { return nil }
        orders[place].cancelRequestedAt = at
        return apply(execution)
    }

    /// Whether the next session executes anything.
    var willFill: Bool {
        guard session + 1 < frames.count else { return false }
        var next = self
        return next.advance(fillsIn: 1).contains { $0.fill != nil }
    }

    /// Moves to the next session: what rested is now live, and meets the session's bars. Fills come in one piece, or in two.
    mutating func advance(fillsIn parts: Int) -> [TradeUpdate] {
        precondition(phase == .published && session + 1 < frames.count, "a session follows that was not advanced to")
        session += 1
        phase = .advanced
        let frame = frames[session]
        var updates = exchange.openOrders.compactMap { announce($0.id, at: opensAt(frame)) }
        var executions: [Execution] = []
        exchange.match(
            frame, opensAt: opensAt(frame), endsSession: endsSession(session), into: &executions)
        noteTrails()
        if parts > 1 { executions = executions.flatMap(\.halves) }
        updates += executions.map { apply($0) }
        return updates
    }

    /// The session closes.
    mutating func publish() {
        precondition(phase == .advanced, "a session is advanced to before it is published")
        phase = .published
        previousMarks = exchange.lastPrices
        exchange.mark(frames[session])
    }

    mutating func mark(_ prices: [Price?]) {
        for (instrument, price) in zip(exchange.universe.indices, prices) {
            if let price { exchange.mark(instrument, at: price) }
        }
    }

    /// Meets the open orders of an instrument with a quote. New orders are announced first.
    mutating func quote(_ instrument: InstrumentIndex, bid: Price, ask: Price, at: Timestamp) -> [TradeUpdate] {
        var updates = exchange.openOrders.compactMap { $0.instrument == instrument ? announce($0.id, at: at) : nil }
        var executions: [Execution] = []
        exchange.match(instrument, bid: bid, ask: ask, at: at, into: &executions)
        noteTrails()
        updates += executions.map { apply($0) }
        return updates
    }

    /// Shows how far trailing stops have followed the market.
    private mutating func noteTrails() {
        for open in exchange.openOrders where open.bestPrice != nil {
            guard let place = clientPlaces[open.id] else { continue }
            orders[place].bestPrice = open.bestPrice
            orders[place].trailedStop = open.stopPrice
        }
    }

    /// Tells that an accepted order is live, once.
    private mutating func announce(_ id: OrderID, at: Timestamp) -> TradeUpdate? {
        guard let place = clientPlaces[id], orders[place].status == .accepted || orders[place].status == .pendingNew
        else { return nil }
        orders[place].status = .new
        orders[place].updatedAt = at
        return update(.new, orders[place], at: at)
    }

    private mutating func apply(_ execution: Execution) -> TradeUpdate {
        guard let place = clientPlaces[execution.order] else {
            preconditionFailure("the exchange executes only orders of the book")
        }
        executionCount += 1
        orders[place].updatedAt = execution.happenedAt
        orders[place].endedAt = execution.happenedAt
        switch execution.change {
        case .canceled: orders[place].status = .canceled
        case .expired: orders[place].status = .expired
        case .filled(_, let quantity, let price, let cumulative, _):
            orders[place].filled = cumulative
            orders[place].filledNotional += price.notional(of: quantity)
            orders[place].status = cumulative == orders[place].request.quantity ? .filled : .partiallyFilled
        }
        let order = orders[place]
        guard let fill = execution.fill else {
            return update(order.status == .canceled ? .canceled : .expired, order, at: execution.happenedAt)
        }
        let isComplete = order.status == .filled
        activities.append(
            FillActivity(
                fill: fill, orderID: order.id, symbol: symbols[order.instrument.place], isComplete: isComplete,
                leaves: order.request.quantity - order.filled))
        return update(isComplete ? .fill : .partialFill, order, fill: fill, at: execution.happenedAt)
    }

    private mutating func update(
        _ event: TradeUpdate.Event, _ order: VenueOrder, fill: Fill? = nil, at: Timestamp
    ) -> TradeUpdate {
        updateCount += 1
        return TradeUpdate(
            event: event, order: order, fill: fill, position: exchange.holdings[order.instrument.place].quantity,
            number: updateCount, at: at)
    }
}

/// A refusal of the exchange, on its way to becoming an answer.
struct Rejected: Error, Hashable {
    let rejection: Rejection
}
