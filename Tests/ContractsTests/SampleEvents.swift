import Contracts

/// One event of every kind, and of every case inside it, under a name that the golden bytes share.
let sampleEvents: [(name: String, event: Event)] =
    clockSamples + marketSamples + decisionSamples + riskSamples + orderSamples + accountSamples + commandSamples

private let noon = Timestamp(nanoseconds: 1_751_313_600_000_000_000)
private let june30 = TradingDate(daysSinceEpoch: 20_269)
private let gold = InstrumentIndex(0)
private let silver = InstrumentIndex(1)
private let order = OrderID("paper-20250630T200000Z-GLD-0-1")

private func symbol(_ name: String) -> Symbol {
    guard let symbol = Symbol(name) else { preconditionFailure("\(name) is a symbol") }
    return symbol
}

private func price(_ text: String) -> Price { Price(text) ?? .zero }
private func money(_ text: String) -> Money { Money(text) ?? .zero }

let sampleConfiguration = BookConfiguration(
    book: "paper", mode: .dryLive,
    universe: Universe([symbol("GLD"), symbol("SLV"), symbol("BRK.B")]) ?? fallbackUniverse,
    startingCash: money("100000"),
    strategies: [
        StrategyConfiguration(
            name: "sma-cross", isEnabled: true, share: 0.6, instruments: [gold, silver],
            parameters: [.init(name: "fast", value: 20), .init(name: "slow", value: 50)]),
        StrategyConfiguration(name: "buy-and-hold", isEnabled: false, share: 0.4),
    ],
    allocation: AllocationConfiguration(
        method: .inverseVolatility, rebalance: .weekly, volatilityWindow: 20, grossCap: 1.5, minimumTrade: 0.005,
        fixedQuantity: Quantity(units: 10)),
    limits: RiskLimits(
        dailyLossBasisPoints: 200, maximumDrawdownBasisPoints: 1500, orderNotional: money("25000"),
        positionNotional: money("40000.5"), grossExposureBasisPoints: 15_000, suspectMoveBasisPoints: 1_000))

private let fallbackUniverse: Universe = {
    guard let universe = Universe([symbol("GLD")]) else { preconditionFailure("one symbol makes a universe") }
    return universe
}()

private let clockSamples: [(name: String, event: Event)] = [
    ("ConfigChange", .configChange(ConfigChange(configuration: sampleConfiguration))),
    ("SessionOpened", .sessionOpened(SessionOpened(session: june30, closesAt: noon + 14_400))),
    ("SessionClosed", .sessionClosed(SessionClosed(session: june30))),
    ("RebalanceDue", .rebalanceDue(RebalanceDue(session: june30))),
    ("ReconciliationDue", .reconciliationDue(ReconciliationDue(cycle: 7))),
]

private let bar = Bar(
    open: price("304.83"), high: price("305.5"), low: price("303.99"), close: price("305.11"), volume: 8_200_300)

private let marketSamples: [(name: String, event: Event)] = [
    ("BarFrame.complete", .barFrame(BarFrame(at: noon, session: june30, bars: [bar, bar]))),
    ("BarFrame.gaps", .barFrame(BarFrame(at: noon, session: june30, bars: [nil, bar, nil, bar, nil]))),
    ("BarFrame.empty", .barFrame(BarFrame(at: noon, session: june30, bars: []))),
    ("MacroPoint", .macroPoint(MacroPoint(series: "DGS10", period: june30, knownAt: noon, value: 4.24))),
    (
        "CorporateAction.split",
        .corporateAction(CorporateAction(instrument: silver, exDate: june30, change: .split(new: 3, old: 2)))
    ),
    (
        "CorporateAction.dividend",
        .corporateAction(
            CorporateAction(instrument: silver, exDate: june30, change: .dividend(perShare: price("0.085"))))
    ),
    (
        "DataAlarm.quarantined",
        .dataAlarm(DataAlarm(reason: .quarantined, source: "GLD.csv:14", detail: "high 1 is below low 2"))
    ),
    ("DataAlarm.stale", .dataAlarm(DataAlarm(reason: .stale, source: "stream", detail: ""))),
    ("DataAlarm.gap", .dataAlarm(DataAlarm(reason: .gap, source: "stream", detail: ""))),
    ("DataAlarm.disconnected", .dataAlarm(DataAlarm(reason: .disconnected, source: "stream", detail: ""))),
]

