import Contracts
import Kernel

/// Drives a risk stage by entries, as a host would, and keeps all that it answered.
struct RiskDriver {
    var stage = RiskStage()
    private(set) var offset = LogOffset.start
    private(set) var answers: [Event] = []
    private var attempts = 0
    private var now = Fixture.start

    init(_ limits: RiskLimits = Fixture.limits(), cash: Int = 100_000) {
        send(.configChange(ConfigChange(configuration: Fixture.configuration(limits, cash: cash))), by: .api)
    }

    @discardableResult
    mutating func send(_ event: Event, by author: Author, at instant: Timestamp? = nil) -> [Event] {
        offset = offset.next
        if let instant { now = instant }
        let entry = Entry(offset: offset, at: now, by: author, cause: .start, trace: "test", event: event)
        var outputs: [Event] = []
        stage.handle(entry, into: &outputs)
        stage.checkInvariants()
        answers += outputs
        return outputs
    }

    /// One frame of closes; an instrument that is left out did not trade.
    @discardableResult
    mutating func bars(_ day: Int, _ closes: [Int?]) -> [Event] {
        let all = closes + Array(repeating: nil, count: Fixture.symbols.count - closes.count)
        return send(.barFrame(Fixture.bars(day, all)), by: .ingest, at: Fixture.instant(day))
    }

    /// One frame of targets in shares, by instrument; answers the verdicts.
    mutating func targets(_ day: Int, _ quantities: [Int]) -> [Verdict] {
        send(.targetFrame(Fixture.targets(day, quantities)), by: .allocator).verdicts
    }

    /// Submits what verdicts allow, as the OMS would, and answers the orders.
    @discardableResult
    mutating func submit(_ verdicts: [Verdict]) -> [OrderEvent] {
        var orders: [OrderEvent] = []
        for verdict in verdicts where verdict.allowed > .zero {
            attempts += 1
            let request = OrderRequest(
                side: verdict.intent.side, quantity: verdict.allowed, type: .market, timeInForce: .day)
            let order = OrderEvent(
                order: OrderID("test-\(attempts)"), instrument: verdict.intent.instrument, change: .submitting(request),
                happenedAt: now)
            send(.orderEvent(order), by: .oms)
            orders.append(order)
        }
        return orders
    }

    @discardableResult
    mutating func report(_ change: OrderEvent.Change, _ order: OrderEvent) -> [Event] {
        send(
            .orderEvent(OrderEvent(order: order.order, instrument: order.instrument, change: change, happenedAt: now)),
            by: .gateway)
    }

    @discardableResult
    mutating func fill(_ order: OrderEvent, at price: Int) -> [Event] {
        guard case .submitting(let request) = order.change else { return [] }
        return send(
            .fill(
                Fill(
                    order: order.order, execution: "x-\(order.order)", instrument: order.instrument, side: request.side,
                    quantity: request.quantity, price: Price(units: price), cumulativeQuantity: request.quantity,
                    commission: .zero, happenedAt: now)), by: .gateway)
    }

    /// Holds these positions, bought at these closes, with no order open.
    mutating func hold(_ day: Int, _ quantities: [Int], closes: [Int]) {
        bars(day, closes)
        for order in submit(targets(day, quantities)) { fill(order, at: closes[order.instrument.place]) }
    }

    @discardableResult
    mutating func command(_ action: RiskCommand.Action, id: String = "c1", by person: String = "olga") -> [Event] {
        send(.riskCommand(RiskCommand(id: id, operator: person, reason: "test", action: action)), by: .operator)
    }

    @discardableResult
    mutating func approve(
        _ command: String = "c1", by person: String, nonce: String, expiresIn seconds: Int64 = 600
    ) -> [Event] {
        send(
            .approval(
                Approval(
                    command: command, approver: person, expiresAt: now + seconds, nonce: nonce, signature: "signed")),
            by: .api)
    }
}

extension [Event] {
    var tierChanges: [TierChange] {
        compactMap { if case .tierChange(let change) = $0 { change } else { nil } }
    }

    var verdictFrames: [VerdictFrame] {
        compactMap { if case .verdictFrame(let frame) = $0 { frame } else { nil } }
    }

    var verdicts: [Verdict] { verdictFrames.flatMap(\.verdicts) }

    var alarms: [RiskAlarm.Subject] {
        compactMap { if case .riskAlarm(let alarm) = $0 { alarm.subject } else { nil } }
    }
}
