import Contracts
import Kernel
import Testing

@Suite struct `The pre-trade check` {
    static func rules(
        tier: RiskTier = .normal, killMode: KillMode = .none, _ change: (inout RiskLimits) -> Void = { _ in }
    ) -> RiskRules {
        RiskRules(limits: Fixture.limits(change), tier: tier, killMode: killMode, equity: Money(units: 100_000))
    }

    static func exposure(
        _ position: Quantity, buys: Quantity = 0, sells: Quantity = 0, unknown: Bool = false, price: Int? = 100
    ) -> InstrumentExposure {
        InstrumentExposure(
            position: position, pendingBuys: buys, pendingSells: sells, hasUnknownOrder: unknown,
            price: price.map { Price(units: $0) })
    }

    static func intent(_ side: Side, _ quantity: Quantity) -> Intent {
        Intent(instrument: InstrumentIndex(0), side: side, quantity: quantity)
    }

    static func ask(
        _ rules: RiskRules, _ side: Side, _ quantity: Quantity, _ exposure: InstrumentExposure, gross: Money? = nil,
        isDisabled: Bool = false
    ) -> Verdict.Outcome {
        rules.outcome(of: intent(side, quantity), exposure, gross: gross ?? exposure.atStake, isDisabled: isDisabled)
    }

    @Test func `approves what fits every limit to the cent`() {
        let rules = Self.rules { limits in
            limits.orderNotional = Money(units: 1_000)
            limits.positionNotional = Money(units: 1_000)
            limits.grossExposureBasisPoints = 100
        }
        #expect(Self.ask(rules, .buy, 10, Self.exposure(0)) == .approved)
        #expect(Self.ask(rules, .sell, 10, Self.exposure(0)) == .approved)
    }

