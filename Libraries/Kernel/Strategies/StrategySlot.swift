internal import Contracts

/// One strategy as a book runs it: its rules, its state and its views.
struct StrategySlot: Sendable, Codable {
    private(set) var configuration: StrategyConfiguration
    private var strategy: AnyStrategy
    private(set) var views: Views
    /// The views' count of changes when they were last told; `nil` before.
    private var told: Int?

    init(_ configuration: StrategyConfiguration, universe: Universe, plan: FeaturePlan) throws(ParameterError) {
        self.configuration = configuration
        strategy = try AnyStrategy(configuration, universe: universe)
        strategy.base.bind(to: plan)
        let instruments = configuration.instruments.isEmpty ? universe.indices : configuration.instruments
        views = Views(of: instruments, universe: universe.count, isEnabled: configuration.isEnabled)
    }

    /// The slot under changed rules. The same strategy goes on where it was. One with other parameters begins anew but
    /// keeps its views, so that a reload sells nothing while new windows warm up. What an operator switched stays
    /// switched, unless the configuration itself now says otherwise than before.
    func changed(
        to configuration: StrategyConfiguration, universe: Universe, plan: FeaturePlan
    ) throws(ParameterError) -> StrategySlot {
        var result = try StrategySlot(configuration, universe: universe, plan: plan)
        guard configuration.name == self.configuration.name else { return result }
        if configuration.parameters == self.configuration.parameters
            && configuration.instruments == self.configuration.instruments
        {
            result.strategy = strategy
            result.strategy.base.bind(to: plan)
        }
        let isSwitched = configuration.isEnabled != self.configuration.isEnabled
        result.told = nil
        result.views = views.limited(
            to: result.views.instruments, isEnabled: isSwitched ? configuration.isEnabled : views.isEnabled)
        return result
    }

    mutating func switchTo(isEnabled: Bool) { views.isEnabled = isEnabled }

    /// Whether a view has changed since they were last told.
    var hasNews: Bool { views.changes != told }

    /// Lets the strategy see a frame.
    mutating func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame) {
        strategy.base.onFrame(bars, features, into: &views)
    }

    /// Lets the strategy see frame after frame until a view changes, and answers the place of that frame.
    mutating func onFrames(_ frames: Span<BarFrame>, _ features: Span<FeatureFrame>) -> Int? {
        strategy.base.onFrames(frames, features, into: &views)
    }

    /// The first place on whose frame a view may change, told without showing the strategy any; `nil` if it must be shown them. It changes
    /// nothing: lent for writing, the strategy is asked where it lies, and not copied.
    mutating func firstNews(_ features: borrowing FeatureColumns, from start: Int, to end: Int) -> Int? {
        strategy.base.firstNews(features, from: start, to: end, views: views)
    }

    /// Writes the views behind the `count` signals that are written already.
    mutating func tell(as place: Int, into signals: inout [Signal], _ count: inout Int) {
        views.write(to: &signals, from: &count, strategy: place)
        told = views.changes
    }

    mutating func onFill(_ fill: Fill) { strategy.base.onFill(fill, into: &views) }

    mutating func dailyClose(_ session: TradingDate) { strategy.base.dailyClose(session, into: &views) }
}
