public import Contracts

/// A made-up market: correlated metals and their neighbors, walking through calm, rising and stressed times.
///
/// The same seed and universe give the same bars on every machine: it uses only arithmetic that IEEE 754 fixes to the last bit, and no
/// `log` or `exp`. Prices are whole cents. It is for trying things out, and its prices say nothing about a real market.
public struct SimulatedMarket: Hashable, Sendable {
    public let universe: Universe
    /// How many of its steps make a year: 252 for daily bars. May change between steps.
    public var stepsPerYear: Double
    private let characters: [MarketCharacter]
    private var prices: [Double]
    private var regime: MarketRegime = .calm
    private var chance: SplitMix64

    public init(universe: Universe, seed: UInt64, stepsPerYear: Double = 252) {
        precondition(stepsPerYear > 0, "a year has steps")
        self.universe = universe
        self.stepsPerYear = stepsPerYear
        characters = universe.symbols.map(MarketCharacter.of)
        chance = SplitMix64(seed: seed)
        prices = characters.map(\.startPrice)
    }

    /// The next bar of every instrument.
    public mutating func next(session: TradingDate, at: Timestamp) -> BarFrame {
        let step = 1 / stepsPerYear
        if chance.uniform() < regime.unrest * step { regime = regime.successor(&chance) }
        let scale = step.squareRoot() * regime.agitation
        let drift = regime.drift
        // A bar is five moves: the gap to its open and four within. All instruments make each move together.
        var paths = [[Double]](repeating: [], count: prices.count)
        for move in 0..<5 {
            let part = scale * (move == 0 ? 0.4 : 0.46)
            let gold = chance.normal() * part + drift.gold * step / 5
            let industry = chance.normal() * part + drift.industry * step / 5
            let energy = chance.normal() * part + drift.energy * step / 5
            for place in prices.indices {
                let character = characters[place]
                let change =
                    character.gold * gold + character.industry * industry + character.energy * energy
                    + character.own * chance.normal() * part
                // No instrument loses more than a fifth in one move, so that prices stay prices.
                prices[place] = max(prices[place] * (1 + max(-0.2, min(change, 0.25))), 0.5)
                paths[place].append(prices[place])
            }
        }
        var bars: [Bar?] = []
        bars.reserveCapacity(prices.count)
        for place in prices.indices { bars.append(bar(place, paths[place], scale)) }
        return BarFrame(at: at, session: session, bars: bars)
    }

    private mutating func bar(_ place: Int, _ path: [Double], _ scale: Double) -> Bar {
        let character = characters[place]
        let (open, close) = (path[0], path[path.count - 1])
        let reach = close * character.own * scale * 0.3
        let high = path.reduce(open, max) + reach * chance.uniform()
        let low = path.reduce(open, min) - reach * chance.uniform()
        let activity = (0.6 + 0.8 * chance.uniform()) * regime.agitation
        let volume = character.volume * activity * min(1, 252 / stepsPerYear)
        return Bar(
            open: cents(open), high: cents(high), low: cents(low), close: cents(close),
            volume: max(1, Int64(volume.rounded())))
    }
}

/// A price on the grid of whole cents, at least one.
private func cents(_ price: Double) -> Price { Price(nanos: max(1, Int64((price * 100).rounded())) * 10_000_000) }
