import Contracts
import Kernel
import Testing

@Suite struct `A reset` {
    var driver = RiskDriver()

    init() {
        driver.hold(0, [1_000], closes: [100])
        driver.bars(1, [97])
        driver.command(.requestReset(to: .normal))
    }

    @Test mutating func `takes two people, and begins the measures anew`() {
        #expect(driver.stage.tier == .noNew)
        #expect(driver.approve(by: "bob", nonce: "1").isEmpty)
        #expect(driver.stage.tier == .noNew)
        let changes = driver.approve(by: "eve", nonce: "2").tierChanges
        #expect(changes.map(\.reason) == [.reset(first: "bob", second: "eve")])
        #expect(changes.map(\.to) == [.normal])
        #expect(changes.map(\.sessionBaseline) == [Money(units: 97_000)])
        driver.bars(1, [97])
        #expect(driver.stage.tier == .normal, "the loss that was forgiven counts no more")
        driver.bars(1, [96])
        #expect(driver.stage.tier == .warn, "the next one does")
    }

    @Test mutating func `refuses the one who asked`() {
        #expect(driver.approve(by: "olga", nonce: "1").alarms == [.refusedCommand])
        driver.approve(by: "bob", nonce: "2")
        #expect(driver.stage.tier == .noNew)
    }

    @Test mutating func `refuses the same person twice`() {
        driver.approve(by: "bob", nonce: "1")
        #expect(driver.approve(by: "bob", nonce: "2").alarms == [.refusedCommand])
        #expect(driver.stage.tier == .noNew)
    }

    @Test mutating func `refuses an approval that is used again, even for another command`() {
        driver.approve(by: "bob", nonce: "1")
        #expect(driver.approve(by: "eve", nonce: "1").alarms == [.refusedCommand])
        driver.command(.requestReset(to: .warn), id: "c2")
        #expect(driver.approve("c2", by: "eve", nonce: "1").alarms == [.refusedCommand])
        #expect(driver.stage.tier == .noNew)
    }

    @Test mutating func `refuses an approval that has expired, and needs both unexpired at the second`() {
        #expect(driver.approve(by: "bob", nonce: "1", expiresIn: 0).alarms == [.refusedCommand])
        driver.approve(by: "bob", nonce: "2", expiresIn: 60)
        driver.send(.barFrame(Fixture.bars(2, [97, nil, nil, nil])), by: .ingest, at: Fixture.instant(2))
        #expect(driver.approve(by: "eve", nonce: "3").isEmpty)
        #expect(driver.stage.tier == .noNew, "the first one expired in between, so this one is the first now")
        #expect(driver.approve(by: "bob", nonce: "4").tierChanges.map(\.to) == [.normal])
    }

    @Test mutating func `refuses approvals of nothing, and requests that lead nowhere`() {
        #expect(driver.approve("other", by: "bob", nonce: "1").alarms == [.refusedCommand])
        #expect(driver.command(.requestReset(to: .flatten), id: "c2").alarms == [.refusedCommand])
    }

    @Test mutating func `is used up by the tier that it leads to`() {
        driver.approve(by: "bob", nonce: "1")
        driver.approve(by: "eve", nonce: "2")
        driver.bars(1, [90])
        #expect(driver.stage.tier > .normal)
        #expect(driver.approve(by: "eve", nonce: "3").alarms == [.refusedCommand])
    }
}
