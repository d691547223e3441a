public import Contracts

/// One number about the market that the feature stage can compute, with its parameters.
///
/// Windows count bars that exist: a missing bar neither ages a window nor enters it. All are made of additions,
/// products, quotients and square roots, which every machine rounds alike; there is no `log` or `exp` in them.
public enum FeatureSpec: Hashable, Sendable, Codable {
    /// Simple return over so many bars: close ÷ the close `bars` ago − 1.
    case ret(_ bars: Int)
    /// Return from `lookback` bars ago to `skip` bars ago, which leaves the newest bars out.
    case momentum(lookback: Int, skip: Int)
    /// Sample standard deviation of the last `bars` one-bar simple returns, times √252.
    case volatility(_ bars: Int)
    /// Mean of the last `bars` closes.
    case sma(_ bars: Int)
    /// Exponential average of closes with α = 2 ÷ (bars + 1), begun at the mean of the first `bars` closes.
    case ema(_ bars: Int)
    /// Wilder's relative strength index of closes, 0 to 100: 100 when nothing fell, 50 when nothing moved.
    case rsi(_ bars: Int)
    /// Wilder's average true range in units of price, begun at the mean of the first `bars` true ranges.
    case atr(_ bars: Int)
    /// How many sample standard deviations the close is above the mean of the last `bars` closes; 0 when they are all
    /// equal.
    case zscore(_ bars: Int)
    /// The z-score of one close divided by another's, over `bars` bars in which both traded. It stands in the
    /// numerator's row.
    case ratioZScore(_ numerator: InstrumentIndex, _ denominator: InstrumentIndex, bars: Int)
}

extension FeatureSpec: CustomStringConvertible {
    /// A stable name, such as `sma-50` or `ratio-zscore-60-0-1`.
    public var name: String {
        switch self {
        case .ret(let bars): "ret-\(bars)"
        case .momentum(let lookback, let skip): "momentum-\(lookback)-\(skip)"
        case .volatility(let bars): "volatility-\(bars)"
        case .sma(let bars): "sma-\(bars)"
        case .ema(let bars): "ema-\(bars)"
        case .rsi(let bars): "rsi-\(bars)"
        case .atr(let bars): "atr-\(bars)"
        case .zscore(let bars): "zscore-\(bars)"
        case .ratioZScore(let numerator, let denominator, let bars):
            "ratio-zscore-\(bars)-\(numerator.rawValue)-\(denominator.rawValue)"
        }
    }

    public var description: String { name }

    /// How many bars an instrument must have had before the feature is a number.
    public var warmUpBars: Int {
        switch self {
        case .ret(let bars), .volatility(let bars), .rsi(let bars), .atr(let bars): bars + 1
        case .momentum(let lookback, _): lookback + 1
        case .sma(let bars), .ema(let bars), .zscore(let bars), .ratioZScore(_, _, let bars): bars
        }
    }

    /// Whether it looks at returns from one bar to the next.
    var readsReturns: Bool {
        switch self {
        case .volatility: true
        case .ret, .momentum, .sma, .ema, .rsi, .atr, .zscore, .ratioZScore: false
        }
    }

    /// Whether the parameters make sense in a book of so many instruments.
    func isValid(instruments: Int) -> Bool {
        switch self {
        case .ret(let bars), .sma(let bars), .ema(let bars), .rsi(let bars), .atr(let bars): bars >= 1
        case .momentum(let lookback, let skip): skip >= 0 && lookback > skip
        case .volatility(let bars), .zscore(let bars): bars >= 2
        case .ratioZScore(let numerator, let denominator, let bars):
            bars >= 2 && numerator != denominator && max(numerator, denominator).place < instruments
        }
    }
}