private let reasons: [RiskReason] = [
    .tier(.noNew), .killMode(.haltAll), .orderNotionalAboveLimit(money("30000"), limit: money("25000")),
    .positionNotionalAboveLimit(money("50000"), limit: money("40000")),
    .grossExposureAboveLimit(money("160000"), limit: money("150000")), .noPrice, .strategyDisabled, .ordersUnknown,
    .wouldCrossZero, .belowMinimum(Quantity(nanos: 250_000_000)),
]

private let decisionSamples: [(name: String, event: Event)] = [
    (
        "FeatureFrame",
        .featureFrame(FeatureFrame(at: noon, columns: 3, values: [1, -0.5, .nan, 1e300, -.infinity, 0]))
    ),
    ("FeatureFrame.empty", .featureFrame(FeatureFrame(at: noon, columns: 20, values: []))),
    (
        "SignalFrame",
        .signalFrame(
            SignalFrame(
                at: noon,
                signals: [
                    Signal(strategy: 0, instrument: gold, weight: 1, confidence: 0.75),
                    Signal(strategy: 3, instrument: silver, weight: -0.25, confidence: 1),
                ]))
    ),
    (
        "TargetFrame",
        .targetFrame(
            TargetFrame(
                at: noon, equity: money("100123.45"),
                targets: [
                    Target(
                        instrument: silver, quantity: Quantity(units: -12), price: price("32.81"),
                        contributions: [0.1, -0.3])
                ]))
    ),
    (
        "VerdictFrame",
        .verdictFrame(
            VerdictFrame(
                at: noon, tier: .throttle,
                verdicts: [
                    Verdict(
                        intent: Intent(instrument: gold, side: .buy, quantity: Quantity(units: 5)), outcome: .approved),
                    Verdict(
                        intent: Intent(
                            instrument: silver, side: .sell, quantity: Quantity(units: 9), type: .stop(price("30")),
                            timeInForce: .gtc, index: 2),
                        outcome: .reduced(to: Quantity(units: 4), because: .tier(.throttle))),
                ]
                    + reasons.map { reason in
                        Verdict(
                            intent: Intent(
                                instrument: gold, side: .buy, quantity: Quantity(units: 1), type: .limit(price("300.5"))
                            ),
                            outcome: .denied(because: reason))
                    }))
    ),
]

private let changes: [(String, TierChange.Reason)] = [
    ("dailyLoss", .dailyLoss(basisPointsOfLimit: 5_100)), ("drawdown", .drawdown(basisPoints: 1_501)),
    ("command", .command(by: "ada")), ("reset", .reset(first: "ada", second: "grace")), ("fault", .fault("no price")),
]

private let riskSamples: [(name: String, event: Event)] =
    changes.map { name, reason in
        (
            "TierChange.\(name)",
            .tierChange(
                TierChange(
                    from: .normal, to: .flatten, reason: reason, equity: money("98000"),
                    sessionBaseline: money("100000"),
                    peak: money("101000.01")))
        )
    }
    + RiskAlarm.Subject.allCases.map { subject in
        (
            "RiskAlarm.\(subject)",
            .riskAlarm(RiskAlarm(subject: subject, instrument: subject == .fault ? nil : gold, detail: "300 to 400"))
        )
    }

private let request = OrderRequest(
    side: .buy, quantity: Quantity(units: 5), type: .limit(price("300.5")), timeInForce: .day)

private let orderChanges: [OrderEvent.Change] = [
    .submitting(request), .withdrawn(reason: "archive stayed away"), .accepted(venueOrderID: "904837e3"),
    .rejected(code: 40_310_000, reason: "insufficient buying power"), .unknown(reason: "timeout"),
    .cancelRequested(reason: "flatten"), .canceled, .expired, .external(request),
]

