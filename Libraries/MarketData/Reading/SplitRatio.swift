/// How many shares a split makes of how many.
public struct SplitRatio: Hashable, Sendable, CustomStringConvertible {
    public let new: Int64
    public let old: Int64

    public init(new: Int64, old: Int64) {
        precondition(new > 0 && old > 0, "a split makes shares of shares")
        self.new = new
        self.old = old
    }

    public var description: String { "\(new):\(old)" }

    /// The ratio of a factor in billionths, such as 2, 1.5 or 0.125, with at most 200 old shares: the one with the fewest old shares
    /// that is within a millionth, since 0.333333 means 1:3. `nil` where there is none.
    init?(factor nanos: Int64) {
        guard nanos > 0, nanos <= 1000 * 1_000_000_000 else { return nil }
        for old in Int64(1)...200 {
            let scaled = nanos * old
            let new = (scaled + 500_000_000) / 1_000_000_000
            if new > 0, abs(scaled - new * 1_000_000_000) <= scaled / 1_000_000 {
                self.init(new: new, old: old)
                return
            }
        }
        return nil
    }
}
