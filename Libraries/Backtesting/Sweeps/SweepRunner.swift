public import Contracts
public import Exchange
public import Kernel

/// Many books over the same frames, each run by its own stages exactly as it would be alone.
///
/// Features are a function of the bars, so each one that any book reads is computed once a bar for all of them. Frames are taken in
/// blocks: a block's features are folded, then one book after the other goes through the whole block, so that a book's state stays in
/// the cache meanwhile. A runner is a value that one thread owns; to use several, cut the list of books and give each thread a part.
public struct SweepRunner<Record: RunRecord>: Sendable {
    private let features: FeatureFold
    private let actions: [CorporateAction]
    private var books: [BookRun<Record>] = []
    private let blockLength: Int

    /// Books of one universe, before their first frame. Throws what is wrong with the first that can't be run.
    /// - Parameters:
    ///   - actions: splits and dividends, as for a `Backtest`.
    ///   - blockLength: how many frames are folded before the books see them. When left out, as many as keep bars and features within a
    ///     megabyte, and at least 256.
    public init(
        _ configurations: [BookConfiguration], rules: ExchangeRules, actions: [CorporateAction] = [],
        blockLength: Int? = nil
    ) throws(ParameterError) {
        precondition(blockLength ?? 1 > 0, "a block holds at least one frame")
        precondition(!configurations.isEmpty, "a sweep has a book to run")
        let universe = configurations[0].universe
        var specs: [FeatureSpec] = []
        for configuration in configurations {
            precondition(configuration.universe == universe, "the books of a sweep share one universe")
            specs += try FeaturePlan(configuration: configuration).specs
        }
        let plan = FeaturePlan(specs)
        for configuration in configurations {
            books.append(try BookRun(configuration, rules: rules, actions: actions, plan: plan))
        }
        let length = blockLength ?? Self.length(of: universe.count * (8 + plan.columns))
        features = FeatureFold(plan: plan, instruments: universe.count, runLength: length)
        self.actions = actions
        self.blockLength = length
    }

    /// The longer a block, the less often a book's state comes back to the cache, and the more of that its bars and features take.
    private static func length(of numbers: Int) -> Int { min(4096, max(256, 131_072 / max(1, numbers))) }

    /// Runs all frames in order and answers what was kept of each book, in the order of the configurations.
    public consuming func run(_ source: some FrameSource) -> [Record] {
        if let frames = source.remaining { for place in books.indices { books[place].reserve(frames: frames) } }
        var walk = FrameWalk(source, features: features, actions: actions, blockLength: blockLength)
        while walk.advance() {
            for place in books.indices { books[place].run(walk.block) }
        }
        return books.map { $0.record }
    }
}
