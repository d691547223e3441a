public import Contracts
public import Exchange

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
        let (record, host) = Host.run(configuration, rules: rules, actions: actions, over: source)
        let result = BacktestResult(
            configuration: configuration, rules: rules, curve: record.curve, sessionEnds: record.sessionEnds,
            trading: record.trading, actions: actions)
        return (result, host)
    }
}
