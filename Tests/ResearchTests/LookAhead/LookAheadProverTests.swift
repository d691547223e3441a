import Contracts
import Research
import Testing

@Suite struct `A planted look-ahead` {
    private func guilty(_ script: some Script, on frames: [BarFrame], seed: UInt64 = 1) throws -> [GuiltyInput] {
        let report = try LookAheadProver(script, plan: ProofPlan(cuts: 12, seed: seed)).prove(frames)
        guard case .looksAhead(let inputs) = report.verdict else {
            Issue.record("nothing was found: \(report.text(try ProofMarket.universe()))")
            return []
        }
        return inputs
    }

    private func guilty(_ script: some Script) throws -> [GuiltyInput] {
        try guilty(script, on: ProofMarket.frames())
    }

    private let closeOfGold = GuiltyInput.Source.field(.close, of: ProofMarket.gold)

    @Test func `by normalising over the whole sample is found`() throws {
        let inputs = try guilty(Cheat.WholeSampleScore())
        #expect(inputs.map(\.source) == [closeOfGold])
        #expect(inputs.map(\.reach) == [.throughEnd(from: 1)])
    }

    @Test func `by a centred average is found, three bars wide`() throws {
        let inputs = try guilty(Cheat.CentredAverage())
        #expect(inputs.map(\.source) == [closeOfGold])
        #expect(inputs.map(\.reach) == [.bars(1...3)])
    }

    @Test func `into the bar that an order fills in is found`() throws {
        let inputs = try guilty(Cheat.OwnBarHigh())
        #expect(inputs.map(\.source) == [.field(.high, of: ProofMarket.gold)])
        #expect(inputs.map(\.reach) == [.bars(0...0)])
    }

    @Test func `at the next open is found`() throws {
        let inputs = try guilty(Cheat.NextOpen())
        #expect(inputs.map(\.source) == [.field(.open, of: ProofMarket.gold)])
        #expect(inputs.map(\.reach) == [.bars(1...1)])
    }

    @Test func `by shifting the wrong way is found, five bars far`() throws {
        let inputs = try guilty(Cheat.ShiftBack())
        #expect(inputs.map(\.source) == [closeOfGold])
        #expect(inputs.map(\.reach) == [.bars(5...5)])
    }

    @Test func `into a week that is not over is found`() throws {
        let inputs = try guilty(Cheat.UnclosedWeek())
        #expect(inputs.map(\.source) == [closeOfGold])
        guard case .bars(let reach) = try #require(inputs.first).reach else {
            Issue.record("\(inputs)")
            return
        }
        #expect(reach.upperBound <= 4)
    }

    @Test func `by filling gaps from behind is found`() throws {
        let inputs = try guilty(Cheat.BackFill(), on: ProofMarket.framesWithGaps())
        #expect(inputs.first?.source == .field(.close, of: ProofMarket.silver))
        #expect(inputs.first?.reach == .bars(1...1))
    }

    @Test func `by smoothed states of a fit to everything is found`() throws {
        let inputs = try guilty(Cheat.SmoothedRegimes())
        #expect(inputs.map(\.source) == [closeOfGold])
        #expect(inputs.map(\.reach) == [.throughEnd(from: 1)])
    }

    @Test func `at who survives is found, at the last bar of every instrument`() throws {
        let inputs = try guilty(Cheat.Survivor())
        #expect(!inputs.isEmpty)
        for input in inputs {
            guard case .field(.close, _) = input.source else {
                Issue.record("\(input)")
                continue
            }
            #expect(input.reach == .lastBar)
        }
    }

    @Test func `at the volatility of the full period is found`() throws {
        let inputs = try guilty(Cheat.FullPeriodVolatility())
        #expect(!inputs.isEmpty)
        #expect(inputs.allSatisfy { if case .field(.close, of: .some) = $0.source { true } else { false } })
    }

    @Test func `by prices restated for later splits is found`() throws {
        let inputs = try guilty(Cheat.SplitAdjusted(), on: ProofMarket.framesWithSplit())
        #expect(inputs.map(\.source) == [closeOfGold])
    }

    @Test func `by a regression over everything is found, in both of its inputs`() throws {
        let inputs = try guilty(Cheat.WholeSampleRegression())
        #expect(inputs.map(\.source) == [closeOfGold, .field(.close, of: ProofMarket.silver)])
        #expect(inputs.first?.reach == .throughEnd(from: 1))
        // The last day of silver has no next day of gold to explain.
        guard case .bars(let reach) = inputs.last?.reach else {
            Issue.record("\(inputs)")
            return
        }
        #expect(reach.lowerBound == 1)
        #expect(reach.upperBound > 60)
    }

    @Test func `at tomorrow's volume is found`() throws {
        let inputs = try guilty(Cheat.NextVolume())
        #expect(inputs.map(\.source) == [.field(.volume, of: ProofMarket.gold)])
        #expect(inputs.map(\.reach) == [.bars(1...1)])
    }

    @Test func `at the end of the series is found, though no price is read`() throws {
        #expect(try guilty(Cheat.KnowsTheEnd()).map(\.source) == [.length])
    }

    @Test(arguments: UInt64(1)...4) func `is found wherever the cuts fall`(seed: UInt64) throws {
        let frames = try ProofMarket.frames(seed: seed)
        #expect(try guilty(Cheat.ShiftBack(), on: frames, seed: seed).map(\.reach) == [.bars(5...5)])
        #expect(try guilty(Cheat.NextOpen(), on: frames, seed: seed).map(\.reach) == [.bars(1...1)])
    }

    @Test func `is told in plain words`() throws {
        let report = try LookAheadProver(Cheat.ShiftBack()).prove(ProofMarket.frames())
        let text = report.text(try ProofMarket.universe())
        #expect(text.contains("reads the close of GLD, 5 bars ahead"))
        #expect(text.contains("the weight of GLD at bar "))
    }
}

