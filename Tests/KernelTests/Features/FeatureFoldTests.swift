import Contracts
import Testing

@testable import Kernel

private let gold = InstrumentIndex(0)
private let silver = InstrumentIndex(1)

/// All features of all frames, as rows of instrument 0.
private func fold(_ frames: [BarFrame], _ specs: FeatureSpec...) -> [[Double]] {
    var features = FeatureFold(plan: FeaturePlan(specs), instruments: frames[0].bars.count)
    var frame = FeatureFrame(at: frames[0].at, columns: 0, values: [])
    return frames.map { bars in
        features.fold(bars, into: &frame)
        return specs.indices.map { frame[gold, $0] }
    }
}

private func isClose(_ value: Double, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    if expected.isNaN || value.isNaN { return value.isNaN && expected.isNaN }
    return abs(value - expected) <= tolerance * max(1, abs(expected))
}

private func areUnknown(_ values: some Sequence<Double>) -> Bool { values.allSatisfy(\.isNaN) }

@Suite struct `The features` {
    @Test func `equal a recomputation from all bars, at every one of 5,000 with gaps`() {
        var market = WanderingMarket(seed: 1, instruments: 2, missingOneIn: 17)
        let frames = market.frames(5_000)
        let specs =
            FeaturePlan.base + [.momentum(lookback: 63, skip: 5), .sma(1), .ret(2), .atr(1), .rsi(2), .volatility(2)]
        var features = FeatureFold(plan: FeaturePlan(specs), instruments: 2)
        var results: [[[Double]]] = [[], []]
        var frame = FeatureFrame(at: frames[0].at, columns: 0, values: [])
        for bars in frames {
            features.fold(bars, into: &frame)
            for place in 0..<2 { results[place].append(specs.indices.map { frame[InstrumentIndex(place), $0] }) }
        }
        for place in 0..<2 {
            for (column, spec) in specs.enumerated() {
                var expected = BatchFeatures.values(of: spec, frames.compactMap { $0.bars[place] })[...]
                let differing = frames.indices.first { index in
                    let value = frames[index].bars[place] == nil ? .nan : expected.removeFirst()
                    return !isClose(results[place][index][column], value)
                }
                #expect(differing == nil, "\(spec) of instrument \(place)")
            }
        }
    }

    @Test func `know the ratio of two instruments by the bars in which both traded`() {
        var market = WanderingMarket(seed: 7, instruments: 2, missingOneIn: 9)
        let frames = market.frames(1_000)
        let values = fold(frames, .ratioZScore(gold, silver, bars: 30)).map { $0[0] }
        let both = frames.compactMap { frame -> Double? in
            guard let one = frame.bars[0], let other = frame.bars[1] else { return nil }
            return one.close.approximation / other.close.approximation
        }
        var expected = BatchFeatures.windows(30, over: both, BatchFeatures.standardScoreOfLast)[...]
        for (place, frame) in frames.enumerated() {
            let value = frame.bars[0] == nil || frame.bars[1] == nil ? .nan : expected.removeFirst()
            #expect(isClose(values[place], value))
        }
    }

    @Test func `give Wilder's relative strength of a known series`() {
        let frames = closes(
            "44.34", "44.09", "44.15", "43.61", "44.33", "44.83", "45.10", "45.42", "45.84", "46.08", "45.89", "46.03",
            "45.61",
            "46.28", "46.28", "46.00", "46.03")
        let values = fold(frames, .rsi(14)).map { $0[0] }
        #expect(areUnknown(values[..<14]))
        // Fourteen changes: gains of 3.34 and losses of 1.40 in all.
        #expect(isClose(values[14], 100 * 3.34 / 4.74))
        #expect(isClose(values[15], 66.2496, 1e-6))
        #expect(isClose(values[16], 66.4809, 1e-6))
    }

    @Test func `give Wilder's average true range of bars worked out by hand`() throws {
        let rows = [
            (10, 8, 9), (11, 9, 10), (15, 12, 14), (14, 13, 13), (13, 9, 10),  // true ranges –, 2, 5, 1, 4
        ]
        let frames = rows.enumerated().map { place, row in
            let bar = Bar(
                open: Price(units: row.2), high: Price(units: row.0), low: Price(units: row.1),
                close: Price(units: row.2), volume: 1)
            return BarFrame(
                at: Timestamp(nanoseconds: Int64(place)), session: TradingDate(daysSinceEpoch: Int32(place)),
                bars: [bar])
        }
        let values = fold(frames, .atr(3)).map { $0[0] }
        #expect(areUnknown(values[..<3]))
        #expect(isClose(values[3], 8.0 / 3))
        #expect(isClose(values[4], (8.0 / 3 * 2 + 4) / 3))
    }

