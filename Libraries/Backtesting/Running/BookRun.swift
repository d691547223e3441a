internal import Contracts
internal import Exchange
internal import Kernel

/// One book on its way through the frames: its stages, and its account at an exchange of its own.
struct BookRun<Record: RunRecord>: Sendable {
    private var chain: StageChain
    private(set) var account: SimulatedAccount<Record>
    /// The frame in hand, written out.
    private var frame: BarFrame

    /// A book before its first frame, whose feature frames have the columns of `plan`.
    init(
        _ configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction], plan: FeaturePlan
    ) throws(ParameterError) {
        chain = try StageChain(configuration, plan: plan)
        account = SimulatedAccount(configuration, rules: rules, actions: actions)
        frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
    }

    var record: Record { account.record }

    mutating func reserve(frames: Int) { account.record.reserve(frames: frames) }

    /// Goes through a block of frames. After it, stages and exchange have seen all of them.
    // The two records of ours get code of their own: generic code looks up each field's place while it runs.
    @specialized(where Record == SummaryRecord)
    @specialized(where Record == FullRecord)
    mutating func run(_ block: borrowing FrameBlock) {
        var place = 0
        while place < block.count {
            open(block, place)
            let opened = place
            let isSeen = glide(block, &place)
            if place == block.count { return }
            if place > opened { open(block, place) }
            close(block, place, isSeen: isSeen)
            place += 1
        }
    }

    private mutating func open(_ block: borrowing FrameBlock, _ place: Int) {
        block.columns.run.write(place, into: &frame)
        account.open(frame, endsSession: block.endsSession[place], &chain)
    }

    /// The stages see a frame that is open, and what they decide on it goes to the exchange.
    private mutating func close(_ block: borrowing FrameBlock, _ place: Int, isSeen: Bool) {
        account.mark(frame)
        chain.take(block, place, frame, isSeen: isSeen, into: &account.decided)
        account.close(frame, endsSession: block.endsSession[place], &chain)
    }

    /// Takes in frames as long as they are quiet, and moves `place`, whose frame is open, to the first that isn't. Answers whether the
    /// strategies have seen that one.
    private mutating func glide(_ block: borrowing FrameBlock, _ place: inout Int) -> Bool {
        guard account.isAtRest, chain.rest(as: &account) else { return false }
        let end = account.hasActions ? sessionEnd(block, place) : block.count
        let isSeen = chain.glide(block, &place, to: end, &account)
        chain.wake(&account)
        return isSeen
    }

    /// The place after the last frame of a session. Corporate actions happen between sessions.
    private func sessionEnd(_ block: borrowing FrameBlock, _ start: Int) -> Int {
        var place = start
        while place < block.count, !block.endsSession[place] { place += 1 }
        return min(place + 1, block.count)
    }
}
