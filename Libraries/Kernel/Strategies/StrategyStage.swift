public import Contracts

/// Answers every feature frame with the views of the book's strategies.
///
/// Ingest may be several bar frames ahead of features, so bar frames wait here until their features come, and what was
/// decided between two of them (a configuration, a command) waits in line with them. A frame is therefore judged by the
/// rules that held when its bars were appended, however late the answer is.
public struct StrategyStage: Stage {
    public static let author = Author.strategy
    public static let wakingKinds: [EventKind] = [.barFrame, .featureFrame, .fill, .configChange, .strategyCommand]

    private enum Waiting: Sendable, Codable {
        case bars(BarFrame)
        case configuration(BookConfiguration)
        case command(StrategyCommand)
    }

    private var configuration: BookConfiguration?
    private var plan = FeaturePlan([])
    private var slots: [StrategySlot] = []
    private var session: TradingDate?
    private var waiting: [Waiting] = []

    public init() {}
}

// MARK: The typed folds

extension StrategyStage {
    /// Takes the book's rules.
    public mutating func configure(_ configuration: BookConfiguration) throws(ParameterError) {
        try configure(configuration, plan: try FeaturePlan(configuration: configuration))
    }

    /// Takes the book's rules, where the feature frames have the columns of a wider plan that several books share. The plan has every
    /// feature that the strategies require.
    public mutating func configure(_ configuration: BookConfiguration, plan: FeaturePlan) throws(ParameterError) {
        if let before = self.configuration { configuration.requireSameBook(as: before) }
        var changed: [StrategySlot] = []
        for (place, strategy) in configuration.strategies.enumerated() {
            if place < slots.count {
                changed.append(try slots[place].changed(to: strategy, universe: configuration.universe, plan: plan))
            } else {
                changed.append(try StrategySlot(strategy, universe: configuration.universe, plan: plan))
            }
        }
        slots = changed
        self.plan = plan
        self.configuration = configuration
    }

    /// Takes in one frame of bars and its features, and writes all views into `signals`, reusing its buffer.
    public mutating func fold(
        _ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into signals: inout SignalFrame
    ) {
        _ = look(bars, features)
        tell(at: bars.at, into: &signals)
    }

    /// The first half of `fold`: lets the strategies see a frame, and answers whether a view has changed since they were last told.
    package mutating func look(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame) -> Bool {
        precondition(features.at == bars.at, "features are judged with the bars they were made from")
        precondition(features.columns == plan.columns, "features have the columns that the strategies asked for")
        enter(bars.session)
        var hasNews = false
        for place in 0..<slots.count {
            slots[place].onFrame(bars, features)
            if slots[place].hasNews { hasNews = true }
        }
        return hasNews
    }

    /// The second half of `fold`: writes all views into `signals`, reusing its buffer.
    package mutating func tell(at instant: Timestamp, into signals: inout SignalFrame) {
        signals.at = instant
        var count = 0
        for place in 0..<slots.count { slots[place].tell(as: place, into: &signals.signals, &count) }
        if count < signals.signals.count { signals.signals.removeLast(signals.signals.count - count) }
    }

    /// Lets the strategies see frame after frame, and answers the place of the first on which a view changed; the ones behind it are not
    /// seen. No view has changed since they were last told.
    package mutating func look(through frames: Span<BarFrame>, _ features: Span<FeatureFrame>) -> Int? {
        var place = 0
        while place < frames.count {
            enter(frames[place].session)
            if hasNews { return show(frames, features, place) }
            // One strategy is looked up once for all frames of a session; several go from frame to frame together.
            let stop = slots.count == 1 ? sessionEnd(frames, from: place) : place + 1
            var news: Int?
            for slot in 0..<slots.count {
                let found = slots[slot].onFrames(frames.extracting(place..<stop), features.extracting(place..<stop))
                news = found.map { place + $0 } ?? news
            }
            if let news { return news }
            place = stop
        }
        return nil
    }

    private func sessionEnd(_ frames: Span<BarFrame>, from start: Int) -> Int {
        var place = start + 1
        while place < frames.count, frames[place].session == frames[start].session { place += 1 }
        return place
    }

