import Contracts

extension SplitMix64 {
    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }
    mutating func chance(oneIn count: Int64) -> Bool { number(1...count) == 1 }
}

/// Bars of a market that wanders by chance, with a missing one now and then.
struct WanderingMarket {
    private var dice: SplitMix64
    private var closes: [Int64]
    private var day: Int32 = 10_000
    /// One bar in so many is missing; 0 for none.
    let missingOneIn: Int64

    init(seed: UInt64, instruments: Int = 1, start: Price = Price(units: 100), missingOneIn: Int64 = 0) {
        dice = SplitMix64(seed: seed)
        closes = Array(repeating: start.nanos, count: instruments)
        self.missingOneIn = missingOneIn
    }

    mutating func next() -> BarFrame {
        day += 1
        let session = TradingDate(daysSinceEpoch: day)
        var bars: [Bar?] = []
        for place in closes.indices {
            let isMissing = missingOneIn > 0 && dice.chance(oneIn: missingOneIn)
            bars.append(isMissing ? nil : bar(place))
        }
        return BarFrame(at: session.utcMidnight + 72_000, session: session, bars: bars)
    }

    mutating func frames(_ count: Int) -> [BarFrame] { (0..<count).map { _ in next() } }

    private mutating func bar(_ place: Int) -> Bar {
        let cent: Int64 = 10_000_000
        let open = max(cent, closes[place] + dice.number(-50...50) * cent / 2)
        let close = max(cent, open + dice.number(-150...150) * cent)
        let high = max(open, close) + dice.number(0...50) * cent
        let low = max(cent, min(open, close) - dice.number(0...50) * cent)
        closes[place] = close
        return Bar(
            open: Price(nanos: open), high: Price(nanos: high), low: Price(nanos: min(low, min(open, close))),
            close: Price(nanos: close), volume: dice.number(0...100_000))
    }
}

/// Bars that only have closes: open, high and low are the same.
func closes(_ texts: String..., from day: Int32 = 19_000) -> [BarFrame] {
    texts.enumerated().map { place, text in
        let session = TradingDate(daysSinceEpoch: day + Int32(place))
        return BarFrame(at: session.utcMidnight + 72_000, session: session, bars: [flatBar(text)])
    }
}

/// A bar whose four prices are equal; `-` is a missing bar.
func flatBar(_ text: String) -> Bar? {
    guard let price = Price(text) else { return nil }
    return Bar(open: price, high: price, low: price, close: price, volume: 0)
}
