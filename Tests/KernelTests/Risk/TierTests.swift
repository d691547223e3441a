import Contracts
import Kernel
import Testing

@Suite struct `The risk tiers` {
    /// 1,000 shares at 100 and a daily limit of 200 basis points: 2,000 may be lost in a session.
    static func book(_ change: (inout RiskLimits) -> Void = { _ in }) -> RiskDriver {
        var driver = RiskDriver(Fixture.limits(change))
        driver.hold(0, [1_000], closes: [100])
        return driver
    }

    @Test(arguments: [
        ("99.001", RiskTier.normal), ("99", .warn), ("98.501", .warn), ("98.5", .throttle), ("98.001", .throttle),
        ("98", .noNew),
        ("90.001", .noNew), ("90", .flatten), ("50", .flatten), ("101", .normal),
    ])
    func `change at 50, 75 and 100 percent of the daily limit and at the drawdown, to the billionth`(
        close: String, tier: RiskTier
    ) throws {
        var driver = Self.book()
        let price: Price = try #require(Price(close))
        let frame = Fixture.bars(1, prices: [price, nil, nil, nil])
        let answers = driver.send(.barFrame(frame), by: .ingest)
        #expect(driver.stage.tier == tier)
        #expect(answers.tierChanges.map(\.to) == RiskTier.allCases.filter { $0 > .normal && $0 <= tier })
        let billionthMore = Fixture.bars(1, prices: [Price(nanos: price.nanos + 1), nil, nil, nil])
        var other = Self.book()
        other.send(.barFrame(billionthMore), by: .ingest)
        let isBoundary = ["99", "98.5", "98", "90"].contains(close)
        #expect((other.stage.tier < tier) == isBoundary)
    }

    @Test func `tell every step of a jump with its numbers, before anything else is done`() {
        var driver = Self.book()
        let answers = driver.bars(1, [89])
        let changes = answers.tierChanges
        #expect(changes.map(\.from) == [.normal, .warn, .throttle, .noNew])
        #expect(changes.map(\.to) == [.warn, .throttle, .noNew, .flatten])
        #expect(changes[0].reason == .dailyLoss(basisPointsOfLimit: 55_000))
        #expect(changes[3].reason == .drawdown(basisPoints: 1_100))
        #expect(changes.allSatisfy { $0.equity == Money(units: 89_000) && $0.sessionBaseline == Money(units: 100_000) })
        guard case .tierChange = answers.first else {
            Issue.record("the first answer is a tier change")
            return
        }
    }

    @Test func `only become more severe, at the next session too`() {
        var driver = Self.book()
        driver.bars(1, [99])
        #expect(driver.stage.tier == .warn)
        driver.bars(2, [110])
        #expect(driver.stage.tier == .warn)
        #expect(driver.stage.peak == Money(units: 110_000))
    }

    @Test func `measure a session's loss from the equity before its first frame`() {
        var driver = Self.book { $0.maximumDrawdownBasisPoints = 9_000 }
        driver.bars(1, [104])
        #expect(driver.stage.sessionBaseline == Money(units: 100_000))
        driver.bars(2, [103])
        #expect(driver.stage.sessionBaseline == Money(units: 104_000))
        #expect(driver.stage.tier == .normal)
        driver.bars(3, [101])
        #expect(driver.stage.tier == .throttle)
    }

    @Test func `do not take deposits, withdrawals or adjusted positions for profit`() {
        var driver = Self.book()
        let state = { (flow: Int) in
            Event.accountState(
                AccountState(cash: .zero, equity: .zero, cashFlow: Money(units: flow), happenedAt: Fixture.start))
        }
        driver.send(state(-50_000), by: .gateway)
        driver.bars(1, [100])
        #expect(driver.stage.tier == .normal)
        #expect(driver.stage.peak == Money(units: 50_000))
        driver.send(state(50_000), by: .gateway)
        driver.send(
            .positionAdjustment(
                PositionAdjustment(instrument: InstrumentIndex(0), from: 1_000, to: 500, reason: "transferred")),
            by: .reconciler)
        driver.bars(2, [100])
        #expect(driver.stage.tier == .normal)
        #expect(driver.stage.peak == Money(units: 50_000))
        driver.bars(3, [95])
        #expect(driver.stage.tier == .noNew)
    }

