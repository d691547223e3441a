public import Contracts
internal import RealModule

extension SplitMix64 {
    /// Evenly spread in 0 ..< count. The bias is below count ÷ 2⁶⁴, which no sample of ours can see.
    public mutating func index(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// One draw from the standard normal distribution, by the inverse of its cumulative form. Its last bits may change with the `log` of
    /// the platform; the exchange's own market uses `normal()`, which can't.
    public mutating func gaussian() -> Double { Normal.quantile((Double(next() >> 12) + 0.5) * 0x1p-52) }
}
