import Contracts
import Testing

@testable import Kernel

private let gold = InstrumentIndex(0)

private func action(_ change: CorporateAction.Change, of instrument: InstrumentIndex = gold) -> CorporateAction {
    CorporateAction(instrument: instrument, exDate: Fixture.firstSession + 1, change: change)
}

private func trade(_ side: Side, _ quantity: Quantity, at price: Int) -> Fill {
    Fill(
        order: OrderID("test"), execution: "1", instrument: gold, side: side, quantity: quantity,
        price: Price(units: price), cumulativeQuantity: quantity, commission: .zero, happenedAt: Fixture.start)
}

@Suite struct `A corporate action` {
    private func ledger(_ side: Side) -> Ledger {
        var ledger = Ledger(instruments: 4, cash: Money(units: 10_000))
        ledger.apply(trade(side, 30, at: 100))
        ledger.mark(Fixture.bars(0, [110, nil, nil, nil]))
        return ledger
    }

    @Test(arguments: [Side.buy, .sell]) func `moves no equity in the ledger`(side: Side) {
        var ledger = ledger(side)
        let before = ledger.equity
        for change in [CorporateAction.Change.split(new: 3, old: 2), .dividend(perShare: Price(units: 2))] {
            ledger.apply(action(change))
            ledger.checkInvariants()
        }
        #expect((ledger.equity - before).magnitude < Money(nanos: 100))
        #expect(ledger.position(gold) == Quantity(units: side == .buy ? 45 : -45))
        #expect(ledger.dividends == Money(units: side == .buy ? 90 : -90))
    }

    @Test func `takes what a position of a billionth cost as a loss when nothing is left of it`() {
        var ledger = Ledger(instruments: 1, cash: Money(units: 10))
        ledger.apply(trade(.buy, Quantity(nanos: 1), at: 5))
        ledger.apply(action(.split(new: 1, old: 2)))
        ledger.checkInvariants()
        #expect(ledger.isFlat && ledger.realizedProfit == Money(nanos: -5))
    }

    @Test(arguments: [
        CorporateAction.Change.split(new: 0, old: 1), .split(new: 2, old: -1), .dividend(perShare: .zero),
    ])
    func `that makes no sense changes no books, and risk stops adding`(change: CorporateAction.Change) {
        var books = ledger(.buy)
        let before = books
        books.apply(action(change))
        #expect(books == before)
        var driver = RiskDriver()
        driver.send(.corporateAction(action(change)), by: .ingest)
        #expect(driver.stage.tier == .noNew)
    }

    @Test func `moves no tier and doubts no price`() {
        var driver = RiskDriver(Fixture.limits { $0.suspectMoveBasisPoints = 500 })
        driver.bars(0, [100])
        for order in driver.submit(driver.targets(0, [900])) { driver.fill(order, at: 100) }
        driver.bars(1, [100])
        driver.send(.corporateAction(action(.split(new: 10, old: 1))), by: .ingest)
        #expect(driver.bars(2, [10]).isEmpty)
        driver.send(.corporateAction(action(.dividend(perShare: Price(units: 1)))), by: .ingest)
        #expect(driver.bars(3, [9]).isEmpty)
        #expect(driver.stage.tier == .normal)
        #expect(driver.stage.equity == Money(units: 100_000))
        #expect(driver.stage.ledger?.position(gold) == 9_000)
    }

    @Test func `restates an open order, so that its fills in new shares belong to it`() throws {
        var driver = RiskDriver()
        driver.bars(0, [100])
        let order = try #require(driver.submit(driver.targets(0, [10])).first)
        driver.report(.accepted(venueOrderID: "v"), order)
        func fill(_ quantity: Quantity, _ cumulative: Quantity, at price: Int) -> Event {
            .fill(
                Fill(
                    order: order.order, execution: "x-\(cumulative)", instrument: gold, side: .buy, quantity: quantity,
                    price: Price(units: price), cumulativeQuantity: cumulative, commission: .zero,
                    happenedAt: Fixture.start))
        }
        driver.send(fill(4, 4, at: 100), by: .gateway)
        driver.send(.corporateAction(action(.split(new: 2, old: 1))), by: .ingest)
        #expect(driver.stage.exposure(gold)?.pendingBuys == 12)
        #expect(driver.send(fill(12, 20, at: 50), by: .gateway).isEmpty)
        #expect(driver.stage.orders?.openCount == 0)
        #expect(driver.stage.ledger?.position(gold) == 20)
        let cost = driver.stage.orders?.order(order.order, gold)?.cost
        #expect(cost?.averagePrice == Price(units: 50) && cost?.implementationShortfall == .zero)
    }

    @Test func `leaves every feature what it is on bars that are adjusted`() {
        let specs =
            FeaturePlan.base + [.momentum(lookback: 40, skip: 5), .ratioZScore(gold, InstrumentIndex(1), bars: 30)]
        var market = WanderingMarket(seed: 7, instruments: 2)
        let frames = market.frames(400)
        var raw = FeatureFold(plan: FeaturePlan(specs), instruments: 2)
        var adjusted = raw
        var (found, expected) = (
            FeatureFrame(at: frames[0].at, columns: 0, values: []),
            FeatureFrame(at: frames[0].at, columns: 0, values: [])
        )
        for (day, frame) in frames.enumerated() {
            var before = frame
            // Four old shares for each new one: the adjusted series is a quarter of the raw one before the split.
            if let bar = frame.bars[0], day < 250 {
                before.bars[0] = Bar(
                    open: bar.open.afterSplit(new: 1, old: 4), high: bar.high.afterSplit(new: 1, old: 4),
                    low: bar.low.afterSplit(new: 1, old: 4), close: bar.close.afterSplit(new: 1, old: 4),
                    volume: bar.volume)
            }
            if day == 250 { raw.apply(action(.split(new: 4, old: 1))) }
            raw.fold(before, into: &found)
            adjusted.fold(frame, into: &expected)
            guard day >= 250 else { continue }
            for (value, wanted) in zip(found.values, expected.values) {
                #expect(abs(value - wanted) <= 1e-9 * max(1, abs(wanted)) || (value.isNaN && wanted.isNaN))
            }
        }
    }
}
