public import Backtesting
public import Contracts
import Exchange

/// What one window did out of sample: nothing of it lies before the tested sessions.
struct WindowRun {
    /// Equity after every frame of the tested sessions.
    let frames: [EquityPoint]
    /// The places in `frames` that end a session.
    let sessionEnds: [Int]
    let trading: TradingRecord
    /// The fills that value what is still held at the window's end.
    let closing: [Fill]

    /// Equity at the end of each tested session.
    var curve: [EquityPoint] { sessionEnds.map { frames[$0] } }
    var trips: [RoundTrip] { (trading + closing).roundTrips }

    /// Cuts the warm-up off a run that ended with the tested sessions.
    init(_ result: BacktestResult, testing test: Range<Int>, _ market: SessionFrames) {
        let tested = market.sessions[test.lowerBound].lowerBound..<market.sessions[test.upperBound - 1].upperBound
        let warmUp = result.curve.count - tested.count
        precondition(
            result.curve[..<warmUp].allSatisfy { $0.equity == result.startEquity }, "nothing is traded while warming up"
        )
        frames = Array(result.curve[warmUp...])
        sessionEnds = result.sessionEnds.filter { $0 >= warmUp }.map { $0 - warmUp }
        trading = result.trading
        closing = result.trading.closingFills(at: market.frames.instants[tested.upperBound - 1]) {
            market.lastClose(of: $0, through: test.upperBound - 1)
        }
    }

    private init(frames: [EquityPoint], sessionEnds: [Int]) {
        self.frames = frames
        self.sessionEnds = sessionEnds
        trading = TradingRecord()
        closing = []
    }

    /// A window in which nothing is held.
    static func flat(_ test: Range<Int>, _ market: SessionFrames, cash: Money) -> WindowRun {
        let start = market.sessions[test.lowerBound].lowerBound
        return WindowRun(
            frames: market.sessions[test].flatMap { $0 }.map {
                EquityPoint(at: market.frames.instants[$0], equity: cash)
            },
            sessionEnds: market.sessions[test].map { $0.upperBound - 1 - start })
    }
}

/// The out-of-sample runs of all windows as one: each begins with what the one before it ended with, so the curve is that of one account
/// that was only ever judged on sessions it had not learned from.
public struct StitchedRun: Sendable {
    private let book: BookConfiguration
    private let rules: ExchangeRules
    private var curve: [EquityPoint] = []
    private var sessionEnds: [Int] = []
    private var trading = TradingRecord()
    private let actions: [CorporateAction]

    /// - Parameter book: gives the universe and the starting cash.
    init(_ book: BookConfiguration, rules: ExchangeRules, actions: [CorporateAction]) {
        self.book = book
        self.rules = rules
        self.actions = actions
    }

    public var endEquity: Money { curve.last?.equity ?? book.startingCash }

    /// The whole as the result of a backtest, so that its figures are made by the same code. Its fills hold those that value what a
    /// window still held at its end. The parameters of its configuration are those of the first candidate and mean nothing.
    public var result: BacktestResult {
        BacktestResult(
            configuration: book, rules: rules, curve: curve, sessionEnds: sessionEnds, trading: trading,
            actions: actions)
    }

    mutating func append(_ window: WindowRun) {
        precondition(
            curve.isEmpty || curve[curve.count - 1].at < window.frames[0].at, "windows follow each other in time")
        sessionEnds += window.sessionEnds.map { $0 + curve.count }
        curve += window.frames
        trading.append(window.trading)
        for fill in window.closing { trading.add(fill) }
    }
}

extension TradingRecord {
    static func + (record: TradingRecord, fills: [Fill]) -> TradingRecord {
        var record = record
        for fill in fills { record.add(fill) }
        return record
    }
}
