import Backtesting
import Contracts
import Exchange
import Quant
import Research
import Testing

@Suite struct `A walk-forward study` {
    private func study(
        _ start: WalkForward.Start = .rolling, train: Int, test: Int, gap: Int = 0, minimumTrades: Int = 0,
        _ candidates: [Candidate]? = nil, rules: ExchangeRules = .standard, by objective: Objective = .sharpe
    ) throws -> WalkForwardStudy {
        try WalkForwardStudy(
            candidates: try candidates ?? crossings(), rules: rules,
            windows: try WalkForward(start, train: train, test: test, gap: gap), objective: objective,
            minimumTrades: minimumTrades)
    }

    /// Ten shares held from the second tested session on, and no costs: every number can be checked by hand.
    @Test func `stitches the tested sessions to one curve`() throws {
        let opens = [100.0, 101, 102, 103, 104, 105, 106, 107]
        let closes = [101.0, 102, 103, 105, 104, 107, 109, 110]
        let market = sessionFrames(8) { session, _ in bar(open: opens[session], close: closes[session]) }
        let hold = Candidate(
            parameters: [], book: try book(StrategyConfiguration(name: "hold"), cash: 1_000, shares: 10))
        let result = try study(train: 2, test: 3, [hold], rules: free, by: .return).run(over: market)
        // Tested are sessions 2 to 4, bought at 103, and 5 to 7, bought at 106.
        let curve = result.stitched.result.sessionCurve
        #expect(curve.map(\.equity) == [1_000, 1_020, 1_010, 1_010, 1_040, 1_050].map { Money(units: $0) })
        #expect(curve.map(\.at) == market.frames[2...].map(\.at))
        #expect(result.stitched.result.trading.roundTrips.map(\.profit) == [Money(units: 10), Money(units: 40)])
        #expect(
            result.windows.map(\.outOfSample.performance.totalReturn).map { ($0 * 1e6).rounded() } == [10_000, 39_604])
    }

    @Test(arguments: UInt64(0)..<24)
    func `tests no session that it has learned from, and trades on no other`(seed: UInt64) throws {
        var chance = SplitMix64(seed: seed)
        let start = seed.isMultiple(of: 2) ? WalkForward.Start.rolling : .anchored
        let (train, test, gap) = (20 + chance.index(below: 40), 5 + chance.index(below: 30), chance.index(below: 6))
        let market = walks([0.0005], sessions: 220, seed: seed)
        let result = try study(start, train: train, test: test, gap: gap).run(over: market)
        #expect(!result.windows.isEmpty)
        for window in result.windows.map(\.window) {
            #expect(!window.train.overlaps(window.test))
            #expect(window.train.upperBound + gap == window.test.lowerBound)
            if start == .anchored { #expect(window.train.lowerBound == 0) }
        }
        let tested = result.windows.flatMap(\.window.test)
        let stitched = result.stitched.result
        #expect(stitched.sessionCurve.map(\.at) == tested.map { market.frames[$0].at })
        let testedDates = Set(tested.map { market.date(of: $0) })
        #expect(stitched.trading.fills.allSatisfy { testedDates.contains(NewYork.date(at: $0.happenedAt)) })
        // What every trip made is what the account gained.
        let profit = stitched.trading.roundTrips.reduce(Money.zero) { $0 + $1.profit }
        #expect(stitched.endEquity - stitched.startEquity == profit)
    }

    @Test(arguments: [WalkForward.Start.rolling, .anchored])
    func `chooses the same whatever comes after the training`(start: WalkForward.Start) throws {
        let market = walks([0.0005], sessions: 160, seed: 5)
        let study = try study(start, train: 40, test: 20)
        let before = try study.run(over: market).windows
        #expect(Set(before.compactMap { $0.choice?.candidate }).count > 1)
        for (place, window) in before.enumerated() {
            let after = try study.run(over: scrambled(market, from: window.window.train.upperBound, seed: 9)).windows
            #expect(after[...place].map(\.choice) == before[...place].map(\.choice))
        }
    }

    @Test func `has warm indicators in its first tested session, and trades after it`() throws {
        // Prices that only rise: an average of twelve needs twelve closes, and six sessions are tested.
        let market = sessionFrames(30) { session, _ in bar(open: 100 + Double(session), close: 100.5 + Double(session))
        }
        let slow = try crossings()[3]
        let result = try study(train: 15, test: 6, [slow]).run(over: market)
        #expect(result.windows.count == 2)
        let fills = result.stitched.result.trading.fills.filter { $0.side == .buy }
        let bought = result.windows.map { market.date(of: $0.window.test.lowerBound + 1) }
        #expect(fills.prefix(1).map { NewYork.date(at: $0.happenedAt) } == bought.prefix(1).map { $0 })
        #expect(Set(bought).isSubset(of: Set(fills.map { NewYork.date(at: $0.happenedAt) })))
    }

    @Test func `stays flat where nothing traded enough`() throws {
        let market = walks([0.0005], sessions: 120, seed: 1)
        let result = try study(train: 40, test: 20, minimumTrades: 1_000).run(over: market)
        #expect(result.flatWindows == result.windows.count)
        #expect(result.stitched.result.curve.allSatisfy { $0.equity == Money(units: 100_000) })
        #expect(result.stitched.result.trading.orders.isEmpty)
        #expect(result.returnEfficiency == nil)
        #expect(result.stability.allSatisfy { $0.uses.isEmpty })
    }

    @Test func `chooses what is best in training, counting trades`() throws {
        let market = walks([0.0005], sessions: 100, seed: 8)
        let candidates = try crossings()
        let result = try study(train: 60, test: 20, minimumTrades: 4, candidates, by: .return).run(over: market)
        let window = try #require(result.windows.first)
        let records = try SweepRunner<CandidateRecord>(candidates.map(\.book), rules: .standard)
            .run(market.source(of: window.window.train))
        let eligible = records.indices.filter { records[$0].trades >= 4 }
        #expect(!eligible.isEmpty && eligible.count < records.count)
        let best = eligible.max { records[$0].summary.endEquity < records[$1].summary.endEquity }
        #expect(window.choice?.candidate == best)
    }

    @Test func `does the same twice`() throws {
        let market = walks([0.0003], sessions: 200, seed: 2)
        let study = try study(train: 50, test: 25)
        let (one, other) = (try study.run(over: market), try study.run(over: market))
        #expect(one.windows == other.windows)
        #expect(one.stitched.result.curve == other.stitched.result.curve)
    }

    @Test func `names the sessions that it lacks`() throws {
        let market = walks([0], sessions: 30, seed: 1)
        #expect(throws: StatisticsError.tooFew(of: "rows", has: 30, needs: 61)) {
            try study(train: 40, test: 20, gap: 1).run(over: market)
        }
    }
}
