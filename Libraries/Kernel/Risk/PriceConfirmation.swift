internal import Contracts

/// The price of one instrument that tiers are measured by: a close that jumped counts only once the next one agrees with it.
///
/// A close agrees if it is as far off on the same side. The confirmed price is then the nearer of the two, so a crash that goes on
/// from frame to frame is followed one frame behind, and a single bad print is never followed.
struct PriceConfirmation: Hashable, Sendable, Codable {
    /// The last close that was not in doubt.
    private(set) var confirmed: Price?
    private(set) var suspect: Price?

    /// The dearer of both: what limits are measured at, so that a bad print never lets more through.
    var cautious: Price? {
        guard let confirmed, let suspect else { return confirmed }
        return max(confirmed, suspect)
    }

    /// Takes in a close and answers whether it begins a doubt.
    mutating func take(_ close: Price, limitBasisPoints: Int64) -> Bool {
        guard let last = confirmed else {
            confirmed = close
            return false
        }
        guard close.isFar(from: last, basisPoints: limitBasisPoints) else {
            confirmed = close
            suspect = nil
            return false
        }
        guard let earlier = suspect, (earlier < last) == (close < last) else {
            suspect = close
            return true
        }
        let nearer = close < last ? max(close, earlier) : min(close, earlier)
        confirmed = nearer
        suspect = close.isFar(from: nearer, basisPoints: limitBasisPoints) ? close : nil
        return false
    }

    /// Goes on to a close that nobody doubts.
    mutating func pass(to close: Price) { confirmed = close }

    /// Restates both prices, so that what a split or a dividend does to the next close is not taken for a move.
    mutating func restate(_ change: CorporateAction.Change) {
        switch change {
        case .split(let new, let old):
            confirmed = confirmed?.afterSplit(new: new, old: old)
            suspect = suspect?.afterSplit(new: new, old: old)
        case .dividend(let perShare):
            confirmed = confirmed?.exDividend(perShare)
            suspect = suspect?.exDividend(perShare)
        }
    }
}

extension Price {
    /// Whether this price is more than so many basis points away from `other`, which is positive.
    func isFar(from other: Price, basisPoints: Int64) -> Bool {
        // Neither product can leave 128 bits: the distance has at most 65.
        let distance = Int128((Int128(nanos) &- Int128(other.nanos)).magnitude)
        return distance &* 10_000 > other.nanos.fullProduct(basisPoints)
    }
}
