import Contracts

/// The weather of the simulated market: how much everything moves, and where gold and industry drift meanwhile.
enum MarketRegime: Int, CaseIterable, Hashable, Sendable {
    case calm, rising, stressed

    /// Multiplies every deviation.
    var agitation: Double {
        switch self {
        case .calm: 0.75
        case .rising: 1.0
        case .stressed: 2.1
        }
    }

    /// Yearly drift of the shared forces, in deviations: gold is sought when the rest is sold.
    var drift: (gold: Double, industry: Double, energy: Double) {
        switch self {
        case .calm: (0.1, 0.3, 0.0)
        case .rising: (0.7, 0.9, 0.5)
        case .stressed: (0.9, -2.0, -1.6)
        }
    }

    /// Yearly rate of leaving this regime.
    var unrest: Double {
        switch self {
        case .calm: 2.5
        case .rising: 3.0
        case .stressed: 8.0
        }
    }

    /// The regime that follows this one.
    func successor(_ chance: inout SplitMix64) -> MarketRegime {
        let draw = chance.uniform()
        switch self {
        case .calm: return draw < 0.7 ? .rising : .stressed
        case .rising: return draw < 0.6 ? .calm : .stressed
        case .stressed: return draw < 0.6 ? .calm : .rising
        }
    }
}