@Suite struct `An honest decision` {
    private func isHonest(_ script: some Script, on frames: [BarFrame]) throws {
        let report = try LookAheadProver(script, plan: ProofPlan(cuts: 8)).prove(frames)
        let universe = try ProofMarket.universe()
        #expect(report.isHonest, "\(report.text(universe))")
    }

    @Test func `that twins a cheat passes`() throws {
        let frames = try ProofMarket.frames()
        try isHonest(Honest.ExpandingScore(), on: frames)
        try isHonest(Honest.TrailingAverage(), on: frames)
        try isHonest(Honest.LastBarHigh(), on: frames)
        try isHonest(Honest.OwnBar(), on: frames)
        try isHonest(Honest.LaggedReturn(), on: frames)
        try isHonest(Honest.ClosedWeek(), on: frames)
        try isHonest(Honest.ForwardFill(), on: ProofMarket.framesWithGaps())
        try isHonest(Honest.BestSoFar(), on: frames)
        try isHonest(Honest.TrailingVolatility(), on: frames)
        try isHonest(Honest.SplitRestated(), on: ProofMarket.framesWithSplit())
        try isHonest(Honest.ExpandingRegression(), on: frames)
    }

    @Test func `by the filtered states of an early fit looks ahead only while that fit is made`() throws {
        // A decision of zero in the first sixty bars is no use of the fit, so even those pass.
        try isHonest(Honest.FilteredRegimes(), on: ProofMarket.frames())
    }
}

@Suite struct `A source that can't be proved` {
    @Test func `answers otherwise every time, and is told so`() throws {
        let report = try LookAheadProver(Cheat.Dice()).prove(ProofMarket.frames(20))
        guard case .nondeterministic(let difference) = report.verdict else {
            Issue.record("\(report)")
            return
        }
        #expect(difference.bar == 0)
        #expect(report.text(try ProofMarket.universe()).hasPrefix("NOT DETERMINISTIC"))
    }

    private struct Short: Script {
        func weights(_ frames: [BarFrame]) -> [[Double]] { Array(repeating: [0], count: frames.count - 1) }
    }

    @Test func `answers for another number of bars`() throws {
        #expect(throws: ProofError.wrongCount(answered: 19, given: 20, on: "the bars as they are")) {
            try LookAheadProver(Short()).prove(ProofMarket.frames(20))
        }
    }

    private struct Failing: Script {
        struct Reason: Error, CustomStringConvertible { let description = "no silver today" }
        func weights(_ frames: [BarFrame]) throws -> [[Double]] {
            guard frames.count == 20 else { throw Reason() }
            return frames.map { _ in [0] }
        }
    }

    @Test func `fails on changed bars, which says where`() throws {
        let error = #expect(throws: ProofError.self) { try LookAheadProver(Failing()).prove(ProofMarket.frames(20)) }
        guard case .failed(let place, "no silver today") = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(place.hasPrefix("bars that end at bar"))
    }

    private struct Strict: Script {
        struct Reason: Error, CustomStringConvertible { let description = "a high below its low" }
        func weights(_ frames: [BarFrame]) throws -> [[Double]] {
            for case let bar? in frames.map({ $0.bars[0] }) where bar.high < bar.low { throw Reason() }
            return frames.map { _ in [1] }
        }
    }

    @Test func `refuses bars that no market makes, which is counted and not held against it`() throws {
        let report = try LookAheadProver(Strict()).prove(ProofMarket.frames(20))
        #expect(report.isHonest)
        #expect(report.refusals > 0)
        #expect(report.text(try ProofMarket.universe()).contains("(the first: a high below its low)"))
    }

    @Test func `has too few bars`() throws {
        #expect(throws: ProofError.tooFewFrames(2)) {
            try LookAheadProver(Cheat.NextOpen()).prove(ProofMarket.frames(2))
        }
    }
}
