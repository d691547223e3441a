public import Contracts
import MarketData

/// Made-up bars of one market: geometric walks from one seed, the same on every machine, in whole cents.
///
/// They lie in one table, so that a million bars are forty megabytes and not a million arrays. Instants and sessions are those of the
/// New York Stock Exchange from 2015 on.
public struct GeneratedBars: Sendable {
    public let universe: Universe
    /// Oldest first.
    public let frames: FrameTable

    private init(_ clock: [(at: Timestamp, session: TradingDate)], _ walks: [Walk], seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var walks = walks
        var bars = BarTable(count: clock.count * walks.count, preparing: LargePages.advise)
        for row in clock.indices {
            let common = chance.normal()
            for place in walks.indices { bars[row * walks.count + place] = walks[place].next(common, using: &chance) }
        }
        self.init(clock, walks.map(\.symbol), bars: bars)
    }

    private init(_ clock: [(at: Timestamp, session: TradingDate)], _ symbols: [Symbol], bars: BarTable) {
        guard let universe = Universe(symbols) else { preconditionFailure("each walk has a name of its own") }
        self.universe = universe
        frames = FrameTable(
            instants: clock.map(\.at), sessions: clock.map(\.session), bars: bars, instruments: symbols.count)
    }

    /// One symbol's bars of a minute: of a year about 98,000.
    public static func minutes(_ count: Int, seed: UInt64) -> GeneratedBars {
        GeneratedBars(minuteClock(count), [Walk("XAU", price: 180, volatility: 0.000_5)], seed: seed)
    }

    /// Daily bars of some symbols, the calmest first; a third of each one's variance is common to all.
    public static func days(_ count: Int, symbols: Int, seed: UInt64) -> GeneratedBars {
        let walks = (0..<symbols).map { number in
            Walk(
                "M" + (number < 9 ? "0" : "") + "\(number + 1)", price: 30 + 9 * Double(number),
                volatility: 0.006 + 0.001 * Double(number))
        }
        let clock = sessions(count).map { (at: $0.close, session: $0.date) }
        return GeneratedBars(clock, walks, seed: seed)
    }

    /// One symbol's bars of a minute, each a cent above the one before.
    public static func rising(_ count: Int) -> GeneratedBars {
        var bars = BarTable(count: count, preparing: LargePages.advise)
        for place in 0..<count {
            let price = Price(nanos: 50_000_000_000 + Int64(place) * 10_000_000)
            bars[place] = Bar(open: price, high: price, low: price, close: price, volume: 1_000)
        }
        return GeneratedBars(minuteClock(count), [Walk("XAU", price: 50, volatility: 0)].map(\.symbol), bars: bars)
    }

    private static func minuteClock(_ count: Int) -> [(at: Timestamp, session: TradingDate)] {
        var clock: [(at: Timestamp, session: TradingDate)] = []
        clock.reserveCapacity(count)
        for (date, open, close) in sessions(count / 200 + 1) {
            var at = open + 60
            while at <= close, clock.count < count {
                clock.append((at, date))
                at = at + 60
            }
        }
        return clock
    }

    private static func sessions(_ count: Int) -> [(date: TradingDate, open: Timestamp, close: Timestamp)] {
        let calendar = TradingCalendar.nyse
        guard let start = TradingDate(year: 2015, month: 1, day: 1) else {
            preconditionFailure("the year has a first day")
        }
        let dates = calendar.sessions.drop { $0 < start }.prefix(count)
        return dates.compactMap { date in
            guard let open = calendar.open(date), let close = calendar.close(date) else { return nil }
            return (date, open, close)
        }
    }
}

/// One instrument's price on its way.
private struct Walk {
    let symbol: Symbol
    let volatility: Double
    /// Not rounded: the bars are.
    var price: Double

    init(_ name: String, price: Double, volatility: Double) {
        guard let symbol = Symbol(name) else { preconditionFailure("\(name) is a symbol") }
        self.symbol = symbol
        self.price = price
        self.volatility = volatility
    }

    mutating func next(_ common: Double, using chance: inout SplitMix64) -> Bar {
        let open = price * (1 + 0.2 * volatility * chance.normal())
        let step = 0.58 * common + 0.81 * chance.normal()
        price = max(price * (1 + volatility * step), 1)
        let high = max(open, price) * (1 + 0.3 * volatility * chance.uniform())
        let low = min(open, price) * (1 - 0.3 * volatility * chance.uniform())
        return Bar(
            open: cents(open), high: cents(high), low: cents(low), close: cents(price),
            volume: 1_000 + Int64(9_000 * chance.uniform()))
    }

    private func cents(_ price: Double) -> Price { Price(nanos: Int64((price * 100).rounded()) * 10_000_000) }
}
