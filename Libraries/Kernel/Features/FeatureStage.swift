public import Contracts

/// Answers every bar frame with the features that the book's strategies read.
public struct FeatureStage: Stage {
    public static let author = Author.features
    public static let wakingKinds: [EventKind] = [.barFrame, .macroPoint, .configChange, .corporateAction]

    private var configuration: BookConfiguration?
    private var features: FeatureFold?

    public init() {}

    /// The columns of its frames; `nil` before the first configuration.
    public var plan: FeaturePlan? { features?.plan }

    /// Takes the book's rules. A later configuration may change the plan: features in both go on, new ones begin to
    /// warm up.
    public mutating func configure(_ configuration: BookConfiguration) throws(ParameterError) {
        let plan = try FeaturePlan(configuration: configuration)
        if let before = self.configuration { configuration.requireSameBook(as: before) }
        features = features?.changed(to: plan) ?? FeatureFold(plan: plan, instruments: configuration.universe.count)
        self.configuration = configuration
    }

    /// Takes in one frame of bars and writes its features into `frame`, reusing its buffer.
    public mutating func fold(_ bars: borrowing BarFrame, into frame: inout FeatureFrame) {
        precondition(features != nil, "a book's first entry is its configuration")
        features?.fold(bars, into: &frame)
    }

    /// Restates what is remembered of a split instrument in new shares.
    public mutating func apply(_ action: CorporateAction) { features?.apply(action) }

    public mutating func handle(_ entry: Entry, into outputs: inout [Event]) {
        switch entry.event {
        case .configChange(let change):
            change.configuration.mustBeValid { configuration throws(ParameterError) in try configure(configuration) }
        case .barFrame(let bars) where features != nil:
            var frame = FeatureFrame(at: bars.at, columns: 0, values: [])
            fold(bars, into: &frame)
            outputs.append(.featureFrame(frame))
        case .corporateAction(let action): apply(action)
        default: break  // The log holds much that is none of this stage's business.
        }
    }
}
