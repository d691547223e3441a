internal import Conduct
internal import Contracts
internal import Exchange
internal import Kernel
internal import LogRules

/// The way to the broker and back: requests that don't arrive, answers that don't, and a stream that loses, doubles, delays and reorders.
final class BrokerLine {
    /// What becomes of one request.
    private enum Fate {
        case answered
        /// It surely did not leave, as after a 429 or a refused connection.
        case notSent
        /// It was lost, and nobody answers.
        case lost
        /// It arrived, and its answer was lost, garbled or a 5xx.
        case answerLost
        /// It arrives after the sender has given up.
        case late
    }

    private struct Message {
        let news: VenueNews
        let dueAt: Int64
    }

    unowned let plant: Plant
    /// Which instance of the OMS holds the one connection that its key may have.
    private(set) var listener: Int?
    private var messages: [Message] = []
    private var isIncomplete = false
    private var late: [(landsAt: Int64, order: ApprovedOrder?, cancel: String?)] = []

    init(_ plant: Plant) { self.plant = plant }

    /// Whether nothing is under way.
    var isQuiet: Bool { messages.isEmpty && late.isEmpty }
}

// MARK: The stream

extension BrokerLine {
    /// A new connection takes the place of the one before.
    func connect(_ instance: Int) {
        listener = instance
        messages = []
        isIncomplete = false
    }

    func disconnect() {
        listener = nil
        messages = []
    }

    func publish(_ place: Int, _ execution: VenueExecution?) {
        guard listener != nil else { return }
        if plant.strikes(.messageLost) { return }
        if plant.strikes(.streamCut) { return disconnect() }
        let news = plant.broker.news(place, execution)
        var dueAt = plant.now
        if plant.strikes(.messageDelayed) { dueAt += Int64(plant.below(3_000)) * 1_000_000 }
        messages.append(Message(news: news, dueAt: dueAt))
        if plant.strikes(.messageDoubled) {
            messages.append(Message(news: news, dueAt: dueAt + Int64(plant.below(2_000)) * 1_000_000))
        }
        if messages.count > 1, plant.strikes(.messageReordered) {
            messages.swapAt(messages.count - 1, plant.below(messages.count))
        }
        if plant.strikes(.messageUnreadable) {
            messages.removeLast()
            isIncomplete = true
        }
    }

    /// The messages that have come for this instance; `nil` when another one has the stream or it is cut.
    func take(_ instance: Int) -> (updates: [VenueNews], isIncomplete: Bool)? {
        guard listener == instance else { return nil }
        guard !messages.isEmpty || isIncomplete else { return ([], false) }
        let now = plant.now
        let come = messages.filter { $0.dueAt <= now }.map(\.news)
        messages.removeAll { $0.dueAt <= now }
        defer { isIncomplete = false }
        plant.tally.delivered += come.count
        return (come, isIncomplete)
    }
}

// MARK: Requests that send

extension BrokerLine {
    private func fate(canBeLate: Bool = false) -> Fate {
        plant.tally.requests += 1
        if plant.now < plant.brokerDownUntil { return plant.below(2) == 0 ? .notSent : .lost }
        if plant.strikes(.rateLimited) { return .notSent }
        if plant.strikes(.requestLost) { return .lost }
        if plant.strikes(.answerLost) { return .answerLost }
        if canBeLate, plant.strikes(.requestLate) { return .late }
        return .answered
    }

    /// Sends an order, and answers as `AlpacaSender` does.
    func submit(_ order: ApprovedOrder) -> Dispatch.Answer {
        let fate = fate(canBeLate: true)
        switch fate {
        case .notSent: return .notSent
        case .lost: return .unknown(reason: "no answer")
        case .late:
            late.append((plant.now + Int64(plant.below(500)) * 1_000_000, order, nil))
            return .unknown(reason: "no answer")
        case .answered, .answerLost: break
        }
        let answer = land(order)
        return fate == .answered ? answer : .unknown(reason: "the answer was lost")
    }

