import Contracts
import Foundation
import Kernel
import Testing

@Suite struct `The order stage` {
    var driver = OrderDriver()

    @Test mutating func `submits one order for each verdict that allows something, named after its cause`() {
        driver.allow([10, 0, -3])
        #expect(driver.open.map(\.id.text) == ["test-20250102T210000Z-GLD-0-1", "test-20250102T210000Z-PPLT-0-1"])
        #expect(driver.open.map(\.request.side) == [.buy, .sell])
        #expect(
            driver.open.allSatisfy {
                $0.state == .submitting && $0.submittedAt != nil && $0.arrival == Price(units: 100)
            })
    }

    @Test mutating func `numbers a second try within the same instant`() {
        driver.allow([10])
        driver.allow([5])
        #expect(driver.open.map(\.id.text) == ["test-20250102T210000Z-GLD-0-1", "test-20250102T210000Z-GLD-0-2"])
        driver.now = Fixture.instant(1)
        driver.allow([5])
        #expect(driver.open.last?.id.text == "test-20250103T210000Z-GLD-0-1")
    }

    @Test mutating func `submits nothing for a verdict that denies`() {
        let denied = Verdict(
            intent: Intent(instrument: InstrumentIndex(0), side: .buy, quantity: 10),
            outcome: .denied(because: .noPrice))
        driver.append(.verdictFrame(VerdictFrame(at: driver.now, tier: .normal, verdicts: [denied])), by: .risk)
        #expect(driver.open.isEmpty)
    }

    @Test mutating func `asks every resting order back when the book enters FLATTEN`() {
        driver.allow([10, -5])
        let change = TierChange(
            from: .noNew, to: .flatten, reason: .command(by: "olga"), equity: .zero, sessionBaseline: .zero, peak: .zero
        )
        driver.append(.tierChange(change), by: .risk)
        #expect(driver.open.map(\.state) == [.recalled, .recalled])
        driver.append(.tierChange(change), by: .risk)
        #expect(driver.changes.count == 4, "each is asked once")
    }

    @Test mutating func `asks back under halt_all what adds risk, under hard everything, under close_only nothing`() {
        driver.append(
            .positionAdjustment(PositionAdjustment(instrument: InstrumentIndex(1), from: 0, to: 50, reason: "found")),
            by: .reconciler)
        driver.allow([10, -5])
        let kill = { (mode: KillMode, id: String) in
            Event.riskCommand(RiskCommand(id: id, operator: "olga", reason: "", action: .setKillMode(mode)))
        }
        driver.append(kill(.closeOnly, "k1"), by: .operator)
        #expect(driver.open.map(\.state) == [.submitting, .submitting])
        driver.append(kill(.haltAll, "k2"), by: .operator)
        #expect(driver.open.map(\.state) == [.recalled, .submitting])
        driver.append(kill(.hard, "k3"), by: .operator)
        #expect(driver.open.map(\.state) == [.recalled, .recalled])
    }

    @Test mutating func `obeys an operator's cancel once`() throws {
        driver.allow([10, 7])
        let first = try #require(driver.open.first?.id)
        let command = Event.orderCommand(OrderCommand(id: "o1", operator: "olga", action: .cancel(first)))
        driver.append(command, by: .api)
        driver.append(command, by: .api)
        #expect(driver.open.map(\.state) == [.recalled, .submitting])
        driver.append(.orderCommand(OrderCommand(id: "o2", operator: "olga", action: .cancelAll)), by: .api)
        #expect(driver.open.map(\.state) == [.recalled, .recalled])
    }

    @Test mutating func `tells what an order cost when it is done`() throws {
        driver.archived = LogOffset(1_000)
        driver.turn()
        driver.allow([10])
        driver.turn()
        driver.venue.trade()
        driver.turn()
        let costs = driver.log.entries.compactMap { if case .tradeCost(let cost) = $0.event { cost } else { nil } }
        let fill = try #require(driver.fills.first)
        #expect(costs.map(\.filled) == [10])
        #expect(costs.first?.arrivalPrice == Price(units: 100))
        #expect(costs.first?.averagePrice == fill.price)
    }

    @Test(arguments: UInt64(0)..<6) func `is the same after its snapshot was read back`(seed: UInt64) throws {
        var dice = SplitMix64(seed: seed)
        var driver = OrderDriver(seed: seed, isFaulty: true)
        driver.archived = LogOffset(100_000)
        for day in 1..<20 {
            driver.now = Fixture.instant(day)
            driver.allow((0..<4).map { _ in Int(dice.number(-9...9)) })
            for _ in 0..<4 {
                driver.turn()
                driver.venue.trade()
                driver.now = driver.now + 1
            }
            let copy = try JSONDecoder().decode(OrderStage.self, from: JSONEncoder().encode(driver.stage))
            #expect(copy.orders == driver.stage.orders)
            #expect(copy.ledger == driver.stage.ledger)
        }
    }
}
