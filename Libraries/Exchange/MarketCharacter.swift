import Contracts

/// How a simulated instrument behaves: where it starts, how it moves, and which forces it shares with others.
struct MarketCharacter: Hashable, Sendable {
    var startPrice: Double
    /// Weights of the shared forces and of its own, each a yearly deviation.
    var gold: Double
    var industry: Double
    var energy: Double
    var own: Double
    /// Shares on an ordinary day.
    var volume: Double

    /// What is typical of a known fund; for any other symbol a plain mixture, told apart by its name.
    static func of(_ symbol: Symbol) -> MarketCharacter {
        switch symbol.name {
        case "GLD": .init(startPrice: 180, gold: 0.14, industry: 0.01, energy: 0.01, own: 0.01, volume: 7_000_000)
        case "IAU", "SGOL", "AAAU", "BAR":
            .init(startPrice: 36, gold: 0.14, industry: 0.01, energy: 0.01, own: 0.01, volume: 5_000_000)
        case "GLDM": .init(startPrice: 38, gold: 0.14, industry: 0.01, energy: 0.01, own: 0.01, volume: 2_000_000)
        case "SLV", "SIVR":
            .init(startPrice: 22, gold: 0.20, industry: 0.12, energy: 0.02, own: 0.08, volume: 15_000_000)
        case "PPLT": .init(startPrice: 92, gold: 0.13, industry: 0.14, energy: 0.02, own: 0.12, volume: 100_000)
        case "PALL": .init(startPrice: 120, gold: 0.10, industry: 0.18, energy: 0.03, own: 0.22, volume: 80_000)
        case "GDX", "RING":
            .init(startPrice: 31, gold: 0.26, industry: 0.10, energy: -0.03, own: 0.14, volume: 20_000_000)
        case "GDXJ", "SIL", "SILJ":
            .init(startPrice: 38, gold: 0.30, industry: 0.14, energy: -0.03, own: 0.18, volume: 5_000_000)
        case "CPER", "DBB": .init(startPrice: 24, gold: 0.02, industry: 0.18, energy: 0.04, own: 0.07, volume: 150_000)
        case "COPX": .init(startPrice: 39, gold: 0.05, industry: 0.28, energy: 0.05, own: 0.12, volume: 900_000)
        case "USO", "BNO", "DBO":
            .init(startPrice: 72, gold: 0.01, industry: 0.08, energy: 0.30, own: 0.08, volume: 3_500_000)
        case "UNG": .init(startPrice: 16, gold: 0, industry: 0.02, energy: 0.12, own: 0.50, volume: 6_000_000)
        case "DBC", "GSG", "PDBC":
            .init(startPrice: 23, gold: 0.04, industry: 0.07, energy: 0.13, own: 0.03, volume: 1_500_000)
        case "SPY", "QQQ":
            .init(startPrice: 450, gold: -0.01, industry: 0.14, energy: 0.02, own: 0.05, volume: 60_000_000)
        case "TLT", "IEF", "SHY", "TIP":
            .init(startPrice: 95, gold: 0.03, industry: -0.04, energy: -0.01, own: 0.05, volume: 10_000_000)
        default: plain(symbol)
        }
    }

    private static func plain(_ symbol: Symbol) -> MarketCharacter {
        var chance = SplitMix64(seed: symbol.name.utf8.reduce(17) { $0 &* 31 &+ UInt64($1) })
        return MarketCharacter(
            startPrice: 20 + 180 * chance.uniform(), gold: 0.04 * chance.uniform(), industry: 0.16 * chance.uniform(),
            energy: 0.06 * chance.uniform(), own: 0.08 + 0.15 * chance.uniform(),
            volume: 500_000 + 5_000_000 * chance.uniform())
    }
}