    private func land(_ order: ApprovedOrder) -> Dispatch.Answer {
        guard let instrument = plant.broker.universe.index(of: order.symbol) else {
            return .refused(code: 40_410_000, reason: "no such symbol")
        }
        switch plant.submit(order.id, instrument, order.request, isOurs: true) {
        case .refused(let code, let reason): return .refused(code: code, reason: reason)
        case .accepted(let place):
            publish(place, nil)
            return .accepted(venueOrderID: plant.broker.records[place].venueOrderID)
        case .repeated(let place):
            plant.tally.count("a repeat was refused by its id")
            if plant.brokenGuard == .repeatsNotLookedUp { return .refused(code: 40_010_001, reason: "must be unique") }
            guard fate() == .answered else { return .unknown(reason: "refused as a repeat, and not found") }
            let known = plant.broker.records[place].request
            guard known.side == order.request.side, known.quantity == order.request.quantity else {
                plant.tally.count("the broker had another order under our id")
                return .unknown(reason: "the broker has another order under this id")
            }
            return .accepted(venueOrderID: plant.broker.records[place].venueOrderID)
        }
    }

    func cancel(_ venueOrderID: String) -> Dispatch.Answer {
        let fate = fate(canBeLate: true)
        guard let place = plant.broker.record(named: venueOrderID) else { return .cancelRefused }
        switch fate {
        case .notSent: return .notSent
        case .lost: return .unknown(reason: "no answer")
        case .late:
            late.append((plant.now + Int64(plant.below(1_500)) * 1_000_000, nil, venueOrderID))
            // The broker takes the wish and tries: a fill may win the race.
            return .cancelTaken
        case .answered, .answerLost: break
        }
        let isDone = plant.cancel(place)
        if fate == .answerLost { return .unknown(reason: "the answer was lost") }
        return isDone ? .cancelTaken : .cancelRefused
    }

    /// Lets requests that were under way arrive.
    func land(until now: Int64) {
        guard !late.isEmpty else { return }
        let come = late.filter { $0.landsAt <= now }
        late.removeAll { $0.landsAt <= now }
        for request in come {
            if let order = request.order { _ = land(order) }
            if let name = request.cancel, let place = plant.broker.record(named: name) { _ = plant.cancel(place) }
        }
    }
}

// MARK: Requests that look

extension BrokerLine {
    func lookUp(_ id: OrderID) -> Dispatch.Answer {
        if plant.brokenGuard == .repeatsNotLookedUp { return .missing }
        guard fate() == .answered else { return .unknown(reason: "no answer") }
        guard let place = plant.broker.record(id) else { return .missing }
        return .order(plant.broker.venueOrder(place))
    }

    func orders(submittedAfter instant: Timestamp?) -> [VenueListing]? {
        guard fate() == .answered else { return nil }
        let broker = plant.broker
        let places = broker.records.indices.filter { place in
            if broker.records[place].status == .open { return true }
            guard let instant else { return false }
            return broker.records[place].submittedAt > instant
        }
        return places.map { broker.listing($0) }
    }

    func executions(after instant: Timestamp) -> [(order: String, execution: VenueExecution)]? {
        guard fate() == .answered else { return nil }
        var found: [(order: String, execution: VenueExecution)] = []
        for line in plant.broker.history.reversed() {
            guard line.execution.happenedAt > instant else { break }
            guard line.visibleAt <= plant.now else { continue }
            found.append((plant.broker.records[line.record].venueOrderID, line.execution))
        }
        return found.reversed()
    }

    func positions() -> [PositionReading]? {
        guard fate() == .answered else { return nil }
        return plant.broker.universe.indices.compactMap { instrument in
            let quantity = plant.broker.position(instrument)
            guard !quantity.isZero else { return nil }
            let price = plant.broker.exchange.lastPrices[instrument.place] ?? .zero
            return PositionReading(
                symbol: plant.broker.universe[instrument], quantity: quantity, value: price.notional(of: quantity))
        }
    }

    func account(at instant: Timestamp) -> AccountState? {
        guard fate() == .answered else { return nil }
        return AccountState(
            cash: plant.broker.exchange.cash, equity: plant.broker.exchange.equity, cashFlow: .zero,
            happenedAt: instant)
    }
}
