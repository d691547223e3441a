public import Contracts

/// What the broker takes with every execution. An order that fills in parts pays for each part.
public enum CommissionModel: Hashable, Sendable, Codable {
    case perTrade(Money)
    /// An amount for each share, at least `minimum` and at most `maximum` an execution.
    case perShare(Money, minimum: Money = .zero, maximum: Money? = nil)
    /// Basis points of what was traded, rounded half to even to a billionth.
    case basisPoints(Int64)

    /// Whether nothing is paid to us.
    var isSound: Bool {
        switch self {
        case .perTrade(let amount): amount >= .zero
        case .perShare(let amount, let minimum, let maximum):
            amount >= .zero && minimum >= .zero && maximum.map { $0 >= minimum } ?? true
        case .basisPoints(let points): points >= 0
        }
    }

    /// The commission of one execution of `quantity` (unsigned), worth `notional` (unsigned).
    public func charge(_ quantity: Quantity, worth notional: Money) -> Money {
        switch self {
        case .perTrade(let amount): return amount
        case .perShare(let amount, let minimum, let maximum):
            let sum = max(minimum, Price(nanos: amount.nanos).notional(of: quantity))
            return maximum.map { min($0, sum) } ?? sum
        case .basisPoints(let points): return notional.basisPoints(points)
        }
    }
}
