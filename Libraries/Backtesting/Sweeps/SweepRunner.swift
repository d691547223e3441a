public import Contracts
public import Exchange
public import Kernel

/// Many books over the same frames, each run by its own stages exactly as it would be alone.
///
/// Features are a function of the bars, so each one that any book reads is computed once a bar for all of them. Frames are taken in
/// blocks: a block's features are folded, then one book after the other goes through the whole block, so that a book's state stays in
/// the cache meanwhile. A runner is a value that one thread owns; to use several, cut the list of books and give each thread a part.
public struct SweepRunner<Record: RunRecord>: Sendable {
    private var features: FeatureFold
    private var books: [SweptBook<Record>] = []
    private let blockLength: Int

    /// Books of one universe, before their first frame. Throws what is wrong with the first that can't be run.
    /// - Parameter blockLength: how many frames are folded before the books see them. The default keeps the features of a few hundred
    ///   columns within a megabyte.
    public init(
        _ configurations: [BookConfiguration], rules: ExchangeRules, blockLength: Int = 256
    ) throws(ParameterError) {
        precondition(blockLength > 0, "a block holds at least one frame")
        precondition(!configurations.isEmpty, "a sweep has a book to run")
        let universe = configurations[0].universe
        var specs: [FeatureSpec] = []
        for configuration in configurations {
            precondition(configuration.universe == universe, "the books of a sweep share one universe")
            specs += try FeaturePlan(configuration: configuration).specs
        }
        let plan = FeaturePlan(specs)
        for configuration in configurations {
            books.append(try SweptBook(configuration, rules: rules, plan: plan))
        }
        features = FeatureFold(plan: plan, instruments: universe.count)
        self.blockLength = blockLength
    }

    /// Runs all frames in order and answers what was kept of each book, in the order of the configurations.
    public consuming func run(_ source: some FrameSource) -> [Record] {
        var source = source
        var block = SweepBlock(length: blockLength)
        while block.fill(from: &source, &features) {
            for place in 0..<books.count { books[place].run(block) }
        }
        return books.map { $0.account.record }
    }
}

/// One book of a sweep: its stages, and its account at an exchange of its own.
struct SweptBook<Record: RunRecord>: Sendable {
    private var chain: StageChain
    private(set) var account: SimulatedAccount<Record>

    init(_ configuration: BookConfiguration, rules: ExchangeRules, plan: FeaturePlan) throws(ParameterError) {
        chain = try StageChain(configuration, plan: plan)
        account = SimulatedAccount(configuration, rules: rules)
    }

    mutating func run(_ block: borrowing SweepBlock) {
        // Through spans a frame is looked at where it lies; an element of an array would be retained first.
        let frames = block.frames.span
        let features = block.features.span
        for place in 0..<block.count {
            let endsSession = block.endsSession[place]
            account.open(frames[place], endsSession: endsSession, &chain)
            chain.take(frames[place], features[place], into: &account.decided)
            account.close(frames[place], endsSession: endsSession, &chain)
        }
    }
}
