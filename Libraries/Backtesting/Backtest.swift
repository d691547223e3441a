public import Contracts
public import Exchange
import Kernel

/// One run of a book's stages against the simulated exchange, over frames known in advance.
///
/// For each frame: resting orders meet the new bar, its executions are told, then the bar itself, and what the stages decide on it
/// goes to the exchange. An order decided on one bar can therefore fill on the next at the earliest.
public struct Backtest<Host: BookHost>: Sendable {
    private let configuration: BookConfiguration
    private let rules: ExchangeRules
    private let actions: [CorporateAction]

    /// - Parameter actions: splits and dividends of the bars' instruments, in any order; the bars must not be adjusted for them. Those of
    ///   one day are booked in the order given.
    public init(configuration: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction] = []) {
        precondition(
            actions.allSatisfy { $0.isSound && $0.instrument.place < configuration.universe.count },
            "a corporate action makes sense and is of an instrument of the book")
        self.configuration = configuration
        self.rules = rules
        self.actions = actions
    }

    /// Runs all frames in order and answers what happened, and the host as the last frame left it.
    public consuming func run(_ source: some FrameSource) -> (result: BacktestResult, host: Host) {
        var source = source
        var account = SimulatedAccount<FullRecord>(configuration, rules: rules, actions: actions)
        account.record.reserve(frames: source.remaining ?? 0)
        var frame = BarFrame(at: Timestamp(nanoseconds: 0), session: TradingDate(daysSinceEpoch: 0), bars: [])
        var upcoming = frame
        var hasFrame = source.next(into: &frame)
        var host = Host(configuration, at: frame.at)
        while hasFrame {
            // A day order ends with its session, so the loop looks one frame ahead; no stage does.
            let hasMore = source.next(into: &upcoming)
            let endsSession = !hasMore || upcoming.session != frame.session
            account.open(frame, endsSession: endsSession, &host)
            host.take(frame, into: &account.decided)
            account.close(frame, endsSession: endsSession, &host)
            swap(&frame, &upcoming)
            hasFrame = hasMore
        }
        let record = account.record
        let result = BacktestResult(
            configuration: configuration, rules: rules, curve: record.curve, sessionEnds: record.sessionEnds,
            trading: record.trading)
        return (result, host)
    }
}
