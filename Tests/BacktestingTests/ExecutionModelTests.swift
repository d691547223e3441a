import Backtesting
import Contracts
import Exchange
import Kernel
import Testing

/// Four metals that are raw on their ex-dates: prices fall by each dividend, and are cut by each split.
private struct RawMarket {
    let book: BookConfiguration
    var frames: [BarFrame]
    var actions: [CorporateAction] = []

    init(seed: UInt64, days: Int = 300, suspectMoveBasisPoints: Int64 = 3_000) throws {
        let universe = try Universe.fourMetals()
        book = BookConfiguration(
            book: "raw", mode: .paper, universe: universe, startingCash: Money(units: 250_000),
            strategies: busyStrategies,
            allocation: AllocationConfiguration(
                method: seed.isMultiple(of: 2) ? .inverseVolatility : .equalWeight, rebalance: .everyFrame,
                volatilityWindow: 10, grossCap: 1.5, minimumTrade: 0.001, fixedQuantity: Quantity(units: 100)),
            limits: RiskLimits(
                dailyLossBasisPoints: 2_000, maximumDrawdownBasisPoints: 5_000, orderNotional: Money(units: 200_000),
                positionNotional: Money(units: 300_000), grossExposureBasisPoints: 30_000,
                suspectMoveBasisPoints: suspectMoveBasisPoints))
        frames = dailyFrames(universe, count: days, seed: seed)
    }

    mutating func split(_ place: Int, on day: Int, new: Int64, old: Int64) {
        actions.append(action(place, day, .split(new: new, old: old)))
        change(place, from: day) { $0.afterSplit(new: new, old: old) }
    }

    mutating func payDividend(_ place: Int, on day: Int, _ perShare: Price) {
        actions.append(action(place, day, .dividend(perShare: perShare)))
        change(place, from: day) { $0.exDividend(perShare) }
    }

    private func action(_ place: Int, _ day: Int, _ change: CorporateAction.Change) -> CorporateAction {
        CorporateAction(instrument: InstrumentIndex(place), exDate: frames[day].session, change: change)
    }

    private mutating func change(_ place: Int, from day: Int, _ change: (Price) -> Price) {
        for index in day..<frames.count {
            guard let bar = frames[index].bars[place] else { continue }
            frames[index].bars[place] = Bar(
                open: change(bar.open), high: change(bar.high), low: change(bar.low), close: change(bar.close),
                volume: bar.volume)
        }
    }

    func run<Host: BookHost>(
        _ host: Host.Type, _ rules: ExchangeRules = .standard, without: Bool = false
    ) -> (result: BacktestResult, host: Host) {
        Backtest<Host>(configuration: book, rules: rules, actions: without ? [] : actions).run(FrameList(frames))
    }
}

@Suite struct `Splits and dividends in a backtest` {
    private func market(seed: UInt64) throws -> RawMarket {
        var market = try RawMarket(seed: seed)
        market.payDividend(0, on: 60, Price(nanos: 850_000_000))
        market.payDividend(0, on: 120, Price(nanos: 850_000_000))
        market.split(1, on: 90, new: 3, old: 1)
        market.split(2, on: 150, new: 1, old: 7)
        market.split(3, on: 150, new: 5, old: 2)
        market.payDividend(3, on: 200, Price(nanos: 120_000_000))
        return market
    }

    @Test(arguments: UInt64(1)...12) func `are booked alike by both hosts, to the billionth`(seed: UInt64) throws {
        let market = try market(seed: seed)
        let rules = ExchangeRules(
            slippage: .squareRootImpact(spreadBasisPoints: 4, fullVolumeBasisPoints: 90),
            commission: .perShare(Money(nanos: 5_000_000), minimum: Money(units: 1)), fees: .unitedStates,
            participationBasisPoints: 100, borrowBasisPoints: 75,
            fill: seed.isMultiple(of: 3) ? .signalClose : .nextOpen)
        let (logged, host) = market.run(LogHost.self, rules)
        let (direct, _) = market.run(DirectHost.self, rules)
        #expect(logged.trading.fills.count > 20)
        #expect(logged.trading.orders == direct.trading.orders)
        #expect(logged.trading.fills == direct.trading.fills)
        #expect(logged.curve == direct.curve)
        #expect(host.log.entries.count { $0.event.kind == .corporateAction } == market.actions.count)
        let faults = host.log.entries.filter { entry in
            if case .riskAlarm(let alarm) = entry.event { alarm.subject == .fault } else { false }
        }
        #expect(faults.isEmpty)
    }

