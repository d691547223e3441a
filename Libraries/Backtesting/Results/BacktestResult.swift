public import Contracts
public import Exchange

/// Equity at one instant.
public struct EquityPoint: Hashable, Sendable {
    public let at: Timestamp
    public let equity: Money

    public init(at: Timestamp, equity: Money) {
        self.at = at
        self.equity = equity
    }
}

/// What one run did: its orders and fills, and the equity after every frame.
public struct BacktestResult: Sendable {
    public let configuration: BookConfiguration
    /// What the exchange charged and allowed, and against which bar orders were filled: a curve means nothing without it.
    public let rules: ExchangeRules
    public let curve: [EquityPoint]
    /// The places in `curve` that end a session.
    public let sessionEnds: [Int]
    public let trading: TradingRecord
    /// The splits and dividends that it was run with.
    public let actions: [CorporateAction]

    public init(
        configuration: BookConfiguration, rules: ExchangeRules, curve: [EquityPoint], sessionEnds: [Int],
        trading: TradingRecord, actions: [CorporateAction] = []
    ) {
        self.configuration = configuration
        self.rules = rules
        self.curve = curve
        self.sessionEnds = sessionEnds
        self.trading = trading
        self.actions = actions
    }

    public var startEquity: Money { configuration.startingCash }
    /// Equity at the end of each session, oldest first: what yearly figures are made from, however short the bars are.
    public var sessionCurve: [EquityPoint] { sessionEnds.map { curve[$0] } }
    public var endEquity: Money { curve.last?.equity ?? startEquity }
    public var maxDrawdownPercent: Double { maximumDrawdown(of: curve.lazy.map(\.equity), from: startEquity) * 100 }
}
