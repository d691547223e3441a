import Contracts
import Kernel
import Testing

@Suite struct `A flatten` {
    var driver = RiskDriver()

    init() { driver.hold(0, [100, -50, 10, 0], closes: [100, 100, 100, 100]) }

    @Test mutating func `closes every position at once and adds nothing`() {
        let answers = driver.command(.escalate(to: .flatten))
        let verdicts = answers.verdicts
        #expect(verdicts.map(\.intent.instrument.place) == [0, 1, 2])
        #expect(verdicts.map(\.intent.side) == [.sell, .buy, .sell])
        #expect(verdicts.map(\.allowed) == [100, 50, 10])
        #expect(driver.targets(0, [500, 500, 500, 500]).isEmpty, "the closes are promised already")
        #expect(driver.answers.verdictFrames.last?.tier == .flatten)
    }

    @Test mutating func `is complete when nothing is held and nothing is open, and says so once`() {
        let orders = driver.submit(driver.command(.escalate(to: .flatten)).verdicts)
        driver.fill(orders[0], at: 99)
        driver.fill(orders[1], at: 101)
        #expect(!driver.answers.alarms.contains(.flattenComplete))
        #expect(driver.fill(orders[2], at: 99).alarms == [.flattenComplete])
        #expect(driver.bars(1, [90]).isEmpty)
        #expect(driver.stage.tier == .flatten, "it stays latched")
    }

    @Test mutating func `waits for resting orders to be taken back, and closes an instrument the moment they are`() {
        let resting = driver.submit(driver.targets(0, [120, -50, 10, 0]))
        #expect(resting.count == 1)
        let answers = driver.command(.escalate(to: .flatten))
        #expect(answers.verdicts.map(\.intent.instrument.place) == [1, 2])
        driver.report(.cancelRequested(reason: "FLATTEN"), resting[0])
        #expect(driver.targets(0, [0, 0, 0, 0]).isEmpty)
        let closing = driver.report(.canceled, resting[0]).verdicts
        #expect(closing.map(\.intent.instrument.place) == [0])
        #expect(closing.map(\.allowed) == [100])
    }

    @Test mutating func `closes what a resting order still bought on its way out`() {
        let resting = driver.submit(driver.targets(0, [120, -50, 10, 0]))
        driver.command(.escalate(to: .flatten))
        let closing = driver.fill(resting[0], at: 100).verdicts
        #expect(closing.map(\.allowed) == [120])
    }

    @Test mutating func `asks again with the next frame, not at once, when the venue refuses a close`() {
        let orders = driver.submit(driver.command(.escalate(to: .flatten)).verdicts)
        #expect(driver.report(.rejected(code: 403, reason: "no"), orders[0]).isEmpty)
        #expect(driver.targets(1, [0, 0, 0, 0]).map(\.allowed) == [100])
    }

    @Test mutating func `closes fractions of a share too`() {
        driver.send(
            .positionAdjustment(
                PositionAdjustment(
                    instrument: InstrumentIndex(3), from: 0, to: Quantity(nanos: 2_500_000_000), reason: "found")),
            by: .reconciler)
        let verdicts = driver.command(.escalate(to: .flatten)).verdicts
        #expect(verdicts.last?.allowed == Quantity(nanos: 2_500_000_000))
    }

    @Test mutating func `goes past halt_all, and waits under hard until that is lifted`() {
        driver.command(.setKillMode(.haltAll), id: "k1")
        var hard = driver
        #expect(driver.command(.escalate(to: .flatten)).verdicts.count == 3)
        #expect(hard.command(.setKillMode(.hard), id: "k2").alarms == [.killModeChanged])
        #expect(hard.command(.escalate(to: .flatten)).verdicts.isEmpty)
        #expect(hard.targets(1, [0, 0, 0, 0]).allSatisfy { $0.outcome == .denied(because: .killMode(.hard)) })
        #expect(hard.command(.setKillMode(.none), id: "k3").verdicts.map(\.allowed) == [100, 50, 10])
    }

    @Test mutating func `of an empty book is complete at once`() {
        var empty = RiskDriver()
        empty.bars(0, [100, 100, 100, 100])
        #expect(empty.command(.escalate(to: .flatten)).alarms == [.flattenComplete])
    }
}
