public import Contracts

/// Holds the instruments that rose most.
public struct CrossSectionalMomentum: Strategy {
    public static let name = "cross-sectional-momentum"
    public static let summary = """
        Ranks its instruments by their return from `lookback` to `skip` bars ago and is fully long in the best `top`, and short in \
        the worst `bottom`. Equal returns rank in the universe's order. An instrument without a number keeps its view and its place.
        """
    public static let parameters: [StrategyParameter] = [
        .whole("lookback", 126, in: 1...1000, "bars ago that the return begins"),
        .whole("skip", 21, in: 0...999, "newest bars left out; below `lookback`"),
        .whole("top", 1, in: 0...4096, "how many to hold long"),
        .whole("bottom", 0, in: 0...4096, "how many to hold short"),
    ]

    private let lookback: Int
    private let skip: Int
    private let top: Int
    private let bottom: Int
    private var column = 0

    public init(_ setup: StrategySetup) throws(ParameterError) {
        try setup.require("skip", below: "lookback")
        lookback = setup.whole("lookback")
        skip = setup.whole("skip")
        top = setup.whole("top")
        bottom = setup.whole("bottom")
        let needed = max(top + bottom, 1)
        guard setup.instruments.count >= needed else {
            throw .tooFewInstruments(strategy: Self.name, has: setup.instruments.count, needs: needed)
        }
    }

    private var score: FeatureSpec { .momentum(lookback: lookback, skip: skip) }
    public var requiredFeatures: [FeatureSpec] { [score] }
    public func breadth(of instruments: Int) -> Int { max(top + bottom, 1) }
    public mutating func bind(to plan: FeaturePlan) { column = plan.requiredColumn(of: score) }

    public func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into views: inout Views) {
        let kept = keptViews(features, views)
        // Ranks are few, so picking the best again and again beats sorting: nothing is allocated.
        let ranked = kept.scored
        let longs = min(max(top - kept.long, 0), ranked)
        let shorts = min(max(bottom - kept.short, 0), ranked - longs)
        let lowestLong = threshold(rank: longs, of: ranked, features, views, best: true)
        let highestShort = threshold(rank: shorts, of: ranked, features, views, best: false)
        for place in views.instruments.indices {
            let instrument = views.instruments[place]
            let score = features[instrument, column]
            if score.isNaN { continue }
            let mark = Rank(score: score, place: place)
            let isLong = longs > 0 && !lowestLong.isBetter(than: mark)
            let isShort = shorts > 0 && !mark.isBetter(than: highestShort)
            views.set(isLong ? 1 : isShort ? -1 : 0, for: instrument)
        }
    }

    /// Views of instruments that have no number in this frame, and how many have one.
    private func keptViews(_ features: borrowing FeatureFrame, _ views: borrowing Views) -> (
        long: Int, short: Int, scored: Int
    ) {
        var kept = (long: 0, short: 0, scored: 0)
        for place in views.instruments.indices {
            let instrument = views.instruments[place]
            if !features[instrument, column].isNaN {
                kept.scored += 1
            } else if views[instrument] > 0 {
                kept.long += 1
            } else if views[instrument] < 0 {
                kept.short += 1
            }
        }
        return kept
    }

    /// The rank-th best (or worst) of the `count` instruments that have a number.
    private func threshold(
        rank: Int, of count: Int, _ features: borrowing FeatureFrame, _ views: borrowing Views, best: Bool
    ) -> Rank {
        // Counted from the nearer end: the last of twenty is the first from below.
        let isNearer = rank * 2 <= count + 1
        let best = isNearer ? best : !best
        var last: Rank?
        for _ in 0..<(isNearer || rank == 0 ? rank : count + 1 - rank) {
            var next: Rank?
            for place in views.instruments.indices {
                let score = features[views.instruments[place], column]
                if score.isNaN { continue }
                let mark = Rank(score: score, place: place)
                if let last, !(best ? last.isBetter(than: mark) : mark.isBetter(than: last)) { continue }
                if let found = next, !(best ? mark.isBetter(than: found) : found.isBetter(than: mark)) { continue }
                next = mark
            }
            last = next
        }
        return last ?? Rank(score: 0, place: 0)
    }
}

/// A place in the order of returns. No two are equal, because equal returns rank by place.
private struct Rank {
    let score: Double
    let place: Int
    func isBetter(than other: Rank) -> Bool { score > other.score || (score == other.score && place < other.place) }
}