private let otherRequests: [(name: String, OrderType, TimeInForce)] = [
    ("stopLimit", .stopLimit(stop: price("301"), limit: price("302")), .gtc),
    ("trailingAmount", .trailingStop(.amount(price("2.5"))), .gtc),
    ("trailingBasisPoints", .trailingStop(.basisPoints(150)), .day), ("opening", .market, .opg),
    ("closing", .limit(price("300.5")), .cls),
]

private let orderSamples: [(name: String, event: Event)] =
    orderChanges.map { change in
        (
            "OrderEvent.\(change.name)",
            .orderEvent(OrderEvent(order: order, instrument: gold, change: change, happenedAt: noon))
        )
    }
    + otherRequests.map { name, type, force in
        let request = OrderRequest(side: .buy, quantity: Quantity(units: 5), type: type, timeInForce: force)
        return (
            "OrderEvent.submitting.\(name)",
            .orderEvent(OrderEvent(order: order, instrument: gold, change: .submitting(request), happenedAt: noon))
        )
    } + [
        (
            "Fill",
            .fill(
                Fill(
                    order: order, execution: "20250701-1", instrument: gold, side: .sell, quantity: Quantity(units: 2),
                    price: price("304.985"), cumulativeQuantity: Quantity(units: 5), commission: money("0.01"),
                    happenedAt: noon))
        ),
        (
            "TradeCost",
            .tradeCost(
                TradeCost(
                    order: order, instrument: gold, filled: Quantity(units: 5), arrivalPrice: price("304.83"),
                    averagePrice: price("304.985"), implementationShortfall: money("0.775")))
        ),
    ]

private let accountSamples: [(name: String, event: Event)] =
    [
        (
            "AccountState",
            .accountState(
                AccountState(
                    cash: money("51000.25"), equity: money("100050"), cashFlow: money("-1000"), happenedAt: noon))
        ),
        (
            "AccountState.charges",
            .accountState(
                AccountState(
                    cash: money("51000.25"), equity: money("100050"), cashFlow: money("-1000"), charges: money("12.34"),
                    happenedAt: noon))
        ),
        (
            "ReconciliationReport",
            .reconciliationReport(
                ReconciliationReport(
                    cycle: 9, ledgerOffset: LogOffset(4711), compared: 3,
                    breaks: Break.Class.allCases.map {
                        Break(
                            class: $0, symbol: symbol("SLV"), ours: Quantity(units: 10), theirs: Quantity(units: 20),
                            ourValue: money("328.1"), theirValue: money("656.2"))
                    }, inconclusive: [symbol("GLD")]))
        ),
        (
            "PositionAdjustment",
            .positionAdjustment(
                PositionAdjustment(
                    instrument: silver, from: Quantity(units: 10), to: Quantity(units: -20), reason: "QTY_MISMATCH"))
        ),
    ]
    + WatchdogAction.Action.allCases.map { action in
        ("WatchdogAction.\(action)", .watchdogAction(WatchdogAction(action: action, detail: "oms", happenedAt: noon)))
    }

private let commandSamples: [(name: String, event: Event)] = [
    (
        "RiskCommand.escalate",
        .riskCommand(RiskCommand(id: "c1", operator: "ada", reason: "fed day", action: .escalate(to: .noNew)))
    ),
    (
        "RiskCommand.requestReset",
        .riskCommand(RiskCommand(id: "c2", operator: "ada", reason: "", action: .requestReset(to: .normal)))
    ),
    (
        "RiskCommand.setKillMode",
        .riskCommand(RiskCommand(id: "c3", operator: "ada", reason: "", action: .setKillMode(.hard)))
    ),
    (
        "StrategyCommand",
        .strategyCommand(StrategyCommand(id: "c4", operator: "ada", strategy: "sma-cross", isEnabled: true))
    ),
    ("OrderCommand.cancel", .orderCommand(OrderCommand(id: "c5", operator: "ada", action: .cancel(order)))),
    ("OrderCommand.cancelAll", .orderCommand(OrderCommand(id: "c6", operator: "ada", action: .cancelAll))),
    (
        "Approval",
        .approval(Approval(command: "c2", approver: "grace", expiresAt: noon, nonce: "n-1", signature: "c2lnbmF0dXJl"))
    ),
]
