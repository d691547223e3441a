internal import Contracts
internal import Exchange
internal import Kernel

/// The four stages behind the features, each handed the frame of the one before it: no log, no boxing, and nothing allocated per bar once
/// warm. Who owns it brings the features: of one book, or of many that share them.
///
/// An ordinary bar is one chain of typed folds. Where risk has something to say besides its verdicts (a tier moves, a price is in
/// doubt, a flatten begins), the order of entries matters, and the rest of that bar goes through the stages entry by entry in exactly
/// the order that a log would have. A test holds the two hosts against each other.
struct StageChain: ExchangeListener {
    private var strategy = StrategyStage()
    private var allocator = AllocatorStage()
    private var risk = RiskStage()
    private var orders = OrderStage()

    /// The columns that this book's strategies asked for, in a plan that it may share with others.
    private let wantedColumns: [Int]
    /// Whether the allocator measures every frame.
    private let followsVolatility: Bool

    // The buffers of one frame, kept so that the next one allocates nothing.
    /// The frames that the strategies are shown together, written out.
    private var frames = Array(
        repeating: BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: []),
        count: stride)
    /// The features of the frame in hand, or of as many as the strategies are shown together.
    private var features = Array(
        repeating: FeatureFrame(at: Timestamp(nanoseconds: 0), columns: 0, values: []), count: stride)
    private var signals = SignalFrame(at: Timestamp(nanoseconds: 0), signals: [])
    private var targets = TargetFrame(at: Timestamp(nanoseconds: 0), equity: .zero, targets: [])
    private var verdicts = VerdictFrame(at: Timestamp(nanoseconds: 0), tier: .normal, verdicts: [])
    /// What risk says besides verdicts; empty on almost every bar.
    private var remarks: [Event] = []
    /// Entries that are not read by all stages yet.
    private var unread: [Entry] = []
    private var watch: QuietWatch

    /// The stages of a book whose feature frames have the columns of `plan`.
    init(_ configuration: BookConfiguration, plan: FeaturePlan) throws(ParameterError) {
        let change = ConfigChange(configuration: configuration)
        watch = QuietWatch(configuration)
        wantedColumns = try FeaturePlan(configuration: configuration).specs.compactMap(plan.column)
        try strategy.configure(configuration, plan: plan)
        try allocator.configure(configuration)
        followsVolatility = allocator.followsVolatility
        risk.configure(change)
        orders.configure(change)
    }

    /// A frame has closed. `isSeen` if the strategies have looked at it already.
    mutating func take(
        _ block: borrowing FrameBlock, _ place: Int, _ bars: borrowing BarFrame, isSeen: Bool,
        into decided: inout [OrderEvent]
    ) {
        if !isSeen { block.writeFeatures(place, only: wantedColumns, into: &features[0]) }
        risk.fold(bars, into: &remarks)
        orders.fold(bars)
        guard remarks.isEmpty else {
            precondition(!isSeen, "a frame that risk remarks on is not quiet to it")
            return takeByEntries(bars, into: &decided)
        }
        if !isSeen { _ = strategy.look(bars, features[0]) }
        strategy.tell(at: bars.at, into: &signals)
        allocator.fold(bars, signals, into: &targets)
        risk.fold(targets, into: &verdicts, outputs: &remarks)
        if !remarks.isEmpty {
            enqueueRemarks(at: bars.at)
            enqueue(.verdictFrame(verdicts), by: .risk, at: bars.at)
            settle(into: &decided)
        } else if !verdicts.verdicts.isEmpty {
            submit(at: bars.at, into: &decided)
        }
    }

    mutating func take(_ fill: Fill, into decided: inout [OrderEvent]) {
        strategy.apply(fill)
        allocator.apply(fill)
        risk.fold(fill, into: &remarks)
        orders.fold(fill)
        settleRemarks(at: fill.happenedAt, into: &decided)
    }

    mutating func take(_ event: OrderEvent, into decided: inout [OrderEvent]) {
        risk.fold(event, at: event.happenedAt, into: &remarks)
        orders.fold(event, at: event.happenedAt)
        settleRemarks(at: event.happenedAt, into: &decided)
    }

    mutating func take(_ action: CorporateAction, at instant: Timestamp, into decided: inout [OrderEvent]) {
        allocator.apply(action)
        risk.fold(action, into: &remarks)
        orders.fold(action)
        settleRemarks(at: instant, into: &decided)
    }

    mutating func take(_ state: AccountState, into decided: inout [OrderEvent]) {
        allocator.apply(state)
        risk.fold(state)
        orders.fold(state)
    }

    private mutating func submit(at instant: Timestamp, into decided: inout [OrderEvent]) {
        let first = decided.count
        orders.fold(verdicts, at: instant, into: &decided)
        for place in first..<decided.count { hear(&decided[place], at: instant) }
        settleRemarks(at: instant, into: &decided)
    }

    /// Tells risk what the OMS decided. It changes nothing: lent for writing, an event is looked at where it lies, and not copied.
    @inline(__always)
    private mutating func hear(_ event: inout OrderEvent, at instant: Timestamp) {
        risk.fold(event, at: instant, into: &remarks)
    }
}

// MARK: Quiet bars

