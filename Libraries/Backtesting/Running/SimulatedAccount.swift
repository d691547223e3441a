internal import Contracts
internal import Exchange
internal import Kernel

/// One book's account at the simulated exchange while its frames go by, and the record that is kept of it.
///
/// A frame is `open`, then marked, then comes the stages' own `take`, then `close`: the stages stand outside, since a lone book and a book among many get
/// their features differently.
struct SimulatedAccount<Record: RunRecord>: Sendable {
    var record: Record
    /// What the stages decided on the frame in hand.
    var decided: [OrderEvent] = []
    private(set) var exchange: Exchange
    private var executions: [Execution] = []
    private var lastFrame: Timestamp?
    /// The session of the frame in hand, and when it opened; `nil` for one that the calendar doesn't know.
    private var opened: (session: TradingDate, at: Timestamp?)?
    private let rules: ExchangeRules
    private var actions: DueActions

    init(_ configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction] = []) {
        record = Record(startingCash: configuration.startingCash)
        self.rules = rules
        self.actions = DueActions(actions)
        exchange = Exchange(
            universe: configuration.universe, startingCash: configuration.startingCash, rules: rules, naming: .nameless)
    }

    /// Resting orders meet the new bars, and the stages are told of it.
    mutating func open(
        _ frame: borrowing BarFrame, endsSession: Bool, _ host: inout some ExchangeListener
    ) {
        if rules.borrowBasisPoints > 0 { chargeBorrow(frame, &host) }
        if hasActions { takeActions(frame, &host) }
        if exchange.hasOpenOrders {
            let opensAt = opening(of: frame)
            exchange.match(frame, opensAt: opensAt, endsSession: endsSession, into: &executions)
            tell(&host)
        }
    }

    /// The frame's closes become the marks.
    mutating func mark(_ frame: borrowing BarFrame) { exchange.mark(frame) }

    /// What the stages decided goes to the exchange, and the frame's equity into the record.
    mutating func close(_ frame: borrowing BarFrame, endsSession: Bool, _ host: inout some ExchangeListener) {
        if !decided.isEmpty { dispatch(&host) }
        if case .signalClose = rules.fill { fillAtClose(frame, &host) }
        record.closed(frame.at, equity: exchange.equity, endsSession: endsSession)
        lastFrame = frame.at
    }

    /// Whether the exchange would do nothing but mark positions on a frame before the next corporate action.
    var isAtRest: Bool {
        guard !exchange.hasOpenOrders, decided.isEmpty else { return false }
        return rules.borrowBasisPoints == 0 || exchange.holdings.allSatisfy { $0.quantity >= .zero }
    }

    /// Whether cash, positions in whole units and marks are these.
    mutating func stands(at cash: Money, _ units: [Int64], _ closes: [Int64]) -> Bool {
        guard exchange.cash == cash else { return false }
        for place in units.indices {
            guard exchange.holdings[place].quantity.nanos == units[place] * nanosPerUnit,
                exchange.lastPrices[place]?.nanos == closes[place]
            else { return false }
        }
        return true
    }

    /// Whether something is still to happen to an instrument.
    var hasActions: Bool { actions.nextDate != nil }

    /// Records quiet frames with their equities. Stages and exchange learn their closes when the run of quiet frames ends.
    mutating func pass(_ block: borrowing FrameBlock, from start: Int, _ count: Int, _ equities: Span<Money>) {
        guard count > 0 else { return }
        let places = start..<start + count
        record.closed(
            block.columns.instants.span.extracting(places), equities: equities.extracting(0..<count),
            endsSession: block.endsSession.span.extracting(places))
        lastFrame = block.columns.instants[start + count - 1]
    }

    /// Records quiet frames on which nothing is held, so that all have one equity.
    mutating func pass(_ block: borrowing FrameBlock, from start: Int, _ count: Int, _ equity: Money) {
        guard count > 0 else { return }
        let places = start..<start + count
        record.closed(
            block.columns.instants.span.extracting(places), equity: equity,
            endsSession: block.endsSession.span.extracting(places))
        lastFrame = block.columns.instants[start + count - 1]
    }

    /// Makes these closes the marks: those of the frames that were passed.
    mutating func mark(_ closes: [Int64], _ session: TradingDate) { exchange.mark(closes, session: session) }

    /// Books what happens to the instruments before the session of this frame.
    private mutating func takeActions(_ frame: borrowing BarFrame, _ host: inout some ExchangeListener) {
        while let action = actions.next(through: frame.session) {
            exchange.apply(action)
            record.booked(action)
            host.take(action, at: opening(of: frame), into: &decided)
        }
        if !decided.isEmpty { dispatch(&host) }
    }

    private mutating func chargeBorrow(_ frame: borrowing BarFrame, _ host: inout some ExchangeListener) {
        let fee = exchange.chargeBorrow(until: frame.session)
        guard !fee.isZero else { return }
        let state = AccountState(
            cash: exchange.cash, equity: exchange.equity, cashFlow: .zero, charges: fee, happenedAt: opening(of: frame))
        host.take(state, into: &decided)
    }

    /// Fills what was decided on this frame at its closes, and what is decided on those fills, until nothing new is asked for.
    private mutating func fillAtClose(_ frame: borrowing BarFrame, _ host: inout some ExchangeListener) {
        repeat {
            if !decided.isEmpty { dispatch(&host) }
            guard exchange.hasOpenOrders else { return }
            exchange.matchAtClose(frame, into: &executions)
            tell(&host)
        } while !decided.isEmpty
    }

    /// When the bars of a frame began: with the session, or where the frame before them ended.
    private mutating func opening(of frame: borrowing BarFrame) -> Timestamp {
        if opened?.session != frame.session {
            opened = (frame.session, TradingCalendar.nyse.open(frame.session))
        }
        let previous = lastFrame
        guard let open = opened?.at, open <= frame.at else { return previous ?? frame.at }
        return max(open, previous ?? open)
    }

    private mutating func tell(_ host: inout some ExchangeListener) {
        // Set aside meanwhile, and seen through a span: so each is looked at where it lies, and not copied.
        var told: [Execution] = []
        swap(&told, &executions)
        tell(told.span, &host)
        told.removeAll(keepingCapacity: true)
        swap(&told, &executions)
    }

    private mutating func tell(_ executions: Span<Execution>, _ host: inout some ExchangeListener) {
        for place in executions.indices {
            if let fill = executions[place].fill {
                record.executed(fill)
                host.take(fill, into: &decided)
            } else if let event = executions[place].orderEvent {
                host.take(event, into: &decided)
            }
        }
    }

    /// Does for the exchange what the OMS does over HTTP: hands on each order that was decided, and tells the answers, which may lead
    /// to further ones.
    private mutating func dispatch(_ host: inout some ExchangeListener) {
        var round: [OrderEvent] = []
        while !decided.isEmpty {
            round.removeAll(keepingCapacity: true)
            swap(&round, &decided)
            for place in round.indices { answer(&round[place], &host) }
        }
        round.removeAll(keepingCapacity: true)
        swap(&round, &decided)
    }

    /// The event stays as it is: lent for writing, it is looked at where it lies, and not copied.
    @inline(__always)
    private mutating func answer(_ event: inout OrderEvent, _ host: inout some ExchangeListener) {
        guard let reply = send(&event) else { return }
        let answer = OrderEvent(
            order: event.order, instrument: event.instrument, change: reply, happenedAt: event.happenedAt)
        host.take(answer, into: &decided)
    }

    /// Sends one order event to the exchange and answers what it said, if anything.
    @inline(__always)
    private mutating func send(_ event: inout OrderEvent) -> OrderEvent.Change? {
        switch event.change {
        case .submitting(let request):
            record.placed(
                TradingRecord.PlacedOrder(
                    id: event.order, instrument: event.instrument, request: request, at: event.happenedAt))
            switch exchange.submit(event.order, instrument: event.instrument, request: request, at: event.happenedAt) {
            case .accepted(let venueOrderID): return .accepted(venueOrderID: venueOrderID)
            case .rejected(let rejection): return .rejected(code: rejection.code, reason: rejection.reason)
            }
        case .cancelRequested:
            guard case .canceled = exchange.cancel(event.order, at: event.happenedAt) else { return nil }
            return .canceled
        case .withdrawn, .accepted, .rejected, .unknown, .canceled, .expired, .external: return nil
        }
    }
}
