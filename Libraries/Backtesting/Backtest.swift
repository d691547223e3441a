public import Contracts
public import Exchange
import Kernel

/// One run of a book's stages against the simulated exchange, over frames known in advance.
///
/// For each frame: resting orders meet the new bar, its executions are told, then the bar itself, and what the stages decide on it
/// goes to the exchange. An order decided on one bar can therefore fill on the next at the earliest, unless the rules ask for
/// `FillPolicy.signalClose`. Before the first frame of a session come its corporate actions and the fee for borrowed shares.
public struct Backtest<Host: BookHost>: Sendable {
    private let configuration: BookConfiguration
    private let rules: ExchangeRules
    /// By ex-date, those that are booked already first.
    private let actions: [CorporateAction]
    private var actionsTaken = 0
    private var exchange: Exchange
    private var ledger: Ledger
    private var executions: [Execution] = []
    private var decided: [OrderEvent] = []
    private var trading = TradingRecord()
    private var curve: [EquityPoint] = []

    /// - Parameter actions: splits and dividends of the bars' instruments, in any order; the bars must not be adjusted for them. Those of
    ///   one day are booked in the order given.
    public init(configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction] = []) {
        precondition(
            actions.allSatisfy { $0.isSound && $0.instrument.place < configuration.universe.count },
            "a corporate action makes sense and is of an instrument of the book")
        self.configuration = configuration
        self.actions = actions.enumerated()
            .sorted { ($0.element.exDate, $0.offset) < ($1.element.exDate, $1.offset) }.map(\.element)
        self.rules = rules
        exchange = Exchange(universe: configuration.universe, startingCash: configuration.startingCash, rules: rules)
        ledger = Ledger(instruments: configuration.universe.count, cash: configuration.startingCash)
    }

    /// Runs all frames in order and answers what happened, and the host as the last frame left it.
    public consuming func run(_ source: some FrameSource) -> (result: BacktestResult, host: Host) {
        var source = source
        curve.reserveCapacity(source.remaining ?? 0)
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        var upcoming = frame
        var hasFrame = source.next(into: &frame)
        var host = Host(configuration, at: frame.at)
        while hasFrame {
            // A day order ends with its session, so the loop looks one frame ahead; no stage does.
            let hasMore = source.next(into: &upcoming)
            step(frame, endsSession: !hasMore || upcoming.session != frame.session, &host)
            swap(&frame, &upcoming)
            hasFrame = hasMore
        }
        let result = BacktestResult(configuration: configuration, rules: rules, curve: curve, trading: trading)
        return (result, host)
    }

    private mutating func step(_ frame: borrowing BarFrame, endsSession: Bool, _ host: inout Host) {
        if rules.borrowBasisPoints > 0 { chargeBorrow(frame, &host) }
        if actionsTaken < actions.count { takeActions(frame, &host) }
        if exchange.hasOpenOrders {
            exchange.match(frame, opensAt: opening(of: frame), endsSession: endsSession, into: &executions)
            tell(&host)
        }
        exchange.mark(frame)
        ledger.mark(frame)
        host.take(frame, into: &decided)
        if !decided.isEmpty { dispatch(&host) }
        if case .signalClose = rules.fill { fillAtClose(frame, &host) }
        curve.append(EquityPoint(at: frame.at, equity: ledger.equity))
    }

    /// When the bars of a frame began: with the session, or where the frame before them ended.
    private func opening(of frame: borrowing BarFrame) -> Timestamp {
        let previous = curve.last?.at
        guard let open = TradingCalendar.nyse.open(frame.session), open <= frame.at else {
            return previous ?? frame.at
        }
        return max(open, previous ?? open)
    }

    /// Books what happens to the instruments before the session of this frame.
    private mutating func takeActions(_ frame: borrowing BarFrame, _ host: inout Host) {
        while actionsTaken < actions.count, actions[actionsTaken].exDate <= frame.session {
            let action = actions[actionsTaken]
            actionsTaken += 1
            exchange.apply(action)
            ledger.apply(action)
            host.take(action, at: opening(of: frame), into: &decided)
        }
        if !decided.isEmpty { dispatch(&host) }
    }

    private mutating func chargeBorrow(_ frame: borrowing BarFrame, _ host: inout Host) {
        let fee = exchange.chargeBorrow(until: frame.session)
        guard !fee.isZero else { return }
        let state = AccountState(
            cash: exchange.cash, equity: exchange.equity, cashFlow: .zero, charges: fee, happenedAt: opening(of: frame))
        ledger.apply(state)
        host.take(state, into: &decided)
    }

    /// Fills what was decided on this frame at its closes, and what is decided on those fills, until nothing new is asked for.
    private mutating func fillAtClose(_ frame: borrowing BarFrame, _ host: inout Host) {
        repeat {
            if !decided.isEmpty { dispatch(&host) }
            guard exchange.hasOpenOrders else { return }
            exchange.matchAtClose(frame, into: &executions)
            tell(&host)
        } while !decided.isEmpty
    }

    private mutating func tell(_ host: inout Host) {
        for execution in executions {
            if let fill = execution.fill {
                ledger.apply(fill)
                trading.add(fill)
                host.take(fill, into: &decided)
            }
            if let event = execution.orderEvent { host.take(event, into: &decided) }
        }
        executions.removeAll(keepingCapacity: true)
    }

    /// Does for the exchange what the OMS does over HTTP: hands on each order that was decided, and tells the answers, which may lead
    /// to further ones.
    private mutating func dispatch(_ host: inout Host) {
        var next = 0
        while next < decided.count {
            let event = decided[next]
            next += 1
            guard let reply = send(event) else { continue }
            host.take(
                OrderEvent(
                    order: event.order, instrument: event.instrument, change: reply, happenedAt: event.happenedAt),
                into: &decided)
        }
        decided.removeAll(keepingCapacity: true)
    }

    /// Sends one order event to the exchange and answers what it said, if anything.
    private mutating func send(_ event: OrderEvent) -> OrderEvent.Change? {
        switch event.change {
        case .submitting(let request):
            trading.add(
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
