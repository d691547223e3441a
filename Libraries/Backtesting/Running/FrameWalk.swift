internal import Contracts
internal import Kernel

/// Frames in blocks with their features. Splits restate the features between two blocks, on their ex-date.
struct FrameWalk<Source: FrameSource> {
    private(set) var block: FrameBlock
    private var source: Source
    private var features: FeatureFold
    private var actions: DueActions

    init(_ source: Source, features: FeatureFold, actions: [CorporateAction], blockLength: Int) {
        self.source = source
        self.features = features
        self.actions = DueActions(actions)
        block = FrameBlock(length: blockLength, instruments: features.instruments)
    }

    /// Goes on to the next block; `false` at the end.
    mutating func advance() -> Bool {
        guard let session = block.nextSession(&source) else { return false }
        while let action = actions.next(through: session) { features.apply(action) }
        return block.fill(from: &source, &features, before: actions.nextDate)
    }
}
