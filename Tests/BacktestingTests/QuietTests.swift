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

    @Test(arguments: Disturbance.allCases)
    func `glides over bars until one that a stage may answer`(disturbance: Disturbance) throws {
        let book = try crossingBook(fast: 3, slow: 10, .fixedQuantity)
        let frames = (0..<60).map { place in frame(place, book.universe, place == Self.odd ? disturbance : nil) }
        let glided = try glide(book, frames)
        #expect(glided.from == Self.warmUp)
        #expect(glided.to == (disturbance == .none ? frames.count : Self.odd))
        // A strategy that moved its view has seen the bar; of one that risk may doubt, only risk may say who sees it.
        #expect(glided.isSeen == (disturbance == .view))
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
            FrameList(frames), features: FeatureFold(plan: plan, instruments: book.universe.count), actions: [],
            blockLength: frames.count)
        let hasBlock = walk.advance()
        #expect(hasBlock)
        var chain = try StageChain(book, plan: plan)
        var exchange = Exchange(universe: book.universe, startingCash: book.startingCash, rules: ExchangeRules())
        var decided: [OrderEvent] = []
        for place in 0..<Self.warmUp {
            exchange.mark(frames[place])
            chain.take(walk.block.frames[place], walk.block.features[place], into: &decided)
        }
        #expect(decided.isEmpty)
        let rests = chain.rest(as: exchange)
        #expect(rests)
        var place = Self.warmUp
        var passed = 0
        let isSeen = chain.glide(walk.block, &place, to: frames.count) { _, equity in
            #expect(equity == book.startingCash)
            passed += 1
        }
        return (place - passed, place, isSeen)
    }
}
