import Contracts
import Exchange

/// The best bid and ask of one instrument, and the last trade between them.
struct LiveQuote: Hashable, Sendable {
    var bid: Price
    var ask: Price
    var last: Price
    var size: Int64
    var at: Timestamp
}

/// A simulated market that never closes: quotes that walk on by the wall clock, behind five days of minute bars.
struct LiveMarket: Sendable {
    static let ticksPerSecond = 4
    static let historyDays = 5
    private static let minutesPerYear = 365.0 * 1440

    let universe: Universe
    private(set) var quotes: [LiveQuote] = []
    /// Complete minutes by instrument, ascending.
    private(set) var minutes: [[TimedBar]]
    /// The minute that is still forming.
    private var forming: [TimedBar?]
    private var market: SimulatedMarket

    init(universe: Universe, seed: UInt64, now: Timestamp) {
        self.universe = universe
        market = SimulatedMarket(universe: universe, seed: seed, stepsPerYear: Self.minutesPerYear)
        minutes = Array(repeating: [], count: universe.count)
        forming = Array(repeating: nil, count: universe.count)
        let end = Timeframe.minutes(1).start(of: now)
        for minute in stride(from: Self.historyDays * 1440, to: 0, by: -1) {
            let start = end + Int64(-60 * minute)
            let frame = market.next(session: NewYork.date(at: start), at: start + 60)
            for place in minutes.indices {
                if let bar = frame.bars[place] { minutes[place].append(TimedBar(start: start, bar: bar)) }
            }
        }
        market.stepsPerYear = Self.minutesPerYear * 60 * Double(Self.ticksPerSecond)
        _ = tick(at: now)
    }

    /// Moves every quote one step and answers the minutes that this completed.
    mutating func tick(at now: Timestamp) -> [(instrument: InstrumentIndex, bar: TimedBar)] {
        let frame = market.next(session: NewYork.date(at: now), at: now)
        let start = Timeframe.minutes(1).start(of: now)
        var completed: [(instrument: InstrumentIndex, bar: TimedBar)] = []
        var quotes: [LiveQuote] = []
        for instrument in universe.indices {
            guard let bar = frame.bars[instrument.place] else { continue }
            if let old = forming[instrument.place], old.start != start {
                minutes[instrument.place].append(old)
                completed.append((instrument, old))
                forming[instrument.place] = nil
            }
            if forming[instrument.place] == nil {
                forming[instrument.place] = TimedBar(start: start, bar: bar)
            } else {
                forming[instrument.place]?.absorb(bar)
            }
            quotes.append(quote(around: bar.close, size: bar.volume, at: now))
        }
        self.quotes = quotes
        forget(before: now)
        return completed
    }

    /// The complete minutes and the forming one.
    func bars(_ instrument: InstrumentIndex) -> [TimedBar] {
        minutes[instrument.place] + (forming[instrument.place].map { [$0] } ?? [])
    }

    /// Two cents wide, and never at or below nothing.
    private func quote(around last: Price, size: Int64, at: Timestamp) -> LiveQuote {
        let cent = Price(nanos: 10_000_000)
        return LiveQuote(bid: max(last - cent, cent), ask: last + cent, last: last, size: max(1, size % 900), at: at)
    }

    /// Twice the first history is kept, so that a venue that runs for weeks does not grow.
    private mutating func forget(before now: Timestamp) {
        let limit = Self.historyDays * 2 * 1440
        for place in minutes.indices where minutes[place].count > limit + 1440 {
            minutes[place].removeFirst(minutes[place].count - limit)
        }
    }
}
