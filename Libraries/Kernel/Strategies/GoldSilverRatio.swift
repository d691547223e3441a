public import Contracts

/// Bets that the ratio of two prices returns to its mean.
public struct GoldSilverRatio: Strategy {
    public static let name = "gold-silver-ratio"
    public static let summary = """
        When gold ÷ silver is `entry` standard deviations above its mean, it is long silver and short gold, and the other way around \
        below; it leaves when the deviation is within `exit`. Gold and silver are GLD and SLV, unless the configuration lists \
        instruments (then the first two), or `gold` and `silver` name places in the universe.
        """
    public static let parameters: [StrategyParameter] = [
        .whole("window", 60, in: 2...1000, "bars that the ratio's mean and deviation are measured over"),
        .number("entry", 2, in: 0.1...10, "deviations from the mean at which it enters"),
        .number("exit", 0.5, in: 0...9.9, "deviations within which it leaves; below `entry`"),
        .flag("short", true, "1: both legs; 0: only the long one"),
        .whole("gold", -1, in: -1...4095, "place of gold in the universe; -1: as said above"),
        .whole("silver", -1, in: -1...4095, "place of silver in the universe; -1: as said above"),
    ]

    private let gold: InstrumentIndex
    private let silver: InstrumentIndex
    private let window: Int
    private let entry: Double
    private let exit: Double
    private let shortLeg: Double
    private var column = 0

    public init(_ setup: StrategySetup) throws(ParameterError) {
        try setup.require("exit", below: "entry")
        gold = try Self.leg("gold", first: true, "GLD", setup)
        silver = try Self.leg("silver", first: false, "SLV", setup)
        guard gold != silver else { throw .repeatedInstrument(strategy: Self.name, gold) }
        window = setup.whole("window")
        entry = setup.number("entry")
        exit = setup.number("exit")
        shortLeg = setup.flag("short") ? 1 : 0
    }

    private static func leg(
        _ parameter: String, first: Bool, _ symbol: String, _ setup: StrategySetup
    ) throws(ParameterError) -> InstrumentIndex {
        let place = setup.whole(parameter)
        if place >= 0 {
            let named = InstrumentIndex(place)
            guard setup.instruments.contains(named) else {
                throw .unknownInstrument(strategy: name, named, universe: setup.universe.count)
            }
            return named
        }
        if !setup.namesInstruments, let symbol = Symbol(symbol), let known = setup.universe.index(of: symbol) {
            return known
        }
        guard setup.instruments.count >= 2 else {
            throw .tooFewInstruments(strategy: name, has: setup.instruments.count, needs: 2)
        }
        return setup.instruments[first ? 0 : 1]
    }

    private var ratio: FeatureSpec { .ratioZScore(gold, silver, bars: window) }
    public var requiredFeatures: [FeatureSpec] { [ratio] }
    public func breadth(of instruments: Int) -> Int { 2 }
    public mutating func bind(to plan: FeaturePlan) { column = plan.requiredColumn(of: ratio) }

    public func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into views: inout Views) {
        let deviation = features[gold, column]
        if deviation.isNaN { return }
        let confidence = min(1, abs(deviation) / (2 * entry))
        if deviation >= entry {
            hold(long: silver, short: gold, confidence, &views)
        } else if deviation <= -entry {
            hold(long: gold, short: silver, confidence, &views)
        } else if abs(deviation) <= exit {
            views.set(0, for: gold)
            views.set(0, for: silver)
        }
    }

    private func hold(
        long: InstrumentIndex, short: InstrumentIndex, _ confidence: Double, _ views: inout Views
    ) {
        views.set(1, for: long, confidence: confidence)
        views.set(-shortLeg, for: short, confidence: confidence)
    }
}