extension StageChain {
    /// Whether all stages are at rest, and hold what the account holds, which isn't changed. From a `true` on, only `look` may be called until
    /// `wake`.
    mutating func rest<Record: RunRecord>(as account: inout SimulatedAccount<Record>) -> Bool {
        watch.begin(&strategy, &allocator, &risk, &orders)
        guard watch.isOn else { return false }
        if account.stands(at: watch.cash, watch.units, watch.closes) { return true }
        watch.end(&allocator, &risk, &orders)
        return false
    }

    /// Goes through quiet frames from `place` to before `end`, telling the account of them, and moves `place` to the first that may not be quiet. Answers
    /// whether the strategies have seen that one.
    mutating func glide<Record: RunRecord>(
        _ block: borrowing FrameBlock, _ place: inout Int, to end: Int, _ account: inout SimulatedAccount<Record>
    ) -> Bool {
        while place < end {
            // Strategies that can tell where they have news are not shown what comes before it.
            let outlook = strategy.firstNews(block.series, block.columns, from: place, to: end)
            if outlook?.place == place { return false }
            let stop = outlook?.place ?? min(end, place + Self.stride)
            let counted = watch.quietFrames(block.columns, from: place, to: stop)
            let news = outlook == nil ? look(block, from: place, to: place + counted) : nil
            let count = news.map { $0 - place } ?? counted
            if watch.holdsNothing {
                account.pass(block, from: place, count, watch.cash)
            } else {
                account.pass(block, from: place, count, watch.equities.span)
            }
            if followsVolatility { measure(block, from: place, count) }
            watch.take(block.columns, from: place, count)
            place += count
            if news != nil { return true }
            if counted == 0 || (place == stop && outlook?.isNews == true) { return false }
        }
        return false
    }

    /// How far ahead frames are judged that the strategies may have something to say to.
    private static let stride = 16

    private mutating func look(_ block: borrowing FrameBlock, from start: Int, to end: Int) -> Int? {
        for place in start..<end {
            block.columns.run.write(place, into: &frames[place - start])
            block.writeFeatures(place, only: wantedColumns, into: &features[place - start])
        }
        let (shown, seen) = (frames, features)
        let news = strategy.look(
            through: shown.span.extracting(0..<end - start), seen.span.extracting(0..<end - start))
        return news.map { start + $0 }
    }

    private mutating func measure(_ block: borrowing FrameBlock, from start: Int, _ count: Int) {
        for place in start..<start + count {
            block.columns.run.write(place, into: &frames[0])
            allocator.measure(frames[0])
        }
    }

    /// Tells stages and exchange what they have missed.
    mutating func wake<Record: RunRecord>(_ account: inout SimulatedAccount<Record>) {
        if watch.unseen != nil { account.mark(watch.closes, watch.session) }
        watch.end(&allocator, &risk, &orders)
    }
}

// MARK: Entry by entry

extension StageChain {
    /// The rest of a bar that risk and orders have folded, and on which risk remarked something.
    private mutating func takeByEntries(_ bars: borrowing BarFrame, into decided: inout [OrderEvent]) {
        let frame = copy bars
        let entry = Self.entry(.barFrame(frame), by: .ingest, at: frame.at)
        var nothing: [Event] = []
        strategy.handle(entry, into: &nothing)
        allocator.handle(entry, into: &nothing)
        precondition(nothing.isEmpty, "strategies and allocator answer features and signals, not bars")
        enqueue(.featureFrame(features[0]), by: .features, at: frame.at)
        settleRemarks(at: frame.at, into: &decided)
    }

    private mutating func settleRemarks(at instant: Timestamp, into decided: inout [OrderEvent]) {
        if remarks.isEmpty, unread.isEmpty { return }
        enqueueRemarks(at: instant)
        settle(into: &decided)
    }

    private mutating func enqueueRemarks(at instant: Timestamp) {
        for remark in remarks { enqueue(remark, by: .risk, at: instant) }
        remarks.removeAll(keepingCapacity: true)
    }

    private mutating func enqueue(_ event: Event, by author: Author, at instant: Timestamp) {
        unread.append(Self.entry(event, by: author, at: instant))
    }

    /// Hands the unread entries to the stages, and then what they answered, until nobody has anything left to say.
    private mutating func settle(into decided: inout [OrderEvent]) {
        var next = 0
        while next < unread.count {
            let entry = unread[next]
            next += 1
            if entry.by == .oms, case .orderEvent(let event) = entry.event { decided.append(event) }
            Self.answer(entry, with: &strategy, in: &unread)
            Self.answer(entry, with: &allocator, in: &unread)
            Self.answer(entry, with: &risk, in: &unread)
            Self.answer(entry, with: &orders, in: &unread)
        }
        unread.removeAll(keepingCapacity: true)
    }

    private static func answer<S: Stage>(_ entry: Entry, with stage: inout S, in unread: inout [Entry]) {
        guard S.wakingKinds.contains(entry.event.kind) else { return }
        var outputs: [Event] = []
        stage.handle(entry, into: &outputs)
        for event in outputs { unread.append(Self.entry(event, by: S.author, at: entry.at)) }
    }

    /// Nobody reads offsets, causes and traces here: they are for logs.
    private static func entry(_ event: Event, by author: Author, at instant: Timestamp) -> Entry {
        Entry(offset: .start, at: instant, by: author, cause: .start, trace: "", event: event)
    }
}
