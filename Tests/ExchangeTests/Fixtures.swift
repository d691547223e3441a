import Contracts
import Exchange

let pair = Universe([Symbol("GLD")!, Symbol("SLV")!])!
let gold = InstrumentIndex(0)
let silver = InstrumentIndex(1)

func price(_ text: String) -> Price { Price(text)! }
func money(_ text: String) -> Money { Money(text)! }
func shares(_ count: Int) -> Quantity { Quantity(units: count) }

func bar(_ open: String, _ high: String, _ low: String, _ close: String, volume: Int64 = 1_000_000) -> Bar {
    Bar(open: price(open), high: price(high), low: price(low), close: price(close), volume: volume)
}

func buy(_ count: Int, _ type: OrderType = .market, _ force: TimeInForce = .day) -> OrderRequest {
    OrderRequest(side: .buy, quantity: shares(count), type: type, timeInForce: force)
}

func sell(_ count: Int, _ type: OrderType = .market, _ force: TimeInForce = .day) -> OrderRequest {
    OrderRequest(side: .sell, quantity: shares(count), type: type, timeInForce: force)
}

/// A market that is driven day by day.
struct Floor {
    var exchange: Exchange
    var executions: [Execution] = []
    var day: Int64 = 0

    /// Marks gold at 100 and silver at 20.
    init(cash: String = "100000", rules: ExchangeRules = ExchangeRules()) {
        exchange = Exchange(universe: pair, startingCash: money(cash), rules: rules)
        exchange.mark(gold, at: price("100"))
        exchange.mark(silver, at: price("20"))
    }

    var opensAt: Timestamp { Timestamp(nanoseconds: (day * 86_400 + 52_200) * nanosPerUnit) }
    var closesAt: Timestamp { Timestamp(nanoseconds: (day * 86_400 + 75_600) * nanosPerUnit) }

    @discardableResult
    mutating func submit(_ id: String, _ instrument: InstrumentIndex, _ request: OrderRequest) -> Acceptance {
        exchange.submit(OrderID(id), instrument: instrument, request: request, at: closesAt)
    }

    /// One day: match, then mark. Answers what happened.
    @discardableResult
    mutating func trade(gold goldBar: Bar? = nil, silver silverBar: Bar? = nil) -> [Execution] {
        day += 1
        let frame = BarFrame(
            at: closesAt, session: TradingDate(daysSinceEpoch: Int32(day)), bars: [goldBar, silverBar])
        var news: [Execution] = []
        exchange.match(frame, opensAt: opensAt, into: &news)
        exchange.mark(frame)
        executions += news
        return news
    }
}

extension Execution {
    var filledPrice: Price? { fill?.price }
}

extension Acceptance {
    var rejection: Rejection? {
        guard case .rejected(let rejection) = self else { return nil }
        return rejection
    }
}

/// Chance that a seed repeats.
struct Chance: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