    /// How far strategies can tell that no view changes.
    package struct Outlook: BitwiseCopyable {
        /// The first place on whose frame a view may change, or behind the last that was looked at.
        package let place: Int
        /// Whether a view may change there.
        package let isNews: Bool
    }

    /// Looks for news from `start` to before `end`, though no further than a session, without showing any frame to the strategies. `nil` if
    /// one of them must be shown every frame.
    package mutating func firstNews(
        _ features: borrowing FeatureColumns, _ columns: borrowing FrameColumns, from start: Int, to end: Int
    ) -> Outlook? {
        enter(columns.run.session(start))
        if hasNews { return Outlook(place: start, isNews: true) }
        let stop = min(end, columns.sessionStops[start])
        var first = stop
        for slot in 0..<slots.count {
            guard let news = slots[slot].firstNews(features, from: start, to: first) else { return nil }
            first = news
        }
        return Outlook(place: first, isNews: first < stop)
    }

    /// Shows one frame to all, on which a view has changed already.
    private mutating func show(_ frames: Span<BarFrame>, _ features: Span<FeatureFrame>, _ place: Int) -> Int {
        for slot in slots.indices { slots[slot].onFrame(frames[place], features[place]) }
        return place
    }

    private mutating func enter(_ next: TradingDate) {
        if let session, next > session { closeSession(session) }
        session = next
    }

    /// Whether a view has changed since they were last told, as an execution may have caused.
    // Inlined, since a call would copy the stage.
    @inline(__always)
    var hasNews: Bool {
        for slot in slots.indices where slots[slot].hasNews { return true }
        return false
    }

    private mutating func closeSession(_ session: TradingDate) {
        for place in 0..<slots.count { slots[place].dailyClose(session) }
    }

    /// Tells the strategies of an execution.
    public mutating func apply(_ fill: Fill) {
        for place in 0..<slots.count { slots[place].onFill(fill) }
    }

    /// Turns every strategy of that name on or off. Off, views only shrink. An unknown name changes nothing.
    public mutating func apply(_ command: StrategyCommand) {
        for place in 0..<slots.count where slots[place].configuration.name == command.strategy {
            slots[place].switchTo(isEnabled: command.isEnabled)
        }
    }

    /// Whether each strategy may take new positions, by its place in the configuration.
    public var enabled: [Bool] { slots.map { $0.views.isEnabled } }

    /// The views of each strategy, by its place in the configuration.
    public var views: [Views] { slots.map { $0.views } }
}

// MARK: On the log

extension StrategyStage {
    public mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        switch entry.event {
        case .configChange(let change): waitInLine(.configuration(change.configuration))
        case .strategyCommand(let command) where configuration != nil: waitInLine(.command(command))
        case .barFrame(let bars) where configuration != nil: waiting.append(.bars(bars))
        case .featureFrame(let features) where configuration != nil: outputs.append(.signalFrame(answer(features)))
        case .fill(let fill) where configuration != nil: apply(fill)
        default: break  // The log holds much that is none of this stage's business.
        }
    }

    private mutating func waitInLine(_ change: Waiting) {
        if waiting.isEmpty { take(change) } else { waiting.append(change) }
    }

    private mutating func answer(_ features: FeatureFrame) -> SignalFrame {
        let bars = nextBars()
        var signals = SignalFrame(at: bars.at, signals: [])
        fold(bars, features, into: &signals)
        return signals
    }

    /// The oldest bar frame that waits, after what was decided before it took effect.
    private mutating func nextBars() -> BarFrame {
        while let next = waiting.first {
            waiting.removeFirst()
            if case .bars(let bars) = next { return bars }
            take(next)
        }
        preconditionFailure("a feature frame follows the bar frame it was made from")
    }

    private mutating func take(_ change: Waiting) {
        switch change {
        case .configuration(let configuration):
            configuration.mustBeValid { configuration throws(ParameterError) in try configure(configuration) }
        case .command(let command): apply(command)
        case .bars: preconditionFailure("bars wait for their features")
        }
    }
}
