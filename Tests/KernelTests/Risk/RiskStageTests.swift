import Contracts
import Foundation
import Kernel
import Testing

@Suite struct `The risk stage` {
    var driver = RiskDriver()

    @Test mutating func `answers every target frame with one verdict frame, empty when nothing is to do`() {
        driver.bars(0, [100, 100, 100, 100])
        let answers = driver.send(.targetFrame(Fixture.targets(0, [0, 0, 0, 0])), by: .allocator)
        #expect(answers == [.verdictFrame(VerdictFrame(at: Fixture.start, tier: .normal, verdicts: []))])
    }

    @Test mutating func `asks for what is missing to the target, counting what is on its way`() {
        driver.bars(0, [100, 100, 100, 100])
        let first = driver.targets(0, [10, -5, 0, 0])
        #expect(first.map(\.intent.side) == [.buy, .sell])
        #expect(first.map(\.allowed) == [10, 5])
        // Allowed and not yet submitted counts like an order.
        #expect(driver.targets(0, [10, -5, 0, 0]).isEmpty)
        let orders = driver.submit(first)
        #expect(driver.targets(1, [12, -5, 0, 0]).map(\.allowed) == [2])
        driver.fill(orders[0], at: 100)
        #expect(driver.stage.ledger?.position(InstrumentIndex(0)) == 10)
        #expect(driver.stage.exposure(InstrumentIndex(0))?.pendingBuys == 2)
    }

    @Test mutating func `reaches the other side of zero in two frames`() {
        driver.hold(0, [10, 0, 0, 0], closes: [100, 100, 100, 100])
        let flat = driver.targets(1, [-10, 0, 0, 0])
        #expect(flat.map(\.outcome) == [.reduced(to: 10, because: .wouldCrossZero)])
        for order in driver.submit(flat) { driver.fill(order, at: 100) }
        #expect(driver.targets(2, [-10, 0, 0, 0]).map(\.outcome) == [.approved])
    }

    @Test mutating func `adds nothing while the fate of an order is unknown, and lets exits pass`() {
        driver.hold(0, [10, 0, 0, 0], closes: [100, 100, 100, 100])
        let order = driver.submit(driver.targets(1, [15, 0, 0, 0]))[0]
        driver.report(.unknown(reason: "timeout"), order)
        #expect(driver.targets(2, [20, 0, 0, 0]).map(\.outcome) == [.denied(because: .ordersUnknown)])
        #expect(driver.targets(2, [0, 0, 0, 0]).map(\.allowed) == [10])
        driver.report(.accepted(venueOrderID: "v"), order)
        driver.fill(order, at: 100)
        #expect(driver.stage.exposure(InstrumentIndex(0))?.hasUnknownOrder == false)
    }

    @Test mutating func `shares one gross limit among the orders of a frame, in instrument order`() {
        var driver = RiskDriver(Fixture.limits { $0.grossExposureBasisPoints = 10_000 })
        driver.bars(0, [100, 100, 100, 100])
        let verdicts = driver.targets(0, [600, 600, 600, 0])
        #expect(verdicts.map(\.allowed) == [600, 400, 0])
        #expect(
            verdicts[2].outcome
                == .denied(because: .grossExposureAboveLimit(Money(units: 160_000), limit: Money(units: 100_000))))
    }

    @Test mutating func `lets a strategy that is off hold and reduce, but not add`() {
        driver.hold(0, [10, 0, 0, 0], closes: [100, 100, 100, 100])
        let off = StrategyCommand(id: "s1", operator: "olga", strategy: "two", isEnabled: false)
        driver.send(.strategyCommand(off), by: .api)
        func ask(_ quantity: Quantity, _ contributions: [Double]) -> [Verdict.Outcome] {
            var copy = driver
            let target = Target(
                instrument: InstrumentIndex(0), quantity: quantity, price: Price(units: 100),
                contributions: contributions)
            return copy.send(
                .targetFrame(TargetFrame(at: Fixture.start, equity: .zero, targets: [target])), by: .allocator
            )
            .verdicts.map(\.outcome)
        }
        #expect(ask(20, [0, 0.5]) == [.denied(because: .strategyDisabled)])
        #expect(ask(20, [0.1, 0.5]) == [.approved])
        #expect(ask(5, [0, 0.5]) == [.approved])
    }

    @Test mutating func `counts an order that is not ours, and says so`() {
        driver.bars(0, [100, 100, 100, 100])
        let request = OrderRequest(side: .buy, quantity: 7, type: .market, timeInForce: .day)
        let order = OrderEvent(
            order: OrderID("someone-else"), instrument: InstrumentIndex(0), change: .external(request),
            happenedAt: Fixture.start)
        #expect(driver.send(.orderEvent(order), by: .gateway).alarms == [.externalOrder])
        #expect(driver.stage.exposure(InstrumentIndex(0))?.pendingBuys == 7)
        #expect(driver.stage.tier == .normal)
    }

    @Test mutating func `books a fill that no order has room for, and says so`() {
        driver.bars(0, [100, 100, 100, 100])
        let order = driver.submit(driver.targets(0, [10, 0, 0, 0]))[0]
        driver.fill(order, at: 100)
        #expect(driver.fill(order, at: 100).alarms == [.fault])
        #expect(driver.stage.ledger?.position(InstrumentIndex(0)) == 20)
    }

    @Test mutating func `says nothing before the book has a configuration`() {
        var stage = RiskStage()
        var outputs: [Event] = []
        stage.handle(
            Entry(
                offset: LogOffset(1), at: Fixture.start, by: .ingest, cause: .start, trace: "t",
                event: .barFrame(Fixture.bars(0, [1, 1, 1, 1]))), into: &outputs)
        #expect(outputs.isEmpty)
    }

    @Test(arguments: UInt64(0)..<8) func `goes on the same after a restart at any moment, within its limits`(
        seed: UInt64
    ) throws {
        var dice = SplitMix64(seed: seed)
        let limits = Fixture.limits { limits in
            limits.orderNotional = Money(units: 20_000)
            limits.positionNotional = Money(units: 50_000)
            limits.grossExposureBasisPoints = 12_000
            limits.suspectMoveBasisPoints = 1_500
        }
        var driver = RiskDriver(limits)
        for day in 0..<40 {
            driver.bars(day, (0..<4).map { _ in dice.chance(oneIn: 6) ? nil : Int(dice.number(90...112)) })
            let verdicts = driver.targets(day, (0..<4).map { _ in Int(dice.number(-600...600)) })
            let bytes = try JSONEncoder().encode(driver.stage)
            let again = try JSONDecoder().decode(RiskStage.self, from: bytes)
            var copy = driver
            copy.stage = again
            let orders = driver.submit(verdicts)
            copy.submit(verdicts)
            for order in orders {
                let price = Int(dice.number(90...110))
                let change: OrderEvent.Change = [
                    .accepted(venueOrderID: "v"), .rejected(code: 1, reason: "no"), .unknown(reason: "?"), .canceled,
                ][Int(dice.number(0...3))]
                let fills = dice.chance(oneIn: 2)
                driver.report(change, order)
                copy.report(change, order)
                if fills {
                    driver.fill(order, at: price)
                    copy.fill(order, at: price)
                }
            }
            #expect(driver.answers == copy.answers, "seed \(seed), day \(day)")
            #expect(try JSONEncoder().encode(driver.stage).count == JSONEncoder().encode(copy.stage).count)
        }
    }
}