    @Test func `cuts to the whole shares that fit the value of one order`() {
        let rules = Self.rules { $0.orderNotional = Money(units: 1_050) }
        #expect(
            Self.ask(rules, .buy, 12, Self.exposure(0))
                == .reduced(to: 10, because: .orderNotionalAboveLimit(Money(units: 1_200), limit: Money(units: 1_050))))
        let tiny = Self.rules { $0.orderNotional = Money(units: 99) }
        #expect(
            Self.ask(tiny, .buy, 1, Self.exposure(0))
                == .denied(because: .orderNotionalAboveLimit(Money(units: 100), limit: Money(units: 99))))
    }

    @Test func `counts pending orders of the same side into the position`() {
        let rules = Self.rules { $0.positionNotional = Money(units: 2_000) }
        #expect(
            Self.ask(rules, .buy, 10, Self.exposure(5, buys: 7))
                == .reduced(
                    to: 8, because: .positionNotionalAboveLimit(Money(units: 2_200), limit: Money(units: 2_000))))
        // A pending sale may never fill: it makes no room.
        #expect(
            Self.ask(rules, .buy, 10, Self.exposure(15, sells: 10))
                == .reduced(
                    to: 5, because: .positionNotionalAboveLimit(Money(units: 2_500), limit: Money(units: 2_000))))
        #expect(
            Self.ask(rules, .sell, 3, Self.exposure(-15, sells: 5))
                == .denied(because: .positionNotionalAboveLimit(Money(units: 2_300), limit: Money(units: 2_000))))
    }

    @Test func `counts the whole book into gross exposure`() {
        let rules = Self.rules { $0.grossExposureBasisPoints = 5_000 }
        #expect(
            Self.ask(rules, .buy, 60, Self.exposure(10), gross: Money(units: 45_000))
                == .reduced(
                    to: 50, because: .grossExposureAboveLimit(Money(units: 51_000), limit: Money(units: 50_000))))
        #expect(
            Self.ask(rules, .buy, 1, Self.exposure(0), gross: Money(units: 60_000))
                == .denied(because: .grossExposureAboveLimit(Money(units: 60_100), limit: Money(units: 50_000))))
    }

    @Test func `halves what adds under THROTTLE, in whole shares, and nothing that reduces`() {
        let rules = Self.rules(tier: .throttle)
        #expect(Self.ask(rules, .buy, 11, Self.exposure(0)) == .reduced(to: 5, because: .tier(.throttle)))
        #expect(Self.ask(rules, .buy, 1, Self.exposure(0)) == .denied(because: .tier(.throttle)))
        #expect(Self.ask(rules, .sell, 11, Self.exposure(20)) == .approved)
    }

    @Test func `cuts an order that would cross zero to flat`() {
        let rules = Self.rules()
        #expect(Self.ask(rules, .sell, 30, Self.exposure(20)) == .reduced(to: 20, because: .wouldCrossZero))
        #expect(Self.ask(rules, .buy, 30, Self.exposure(-20)) == .reduced(to: 20, because: .wouldCrossZero))
        #expect(Self.ask(rules, .sell, 30, Self.exposure(20, sells: 15)) == .reduced(to: 5, because: .wouldCrossZero))
        #expect(Self.ask(rules, .sell, 30, Self.exposure(20, sells: 20)) == .denied(because: .wouldCrossZero))
        #expect(Self.ask(rules, .sell, 5, Self.exposure(0, buys: 10)) == .denied(because: .wouldCrossZero))
    }

    @Test func `adds nothing without a price, with an unknown order, or for a strategy that is off`() {
        let rules = Self.rules()
        #expect(Self.ask(rules, .buy, 1, Self.exposure(0, price: nil)) == .denied(because: .noPrice))
        #expect(Self.ask(rules, .buy, 1, Self.exposure(0, unknown: true)) == .denied(because: .ordersUnknown))
        #expect(Self.ask(rules, .buy, 1, Self.exposure(0), isDisabled: true) == .denied(because: .strategyDisabled))
        #expect(Self.ask(rules, .sell, 1, Self.exposure(5, unknown: true, price: nil), isDisabled: true) == .approved)
    }

    /// Every tier with every kill mode: what adds, and what reduces.
    @Test(arguments: RiskTier.allCases, KillMode.allCases)
    func `ranks hard over FLATTEN over halt_all over close_only over NO_NEW`(tier: RiskTier, mode: KillMode) {
        let rules = Self.rules(tier: tier, killMode: mode)
        let adds = Self.ask(rules, .buy, 10, Self.exposure(0))
        let reduces = Self.ask(rules, .sell, 10, Self.exposure(20))
        switch (tier, mode) {
        case (_, .hard):
            #expect(adds == .denied(because: .killMode(.hard)))
            #expect(reduces == .denied(because: .killMode(.hard)))
            return
        case (.flatten, _): #expect(adds == .denied(because: .tier(.flatten)))
        case (_, .haltAll), (_, .closeOnly): #expect(adds == .denied(because: .killMode(mode)))
        case (.noNew, .none): #expect(adds == .denied(because: .tier(.noNew)))
        case (.throttle, .none): #expect(adds == .reduced(to: 5, because: .tier(.throttle)))
        case (.normal, .none), (.warn, .none): #expect(adds == .approved)
        }
        #expect(reduces == .approved)
    }

    @Test(arguments: UInt64(0)..<500) func `never lets a limit be passed, whichever orders fill`(seed: UInt64) {
        var dice = SplitMix64(seed: seed)
        for _ in 0..<40 {
            let rules = Self.rules { limits in
                limits.orderNotional = Money(units: Int(dice.number(1...20_000)))
                limits.positionNotional = Money(units: Int(dice.number(1...40_000)))
                limits.grossExposureBasisPoints = dice.number(1...8_000)
            }
            let exposure = Self.exposure(
                Quantity(units: Int(dice.number(-200...200))), buys: Quantity(units: Int(dice.number(0...100))),
                sells: Quantity(units: Int(dice.number(0...100))), price: Int(dice.number(1...300)))
            let elsewhere = Money(units: Int(dice.number(0...60_000)))
            let side: Side = dice.chance(oneIn: 2) ? .buy : .sell
            let intent = Self.intent(side, Quantity(units: Int(dice.number(1...500))))
            let outcome = rules.outcome(of: intent, exposure, gross: elsewhere + exposure.atStake)
            let allowed = Verdict(intent: intent, outcome: outcome).allowed
            #expect(allowed <= intent.quantity && allowed >= .zero)
            guard allowed > .zero, let price = exposure.price else { continue }
            let adds = exposure.position.signum * side.sign >= 0
            guard adds else {
                let room = exposure.position.magnitude - exposure.pending(side)
                #expect(allowed == min(room, intent.quantity), "what reduces passes")
                continue
            }
            let after = exposure.position.magnitude + exposure.pending(side) + allowed
            #expect(price.notional(of: allowed) <= rules.limits.orderNotional)
            #expect(price.notional(of: after) <= rules.limits.positionNotional)
            #expect(
                elsewhere + price.notional(of: after) <= rules.equity.basisPoints(rules.limits.grossExposureBasisPoints)
            )
        }
    }

    @Test(arguments: UInt64(0)..<100) func `answers numbers at the edge of what there is without stopping`(seed: UInt64)
    {
        var dice = SplitMix64(seed: seed)
        func extreme() -> Int64 {
            [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max, dice.number(.min ... .max)].randomElement(using: &dice) ?? 0
        }
        for _ in 0..<50 {
            let rules = RiskRules(
                limits: RiskLimits(
                    dailyLossBasisPoints: 1, maximumDrawdownBasisPoints: 1, orderNotional: Money(nanos: extreme()),
                    positionNotional: Money(nanos: extreme()), grossExposureBasisPoints: extreme(),
                    suspectMoveBasisPoints: extreme()),
                tier: .normal, killMode: .none, equity: Money(nanos: extreme()))
            let exposure = InstrumentExposure(
                position: Quantity(nanos: extreme()), pendingBuys: Quantity(nanos: max(0, extreme())),
                pendingSells: Quantity(nanos: max(0, extreme())), hasUnknownOrder: false, price: Price(nanos: extreme())
            )
            let intent = Self.intent(dice.chance(oneIn: 2) ? .buy : .sell, Quantity(nanos: max(1, extreme())))
            let allowed = Verdict(
                intent: intent, outcome: rules.outcome(of: intent, exposure, gross: Money(nanos: extreme()))
            ).allowed
            #expect(allowed >= .zero && allowed <= intent.quantity)
        }
    }
}
