internal import Contracts

/// The ratios in which shares are split or merged.
enum SplitRatio {
    /// New shares for old ones, forward; each also occurs the other way around.
    private static let known: [(new: Int128, old: Int128)] = [
        (2, 1), (3, 1), (3, 2), (4, 1), (4, 3), (5, 1), (5, 2), (5, 4), (6, 1), (7, 1), (8, 1), (10, 1), (12, 1),
        (15, 1), (20, 1),
        (25, 1), (30, 1), (40, 1), (50, 1), (100, 1),
    ]

    /// Whether one of the quantities is the other after a split, with the fraction of a share paid out in cash or kept.
    static func explains(_ before: Quantity, _ after: Quantity) -> Bool {
        guard before.signum * after.signum > 0 else { return false }
        return known.contains { ratio in
            turns(before, into: after, ratio.new, ratio.old) || turns(before, into: after, ratio.old, ratio.new)
        }
    }

    private static func turns(_ before: Quantity, into after: Quantity, _ new: Int128, _ old: Int128) -> Bool {
        let (whole, rest) = (Int128(before.nanos) * new).quotientAndRemainder(dividingBy: old)
        let exact = Quantity(nanos: Int64(clamping: whole))
        // A billionth is lost where the ratio does not divide; a fraction of a share where the broker pays it out. Of a few shares
        // too many pairs would look like that.
        let isWhole = exact.wholeUnits == after && after.magnitude >= Quantity(units: 10)
        return exact == after || (rest != 0 && exact.nanos.magnitude + 1 == after.nanos.magnitude) || isWhole
    }
}
