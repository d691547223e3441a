public import Contracts

/// How far an order that takes what the market offers fills away from the bar's price: always against us, and by nothing that the
/// order's own side could have known.
///
/// The moved price is rounded half to even to a billionth and not to a tick. Limit orders never slip, and a stop-limit order slips no
/// further than its limit.
public enum SlippageModel: Hashable, Sendable, Codable {
    /// So many basis points of the price, whatever the size.
    case basisPoints(Int64)
    /// Half of a spread between bid and ask of so many basis points: bars are made of trades, and a taker pays the far side.
    case halfSpread(basisPoints: Int64)
    /// Half of the spread, and an impact of `fullVolume` × √(executed ÷ volume of the bar) basis points.
    ///
    /// The square-root law: impact = Y·σ·√(Q/V) with Y near 1 (Grinold and Kahn, Active Portfolio Management, 2nd ed. 2000, ch. 16;
    /// Tóth et al., Anomalous price impact and the critical nature of liquidity in financial markets, Phys. Rev. X 1, 021006 (2011),
    /// eq. 1). Almgren et al., Direct estimation of equity market impact (2005), fit an exponent of 3/5 on stocks. `fullVolume` is Y·σ
    /// in basis points: with Y = 1, the volatility of one bar. An order larger than the bar's volume counts as large as it.
    case squareRootImpact(spreadBasisPoints: Int64, fullVolumeBasisPoints: Int64)

    /// Whether no price can come out at zero or below.
    public var isSound: Bool {
        switch self {
        case .basisPoints(let points): (0..<10_000).contains(points)
        case .halfSpread(let spread): (0..<20_000).contains(spread)
        case .squareRootImpact(let spread, let impact):
            (0..<20_000).contains(spread) && (0..<10_000).contains(impact) && spread + 2 * impact < 20_000
        }
    }

    /// What `quantity` (unsigned) gets when the bar shows `price` and `volume` shares.
    public func price(_ price: Price, _ side: Side, _ quantity: Quantity, volume: Int64) -> Price {
        switch self {
        case .basisPoints(let points): return price.moved(byBasisPoints: side.sign * points)
        case .halfSpread(let spread): return price.scaled(by: 20_000 + side.sign * spread, over: 20_000)
        case .squareRootImpact(let spread, let impact):
            // Hundred-thousandths of a basis point, so that the root of a small share still counts.
            let root = rootOfParticipation(quantity, volume: volume)
            let points = Int128(spread) * Int128(nanosPerUnit) + 2 * Int128(impact) * Int128(root)
            let whole = Int128(20_000) * Int128(nanosPerUnit)
            let move = (Int128(price.nanos) * points).dividedHalfEven(by: whole)
            return Price(nanos: price.nanos + side.sign * move)
        }
    }
}

/// √(quantity ÷ volume) in billionths, rounded down; one for all of the volume or more.
private func rootOfParticipation(_ quantity: Quantity, volume: Int64) -> Int64 {
    let all = Int128(volume) * Int128(nanosPerUnit)
    guard Int128(quantity.nanos) < all else { return nanosPerUnit }
    let share = UInt64(Int128(quantity.nanos) * Int128(nanosPerUnit) * Int128(nanosPerUnit) / all)
    return Int64(rootRoundedDown(share))
}

/// The largest number whose square is not above `value`. The root of a `Double` is exact to half a unit, and two steps correct it.
private func rootRoundedDown(_ value: UInt64) -> UInt64 {
    var root = UInt64(Double(value).squareRoot())
    while root * root > value { root -= 1 }
    while (root + 1) * (root + 1) <= value { root += 1 }
    return root
}
