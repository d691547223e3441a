import Contracts

/// A small book and a log to put into it, entry by entry.
struct SampleLog {
    private(set) var entries: [RawEntry] = []
    var tip: LogOffset { LogOffset(UInt64(entries.count)) }

    static let configuration: BookConfiguration = {
        guard let gold = Symbol("GLD"), let silver = Symbol("SLV"), let universe = Universe([gold, silver]) else {
            preconditionFailure("two symbols make a universe")
        }
        return BookConfiguration(
            book: "test", mode: .paper, universe: universe, startingCash: Money(units: 100_000),
            strategies: [StrategyConfiguration(name: "sma-cross", parameters: [.init(name: "fast", value: 5)])],
            allocation: AllocationConfiguration(
                method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0),
            limits: RiskLimits(
                dailyLossBasisPoints: 200, maximumDrawdownBasisPoints: 1_500, orderNotional: Money(units: 50_000),
                positionNotional: Money(units: 60_000), grossExposureBasisPoints: 10_000, suspectMoveBasisPoints: 2_000)
        )
    }()

    static let start = Timestamp(nanoseconds: 1_751_313_600_000_000_000)
    static let order = OrderID("test-20250630T200000Z-GLD-0-1")

    @discardableResult
    mutating func append(_ event: Event, by author: Author = .ingest, day: Int64 = 0) -> LogOffset {
        let entry = Entry(
            offset: tip.next, at: Self.start + day * 86_400, by: author, cause: tip, trace: "t", event: event)
        entries.append(RawEntry(entry, recordedAt: Self.start))
        return tip
    }

    mutating func bars(day: Int32, gold: Int, silver: Int) {
        func bar(_ units: Int) -> Bar {
            Bar(
                open: Price(units: units), high: Price(units: units), low: Price(units: units),
                close: Price(units: units), volume: 1)
        }
        append(
            .barFrame(
                BarFrame(
                    at: Self.start + Int64(day) * 86_400, session: TradingDate(daysSinceEpoch: 20_269 + day),
                    bars: [bar(gold), bar(silver)])), day: Int64(day))
    }

    /// Configured, one close, a bought position of 100 GLD at 300, and a second close at 310.
    static var traded: SampleLog {
        var log = SampleLog()
        log.append(.configChange(ConfigChange(configuration: configuration)), by: .api)
        log.bars(day: 0, gold: 300, silver: 30)
        log.append(
            .verdictFrame(
                VerdictFrame(
                    at: start, tier: .normal,
                    verdicts: [
                        Verdict(
                            intent: Intent(instrument: InstrumentIndex(0), side: .buy, quantity: Quantity(units: 100)),
                            outcome: .approved)
                    ])), by: .risk)
        let request = OrderRequest(side: .buy, quantity: Quantity(units: 100), type: .market, timeInForce: .day)
        log.step(.submitting(request), by: .oms)
        log.step(.accepted(venueOrderID: "v-1"), by: .gateway)
        log.append(
            .fill(
                Fill(
                    order: order, execution: "x-1", instrument: InstrumentIndex(0), side: .buy,
                    quantity: Quantity(units: 100),
                    price: Price(units: 300), cumulativeQuantity: Quantity(units: 100), commission: .zero,
                    happenedAt: start + 86_400)), by: .gateway, day: 1)
        log.bars(day: 1, gold: 310, silver: 31)
        return log
    }

    mutating func step(_ change: OrderEvent.Change, by author: Author) {
        append(
            .orderEvent(
                OrderEvent(order: Self.order, instrument: InstrumentIndex(0), change: change, happenedAt: Self.start)),
            by: author)
    }
}