    @Test(arguments: UInt64(1)...6) func `alarm nobody, while the same bars without them do`(seed: UInt64) throws {
        let market = try market(seed: seed)
        func doubts(_ host: LogHost) -> Int {
            host.log.entries.count { entry in
                if case .riskAlarm(let alarm) = entry.event { alarm.subject == .suspectPrice } else { false }
            }
        }
        #expect(doubts(market.run(LogHost.self).host) == 0)
        #expect(doubts(market.run(LogHost.self, without: true).host) >= 3)
    }

    @Test(arguments: UInt64(1)...6) func `lead to the result of bars that are adjusted, fractions aside`(seed: UInt64)
        throws
    {
        let plain = try RawMarket(seed: seed)
        var split = plain
        // A ratio that halves exactly leaves every indicator bit for bit what it was.
        split.split(1, on: 90, new: 2, old: 1)
        split.split(3, on: 160, new: 1, old: 4)
        let expected = plain.run(DirectHost.self, ExchangeRules()).result.endEquity.approximation
        let found = split.run(DirectHost.self, ExchangeRules()).result.endEquity.approximation
        #expect(abs(found / expected - 1) < 0.01)
    }

    @Test func `keep the books of the stages at the exchange's cash`() throws {
        let market = try market(seed: 5)
        let (result, host) = market.run(
            LogHost.self,
            ExchangeRules(
                slippage: .basisPoints(10), commission: .perTrade(Money(units: 1)), borrowBasisPoints: 200))
        var ledger = Ledger(instruments: 4, cash: market.book.startingCash)
        for entry in host.log.entries {
            switch entry.event {
            case .fill(let fill): ledger.apply(fill)
            case .corporateAction(let action): ledger.apply(action)
            case .accountState(let state): ledger.apply(state)
            case .barFrame(let frame): ledger.mark(frame)
            default: break
            }
            ledger.checkInvariants()
        }
        #expect(ledger.equity == result.endEquity)
        #expect(ledger.dividends > .zero || ledger.dividends < .zero)
    }
}

@Suite struct `The fill policy` {
    @Test func `is named in the result`() throws {
        let market = try RawMarket(seed: 2, days: 60)
        #expect(market.run(DirectHost.self).result.rules.fill == .nextOpen)
        let rules = ExchangeRules(slippage: .basisPoints(0), commission: .perTrade(.zero), fill: .signalClose)
        #expect(market.run(DirectHost.self, rules).result.rules.fill.rawValue == "signal-close")
    }

    @Test func `fills at the close of the bar that decided, or at the open of the next`() throws {
        let market = try RawMarket(seed: 2, days: 120)
        let closing = ExchangeRules(slippage: .basisPoints(0), commission: .perTrade(.zero), fill: .signalClose)
        let same = market.run(DirectHost.self, closing).result.trading.fills
        let next = market.run(DirectHost.self, ExchangeRules()).result.trading.fills
        let closes = Dictionary(uniqueKeysWithValues: market.frames.map { ($0.at, $0.bars) })
        #expect(!same.isEmpty && !next.isEmpty)
        for fill in same { #expect(closes[fill.happenedAt]?[fill.instrument.place]?.close == fill.price) }
        for fill in next {
            let bars = try #require(market.frames.first { $0.at >= fill.happenedAt }?.bars[fill.instrument.place])
            #expect(bars.open == fill.price)
        }
    }
}
