import Contracts
import Exchange

@testable import bullion

extension GoldenRuns {
    /// Eight daily bars of gold, small enough to be worked out on paper.
    ///
    /// The fast average is the close itself, the slow one the mean of the last two closes; a view is 10 shares. Slippage is 1 %, a trade
    /// costs 1, and an order fills at the next open.
    ///
    ///     day  open close  mean  view  what happens                                    cash      equity
    ///     1     100   100    –    –                                                  10 000     10 000
    ///     2     100   102   101   10   buy 10 ordered                                10 000     10 000
    ///     3     104   106   104   10   bought at 105.04: 1 050.40 + 1                 8 948.6   10 008.6
    ///     4     106   103   104.5  0   sell 10 ordered                                8 948.6    9 978.6
    ///     5     102   101   102    0   sold at 100.98: 1 009.80 − 1                   9 957.4    9 957.4
    ///     6     101   103   102   10   buy 10 ordered                                 9 957.4    9 957.4
    ///     7     103   104   103.5 10   bought at 104.03: 1 040.30 + 1                 8 916.1    9 956.1
    ///     8     105   105   104.5 10                                                  8 916.1    9 966.1
    ///
    /// One trip is closed: 1 008.80 − 1 051.40 = −42.60. The deepest fall is from 10 008.6 to 9 956.1.
    static let byHand = onPaper("eight bars by hand", [:], .nextOpen)

    /// The same bars, where a view below the mean is 10 shares short, and orders fill at the close that they are decided on: at 1 % worse.
    /// A position turns in two orders, the first to flat and the second a bar later.
    ///
    ///     day  close  view  what happens                                 cash      equity
    ///     1     100    –                                                10 000     10 000
    ///     2     102    10   bought 10 at 103.02: 1 030.20 + 1            8 968.8    9 988.8
    ///     3     106    10                                                8 968.8   10 028.8
    ///     4     103   −10   sold 10 at 101.97: 1 019.70 − 1              9 987.5    9 987.5
    ///     5     101   −10   sold 10 at 99.99: 999.90 − 1                10 986.4    9 976.4
    ///     6     103    10   bought 10 at 104.03: 1 040.30 + 1            9 945.1    9 945.1
    ///     7     104    10   bought 10 at 105.04: 1 050.40 + 1            8 893.7    9 933.7
    ///     8     105    10                                                8 893.7    9 943.7
    ///
    /// Two trips are closed: 10 × (101.97 − 103.02) − 2 = −12.50 long, and 10 × (99.99 − 104.03) − 2 = −42.40 short.
    static let bothWaysByHand = onPaper("eight bars by hand, both ways, at the close", ["short": 1], .signalClose)

    private static func onPaper(
        _ name: String, _ more: [String: Double], _ fill: FillPolicy
    ) -> GoldenRun {
        guard let gold = Symbol("GLD"), let universe = Universe([gold]) else {
            preconditionFailure("GLD is a symbol")
        }
        let prices = [(100, 100), (100, 102), (104, 106), (106, 103), (102, 101), (101, 103), (103, 104), (105, 105)]
        let sessions = TradingCalendar.nyse.sessions.prefix(prices.count)
        let frames = zip(sessions, prices).compactMap { session, price -> BarFrame? in
            let (open, close) = (Price(units: price.0), Price(units: price.1))
            let bar = Bar(open: open, high: max(open, close), low: min(open, close), close: close, volume: 1_000_000)
            return TradingCalendar.nyse.close(session).map { BarFrame(at: $0, session: session, bars: [bar]) }
        }
        return GoldenRun(
            name: name,
            book: BookConfiguration(
                book: "golden", mode: .paper, universe: universe, startingCash: Money(units: 10_000),
                strategies: [strategy("sma-cross", more.merging(["fast": 1, "slow": 2]) { $1 })],
                allocation: AllocationConfiguration(
                    method: .fixedQuantity, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 10, minimumTrade: 0,
                    fixedQuantity: Quantity(units: 10)),
                limits: .research),
            rules: ExchangeRules(
                slippage: .basisPoints(100), commission: .perTrade(Money(units: 1)), fill: fill), frames: frames)
    }
}