    @Test func `do not move on one bad print`() {
        var driver = Self.book { $0.suspectMoveBasisPoints = 2_000 }
        #expect(driver.bars(1, [50]).alarms == [.suspectPrice])
        #expect(driver.stage.tier == .normal)
        #expect(driver.stage.equity == Money(units: 100_000))
        #expect(driver.bars(2, [100]).isEmpty)
        #expect(driver.stage.tier == .normal)
        #expect(driver.bars(3, [160]).alarms == [.suspectPrice])
        #expect(driver.stage.peak == Money(units: 100_000))
    }

    @Test func `move on a price that the next frame confirms, and follow a crash one frame behind`() {
        var driver = Self.book { $0.suspectMoveBasisPoints = 2_000 }
        driver.bars(1, [70])
        #expect(driver.stage.tier == .normal)
        // Still far below, and again far: the nearer of the two is sure.
        let answers = driver.bars(2, [40])
        #expect(answers.alarms.isEmpty)
        #expect(driver.stage.equity == Money(units: 70_000))
        #expect(driver.stage.tier == .flatten)
        driver.bars(3, [42])
        #expect(driver.stage.equity == Money(units: 42_000))
    }

    @Test func `climb by command, one step told after the other, and never go down by one`() {
        var driver = Self.book()
        let changes = driver.command(.escalate(to: .noNew)).tierChanges
        #expect(changes.map(\.to) == [.warn, .throttle, .noNew])
        #expect(changes.allSatisfy { $0.reason == .command(by: "olga") })
        #expect(driver.command(.escalate(to: .warn), id: "c2").isEmpty)
        #expect(driver.command(.escalate(to: .flatten)).isEmpty, "a repeated id is ignored")
        #expect(driver.stage.tier == .noNew)
    }

    @Test func `fail closed when a frame contradicts the book`() {
        var driver = Self.book()
        let changes = driver.send(.barFrame(Fixture.bars(1, [100])), by: .ingest).tierChanges
        #expect(changes.last?.to == .noNew)
        var other = Self.book()
        let target = Target(instrument: InstrumentIndex(9), quantity: 1, price: Price(units: 1), contributions: [])
        let answers = other.send(
            .targetFrame(TargetFrame(at: Fixture.start, equity: .zero, targets: [target])), by: .allocator)
        #expect(answers.tierChanges.last?.to == .noNew)
        #expect(answers.verdictFrames.map(\.tier) == [.noNew])
    }

    @Test func `fail closed when an order appears that no verdict allowed`() {
        var driver = Self.book()
        let request = OrderRequest(side: .buy, quantity: 5, type: .market, timeInForce: .day)
        let stray = OrderEvent(
            order: OrderID("stray"), instrument: InstrumentIndex(1), change: .submitting(request),
            happenedAt: Fixture.start)
        #expect(driver.send(.orderEvent(stray), by: .oms).tierChanges.last?.to == .noNew)
    }

    @Test(arguments: UInt64(0)..<60) func `are never left for a milder one without two approvals`(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        var driver = Self.book { $0.suspectMoveBasisPoints = 3_000 }
        var tier = RiskTier.normal
        for day in 1..<60 {
            driver.bars(day, [Int(dice.number(60...140))])
            if dice.chance(oneIn: 10) {
                driver.command(.escalate(to: .allCases[Int(dice.number(0...4))]), id: "e\(day)")
            }
            if dice.chance(oneIn: 10) { driver.command(.requestReset(to: .normal), id: "r\(day)") }
            if dice.chance(oneIn: 10) { driver.approve("r\(day)", by: "bob", nonce: "n\(day)") }
            #expect(driver.stage.tier >= tier)
            tier = driver.stage.tier
        }
    }
}
