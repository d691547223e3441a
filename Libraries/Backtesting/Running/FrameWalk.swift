internal import Contracts
internal import Kernel

/// Frames in blocks with their features. Splits restate the features between two blocks, on their ex-date.
struct FrameWalk<Source: FrameSource> {
    private(set) var block: FrameBlock
    private var source: Source
    private var features: FeatureFold
    private let actions: [CorporateAction]
    private var actionsTaken = 0

    init(_ source: Source, features: FeatureFold, actions: [CorporateAction], blockLength: Int) {
        self.source = source
        self.features = features
        self.actions = actions.byExDate
        block = FrameBlock(length: blockLength)
    }

    /// Goes on to the next block; `false` at the end.
    mutating func advance() -> Bool {
        guard let session = block.nextSession(&source) else { return false }
        while actionsTaken < actions.count, actions[actionsTaken].exDate <= session {
            features.apply(actions[actionsTaken])
            actionsTaken += 1
        }
        let next = actionsTaken < actions.count ? actions[actionsTaken].exDate : nil
        return block.fill(from: &source, &features, before: next)
    }
}

extension [CorporateAction] {
    /// In the order of their ex-dates; those of one day stay in the order given.
    var byExDate: [CorporateAction] {
        enumerated().sorted { ($0.element.exDate, $0.offset) < ($1.element.exDate, $1.offset) }.map(\.element)
    }
}
