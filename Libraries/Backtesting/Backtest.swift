public import Contracts
public import Exchange
import Kernel

/// One run of a book's stages against the simulated exchange, over frames known in advance.
///
/// For each frame: resting orders meet the new bar, its executions are logged, then the bar itself, and what the stages decide on
/// it goes to the exchange. An order decided on one bar can therefore fill on the next at the earliest.
public struct Backtest: Sendable {
    private let configuration: BookConfiguration
    private var book = InProcessBook()
    private var exchange: Exchange
    private var ledger: Ledger
    private var dispatched = LogOffset.start
    private var executions: [Execution] = []
    private var curve: [EquityPoint] = []

    public init(configuration: BookConfiguration, rules: ExchangeRules) {
        self.configuration = configuration
        exchange = Exchange(universe: configuration.universe, startingCash: configuration.startingCash, rules: rules)
        ledger = Ledger(instruments: configuration.universe.count, cash: configuration.startingCash)
    }

    /// Runs all frames in order and answers what happened.
    public mutating func run(_ frames: [BarFrame]) -> BacktestResult {
        if let first = frames.first {
            book.append(
                .configChange(ConfigChange(configuration: configuration)), by: .api, at: first.at,
                trace: "configuration")
        }
        curve.reserveCapacity(frames.count)
        for frame in frames { step(frame) }
        return BacktestResult(configuration: configuration, log: book.log, curve: curve)
    }

    private mutating func step(_ frame: BarFrame) {
        let opensAt = TradingCalendar.nyse.open(frame.session) ?? frame.at
        executions.removeAll(keepingCapacity: true)
        exchange.match(frame, opensAt: opensAt, into: &executions)
        for execution in executions {
            if let fill = execution.fill { record(.fill(fill), at: fill.happenedAt) }
            if let event = execution.orderEvent { record(.orderEvent(event), at: event.happenedAt) }
        }
        exchange.mark(frame)
        ledger.mark(frame)
        book.append(.barFrame(frame), by: .ingest, at: frame.at, trace: frame.at.compact)
        dispatch()
        curve.append(EquityPoint(at: frame.at, equity: ledger.equity))
    }

    private mutating func record(_ event: Event, at: Timestamp) {
        if case .fill(let fill) = event { ledger.apply(fill) }
        book.append(event, by: .gateway, at: at, trace: at.compact)
    }

    /// Does for the exchange what the OMS does over HTTP: hands on each order that the log now asks for.
    private mutating func dispatch() {
        while dispatched < book.log.tip {
            dispatched = dispatched.next
            let entry = book.log[dispatched]
            guard entry.by == .oms, case .orderEvent(let event) = entry.event else { continue }
            switch event.change {
            case .submitting(let request): submit(event, request, at: entry.at)
            case .cancelRequested:
                if case .canceled = exchange.cancel(event.order, at: entry.at) {
                    reply(to: event, .canceled, at: entry.at)
                }
            case .withdrawn, .accepted, .rejected, .unknown, .canceled, .expired, .external: break
            }
        }
    }

    private mutating func submit(_ event: OrderEvent, _ request: OrderRequest, at: Timestamp) {
        switch exchange.submit(event.order, instrument: event.instrument, request: request, at: at) {
        case .accepted(let venueOrderID): reply(to: event, .accepted(venueOrderID: venueOrderID), at: at)
        case .rejected(let rejection):
            reply(to: event, .rejected(code: rejection.code, reason: rejection.reason), at: at)
        }
    }

    private mutating func reply(to event: OrderEvent, _ change: OrderEvent.Change, at: Timestamp) {
        record(
            .orderEvent(
                OrderEvent(order: event.order, instrument: event.instrument, change: change, happenedAt: at)), at: at)
    }
}
