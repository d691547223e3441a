public import Contracts
public import Exchange
import Kernel

/// The five stages of one book on one in-memory log, chained in a single thread.
///
/// It does what the services do over Redis: every entry is appended, handed to each stage that reads its kind, and what a stage
/// answers is appended behind it, until nobody has anything left to say.
public struct LogHost: BookHost, ExchangeListener {
    public private(set) var log = MemoryLog()
    private var features = FeatureStage()
    private var strategy = StrategyStage()
    private var allocator = AllocatorStage()
    private var risk = RiskStage()
    private var orders = OrderStage()
    private var cursor = LogOffset.start
    private var outputs: [Event] = []

    /// The stages of a book whose first frame is at `instant`.
    private init(_ configuration: BookConfiguration, at instant: Timestamp) {
        var decided: [OrderEvent] = []
        append(
            .configChange(ConfigChange(configuration: configuration)), by: .api, at: instant, trace: "configuration",
            into: &decided)
    }

    public static func run(
        _ configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction],
        over source: some FrameSource
    ) -> (record: FullRecord, host: LogHost) {
        var source = source
        var account = SimulatedAccount<FullRecord>(configuration, rules: rules, actions: actions)
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        var upcoming = frame
        var hasFrame = source.next(into: &frame)
        var host = LogHost(configuration, at: frame.at)
        while hasFrame {
            // A day order ends with its session, so the loop looks one frame ahead; no stage does.
            let hasMore = source.next(into: &upcoming)
            let endsSession = !hasMore || upcoming.session != frame.session
            account.open(frame, endsSession: endsSession, &host)
            account.mark(frame)
            host.take(frame, into: &account.decided)
            account.close(frame, endsSession: endsSession, &host)
            swap(&frame, &upcoming)
            hasFrame = hasMore
        }
        return (account.record, host)
    }

    /// A frame has closed. Appends to `decided` what the OMS decided on it.
    mutating func take(_ bars: borrowing BarFrame, into decided: inout [OrderEvent]) {
        let frame = copy bars
        append(.barFrame(frame), by: .ingest, at: frame.at, trace: frame.at.compact, into: &decided)
    }

    mutating func take(_ fill: Fill, into decided: inout [OrderEvent]) {
        append(.fill(fill), by: .gateway, at: fill.happenedAt, trace: fill.happenedAt.compact, into: &decided)
    }

    mutating func take(_ event: OrderEvent, into decided: inout [OrderEvent]) {
        append(.orderEvent(event), by: .gateway, at: event.happenedAt, trace: event.happenedAt.compact, into: &decided)
    }

    mutating func take(
        _ action: CorporateAction, at instant: Timestamp, into decided: inout [OrderEvent]
    ) {
        append(.corporateAction(action), by: .ingest, at: instant, trace: instant.compact, into: &decided)
    }

    mutating func take(_ state: AccountState, into decided: inout [OrderEvent]) {
        append(
            .accountState(state), by: .reconciler, at: state.happenedAt, trace: state.happenedAt.compact, into: &decided
        )
    }

    /// Appends a fact from outside and lets the stages answer it and each other.
    private mutating func append(
        _ event: Event, by author: Author, at: Timestamp, trace: String, into decided: inout [OrderEvent]
    ) {
        log.append(Draft(at: at, by: author, cause: .start, trace: trace, event: event))
        while cursor < log.tip {
            cursor = cursor.next
            let entry = log[cursor]
            if entry.by == .oms, case .orderEvent(let event) = entry.event { decided.append(event) }
            Self.answer(entry, with: &features, in: &log, using: &outputs)
            Self.answer(entry, with: &strategy, in: &log, using: &outputs)
            Self.answer(entry, with: &allocator, in: &log, using: &outputs)
            Self.answer(entry, with: &risk, in: &log, using: &outputs)
            Self.answer(entry, with: &orders, in: &log, using: &outputs)
        }
    }

    private static func answer<S: Stage>(
        _ entry: Entry, with stage: inout S, in log: inout MemoryLog, using outputs: inout [Event]
    ) {
        guard S.wakingKinds.contains(entry.event.kind) else { return }
        outputs.removeAll(keepingCapacity: true)
        stage.handle(entry, into: &outputs)
        for event in outputs { log.append(Draft(answering: entry, by: S.author, event: event)) }
    }
}
