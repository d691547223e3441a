import Contracts
import Exchange
import Kernel
import Testing

@testable import Backtesting

@Suite struct `A book at rest` {
    /// Sixty bars in which nothing happens, changed by each case at the fortieth.
    private static let odd = 40
    /// Bars until the slow average is known, and with it the first view.
    private static let warmUp = 10

    /// One that tells its news by looking at averages, and one that must be shown every bar.
    private static let strategies = [
        StrategyConfiguration(
            name: "sma-cross", parameters: [.init(name: "fast", value: 3), .init(name: "slow", value: 10)]),
        StrategyConfiguration(name: "time-series-momentum", parameters: [.init(name: "lookback", value: 5)]),
    ]

    @Test(arguments: Disturbance.allCases, strategies)
    func `glides over bars until one that a stage may answer`(
        disturbance: Disturbance, strategy: StrategyConfiguration
    ) throws {
        var book = try crossingBook(fast: 3, slow: 10, .fixedQuantity)
        book.strategies = [strategy]
        let frames = (0..<60).map { place in frame(place, book.universe, place == Self.odd ? disturbance : nil) }
        let glided = try glide(book, frames)
        #expect(glided.from == Self.warmUp)
        #expect(glided.to == (disturbance == .none ? frames.count : Self.odd))
        // A strategy that moved its view when it was shown the bar has seen it; of one that risk may doubt, only risk may say who sees it.
        #expect(glided.isSeen == (disturbance == .view && strategy.name != "sma-cross"))
    }

    enum Disturbance: CaseIterable {
        case none, view, leap, gap
    }

    private func frame(_ place: Int, _ universe: Universe, _ disturbance: Disturbance?) -> BarFrame {
        let session = TradingDate(daysSinceEpoch: 19_000)
        let at = Timestamp(nanoseconds: session.utcMidnight.nanoseconds + Int64(place + 1) * 60_000_000_000)
        var bars: [Bar?] = Array(repeating: bar(100), count: universe.count)
        switch disturbance {
        case .view: bars[1] = bar(101)
        case .leap: bars[1] = bar(200)
        case .gap: bars[1] = nil
        case .none?, nil: break
        }
        return BarFrame(at: at, session: session, bars: bars)
    }

    private func bar(_ units: Int) -> Bar {
        let price = Price(units: units)
        return Bar(open: price, high: price, low: price, close: price, volume: 1000)
    }

    /// Puts the first frames to the stages, and lets them glide over the others.
    private func glide(_ book: BookConfiguration, _ frames: [BarFrame]) throws -> (from: Int, to: Int, isSeen: Bool) {
        let plan = try FeaturePlan(configuration: book)
        var walk = FrameWalk(
            FrameList(frames),
            features: FeatureFold(plan: plan, instruments: book.universe.count, runLength: frames.count), actions: [],
            blockLength: frames.count)
        let hasBlock = walk.advance()
        #expect(hasBlock)
        var chain = try StageChain(book, plan: plan)
        var account = SimulatedAccount<FullRecord>(book, rules: ExchangeRules())
        for place in 0..<Self.warmUp {
            account.mark(frames[place])
            chain.take(walk.block, place, frames[place], isSeen: false, into: &account.decided)
        }
        #expect(account.decided.isEmpty)
        let rests = chain.rest(as: &account)
        #expect(rests)
        var place = Self.warmUp
        let isSeen = chain.glide(walk.block, &place, to: frames.count, &account)
        let passed = account.record.curve
        #expect(passed.allSatisfy { $0.equity == book.startingCash })
        return (place - passed.count, place, isSeen)
    }
}