    @Test func `give returns, averages, deviations and scores worked out by hand`() {
        let values = fold(
            closes("100", "110", "99", "108.9"), .ret(1), .ret(2), .momentum(lookback: 3, skip: 1), .sma(2), .ema(2),
            .volatility(3),
            .zscore(2))
        #expect(isClose(values[3][0], 0.1))
        #expect(isClose(values[3][1], -0.01))
        #expect(isClose(values[3][2], -0.01))
        #expect(isClose(values[3][3], 103.95))
        #expect(isClose(values[1][4], 105))
        #expect(isClose(values[2][4], 101))
        // Returns of 0.1, −0.1 and 0.1 have a variance of 0.04 ÷ 3.
        #expect(isClose(values[3][5], (0.04 / 3 * 252).squareRoot()))
        #expect(isClose(values[3][6], 0.5.squareRoot()))
    }

    @Test func `call a market that doesn't move calm, and not unknown`() {
        var market = WanderingMarket(seed: 3)
        let wild = market.frames(100)
        let still = Array(repeating: "50", count: 90).enumerated().map { place, text in
            let session = wild[99].session + Int32(place + 1)
            return BarFrame(at: session.utcMidnight, session: session, bars: [flatBar(text)])
        }
        let values = fold(wild + still, .volatility(20), .zscore(20), .rsi(14), .sma(20))
        #expect(values[189][0] == 0)
        #expect(values[189][1] == 0)
        #expect(values[189][3] == 50)
        #expect(fold(Array(still.prefix(20)), .rsi(14))[19][0] == 50)
    }

    @Test func `are unknown in a frame without a bar, and go on as if it had not been`() {
        let whole = closes("10", "11", "12", "13", "14")
        var gapped = whole
        gapped.insert(BarFrame(at: Timestamp(nanoseconds: 1), session: whole[2].session, bars: [nil]), at: 3)
        let expected = fold(whole, .sma(2), .ret(1))
        let values = fold(gapped, .sma(2), .ret(1))
        #expect(areUnknown(values[3]))
        #expect(values[4] == expected[3])
        #expect(values[5] == expected[4])
    }

    @Test func `take a bar without a price for a missing one`() {
        let values = fold(closes("10", "11", "0", "12"), .sma(2), .ret(1), .volatility(2), .zscore(3))
        #expect(areUnknown(values[2]))
        #expect(values[3] == fold(closes("10", "11", "12"), .sma(2), .ret(1), .volatility(2), .zscore(3))[2])
    }

    @Test(arguments: FeaturePlan.base + [.momentum(lookback: 9, skip: 3)])
    func `are numbers from the bar on that their warm-up says`(spec: FeatureSpec) {
        var market = WanderingMarket(seed: 11)
        let values = fold(market.frames(spec.warmUpBars + 3), spec).map { $0[0] }
        let known = values.indices.filter { !values[$0].isNaN }
        #expect(known == Array((spec.warmUpBars - 1)..<values.count))
    }

    @Test func `go on through a change of plan when they are in both plans`() {
        var market = WanderingMarket(seed: 13, instruments: 2)
        let frames = market.frames(300)
        let old = FeaturePlan([.sma(20), .rsi(14), .ratioZScore(gold, silver, bars: 20)])
        let new = FeaturePlan([.ratioZScore(gold, silver, bars: 20), .sma(100), .rsi(14)])
        var features = FeatureFold(plan: old, instruments: 2)
        var whole = FeatureFold(plan: new, instruments: 2)
        var frame = FeatureFrame(at: frames[0].at, columns: 0, values: [])
        var expected = frame
        for (place, bars) in frames.enumerated() {
            if place == 100 { features = features.changed(to: new) }
            features.fold(bars, into: &frame)
            whole.fold(bars, into: &expected)
            guard place >= 100 else { continue }
            #expect(frame[gold, 0] == expected[gold, 0])
            #expect(frame[silver, 2] == expected[silver, 2])
            #expect(frame[gold, 1].isNaN == (place < 199))
            if place >= 199 { #expect(isClose(frame[gold, 1], expected[gold, 1])) }
        }
    }
}
