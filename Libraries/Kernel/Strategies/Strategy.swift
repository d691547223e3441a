public import Contracts

/// A rule that turns bars and features into views.
///
/// A strategy is a value: plain numbers that it keeps from frame to frame. It reads nothing but what it is given, and
/// writes only its views. A view that it doesn't write stays as it was, which is the right answer to a feature that is
/// NaN.
public protocol Strategy: Codable, Sendable {
    /// Its name in the catalogue, such as `sma-cross`.
    static var name: String { get }
    /// What it does, in a sentence or two.
    static var summary: String { get }
    /// What it can be run with.
    static var parameters: [StrategyParameter] { get }

    /// Throws when the parameters, each one allowed, don't fit together or don't fit the instruments.
    init(_ setup: StrategySetup) throws(ParameterError)

    /// What it wants to read in every frame.
    var requiredFeatures: [FeatureSpec] { get }

    /// How many of its instruments it holds a full view in at once, at most. An equal share is one part in so many.
    func breadth(of instruments: Int) -> Int

    /// Learns where its features stand. Called before the first frame and whenever the columns change.
    mutating func bind(to plan: FeaturePlan)

    /// A frame has closed, and its features are there.
    mutating func onFrame(_ bars: borrowing BarFrame, _ features: borrowing FeatureFrame, into views: inout Views)

    /// Sees frame after frame, all of one session, until a view changes, and answers the place of that frame. Nobody implements this: it is
    /// `onFrame` in a loop, and stands here so that the loop is compiled for each strategy.
    mutating func onFrames(_ frames: Span<BarFrame>, _ features: Span<FeatureFrame>, into views: inout Views) -> Int?

    /// The first place from `start` to before `end` on whose frame a view may change; `end` if there is none. A strategy that keeps nothing
    /// from frame to frame but its views can tell by looking, and is then not shown the frames before that place. Any other says `nil`.
    func firstNews(
        _ features: borrowing FeatureColumns, from start: Int, to end: Int, views: borrowing Views
    ) -> Int?

    /// One of the book's orders was executed. It need not have been on this strategy's account: positions are netted.
    mutating func onFill(_ fill: Fill, into views: inout Views)

    /// The session is over; called before the first frame of the next one.
    mutating func dailyClose(_ session: TradingDate, into views: inout Views)
}

extension Strategy {
    public func breadth(of instruments: Int) -> Int { instruments }
    public mutating func onFrames(
        _ frames: Span<BarFrame>, _ features: Span<FeatureFrame>, into views: inout Views
    ) -> Int? {
        let before = views.changes
        for place in frames.indices {
            onFrame(frames[place], features[place], into: &views)
            if views.changes != before { return place }
        }
        return nil
    }
    public func firstNews(
        _ features: borrowing FeatureColumns, from start: Int, to end: Int, views: borrowing Views
    ) -> Int? {
        nil
    }
    public mutating func onFill(_ fill: Fill, into views: inout Views) {}
    public mutating func dailyClose(_ session: TradingDate, into views: inout Views) {}
}

extension FeaturePlan {
    /// The column of a feature that a strategy requires, which is in every plan made for it.
    func requiredColumn(of spec: FeatureSpec) -> Int {
        guard let column = column(of: spec) else {
            preconditionFailure("the plan has the feature \(spec), which a strategy requires")
        }
        return column
    }
}
