import Contracts
import MarketData

let gold = Symbol("GLD")!
let silver = Symbol("SLV")!

func instant(_ text: String) -> Timestamp { Timestamp(text)! }

/// A bar around a price in whole cents.
func bar(_ cents: Int64, volume: Int64 = 100) -> Bar {
    let price = Price(nanos: cents * 10_000_000)
    return Bar(open: price, high: price + Price("0.02")!, low: price - Price("0.02")!, close: price, volume: volume)
}

func series(
    _ bars: [(Timestamp, Bar)], _ symbol: Symbol = gold, _ interval: BarInterval = .minute
) -> BarSeries {
    var builder = BarSeriesBuilder()
    for (time, bar) in bars { builder.append(bar, at: time) }
    return builder.finished(
        as: SeriesIdentity(symbol: symbol, interval: interval, adjustment: .splits, source: "sample"))
}

/// A bar a session.
func dailySeries(_ symbol: Symbol, _ days: [(String, Bar)]) -> BarSeries {
    series(days.map { (TradingCalendar.nyse.close(TradingDate($0.0)!)!, $0.1) }, symbol, .session)
}

extension BarSeries {
    var all: [(time: Timestamp, bar: Bar)] { indices.map { (time($0), self[$0]) } }
    var times: [String] { indices.map { "\(time($0))" } }
}
