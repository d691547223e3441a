internal import Contracts

/// One number of a bar, or whether there is a bar at all: what a decision may have read.
public enum BarField: String, Hashable, Sendable, CaseIterable {
    case open, high, low, close, volume
    /// Whether the instrument traded.
    case presence

    /// The numbers of a bar.
    static let numbers: [BarField] = [.open, .high, .low, .close, .volume]

    /// Whether a decision of this moment may know the field of its own bar.
    func isKnown(at moment: DecisionMoment) -> Bool {
        switch moment {
        case .close: true
        case .open: self == .open || self == .presence
        }
    }
}

/// A multiplication of prices and volumes by a fraction.
struct Factor: Hashable, Sendable, CustomStringConvertible {
    let numerator: Int64
    let denominator: Int64

    static let fourfold = Factor(numerator: 4, denominator: 1)
    static let quarter = Factor(numerator: 1, denominator: 4)
    static let slightlyUp = Factor(numerator: 51, denominator: 50)
    static let slightlyDown = Factor(numerator: 49, denominator: 50)

    /// Large changes first: they turn most decisions over. Small ones reach those that react within a band only.
    static let all: [Factor] = [.fourfold, .quarter, .slightlyUp, .slightlyDown]

    var description: String {
        switch (numerator, denominator) {
        case (_, 1): "multiplied by \(numerator)"
        case (1, _): "divided by \(denominator)"
        default: "\(numerator > denominator ? "raised" : "lowered") by \(abs(100 * numerator / denominator - 100)) %"
        }
    }

    /// At least 1, at most a billion units, so that what is computed from it has room.
    func applied(to price: Price) -> Price {
        let scaled = Int128(price.nanos) * Int128(numerator) / Int128(denominator)
        return Price(nanos: Int64(max(1, min(scaled, Int128(nanosPerUnit) * 1_000_000_000))))
    }

    /// Changes a volume of zero too, where the factor is above 1.
    func applied(to volume: Int64) -> Int64 {
        let scaled = Int128(volume) * Int128(numerator) / Int128(denominator)
        let changed = scaled == Int128(volume) && numerator > denominator ? scaled + 1 : scaled
        return Int64(max(0, min(changed, Int128(Int64.max))))
    }
}

extension Bar {
    /// The bar with these fields changed and the others as they were, so that it may be a bar that no market makes.
    func changing(_ fields: [BarField], by factor: Factor) -> Bar {
        var bar = self
        for field in fields {
            switch field {
            case .open: bar.open = factor.applied(to: open)
            case .high: bar.high = factor.applied(to: high)
            case .low: bar.low = factor.applied(to: low)
            case .close: bar.close = factor.applied(to: close)
            case .volume: bar.volume = factor.applied(to: volume)
            case .presence: break
            }
        }
        return bar
    }

    /// The bar with these fields taken from another one.
    func taking(_ fields: [BarField], from other: Bar) -> Bar {
        var bar = self
        for field in fields {
            switch field {
            case .open: bar.open = other.open
            case .high: bar.high = other.high
            case .low: bar.low = other.low
            case .close: bar.close = other.close
            case .volume: bar.volume = other.volume
            case .presence: break
            }
        }
        return bar
    }

    /// What is known of it when it begins: its open, in every place where a price is asked for.
    var atItsOpen: Bar { Bar(open: open, high: open, low: open, close: open, volume: 0) }
}
