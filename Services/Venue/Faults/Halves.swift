import Contracts
import Exchange

extension Execution {
    /// A fill in two pieces of whole shares, the second of which carries the order on to where the whole would have; anything else as it is.
    ///
    /// Price, instant and cost are those of the whole, so that the books end where they would have.
    var halves: [Execution] {
        guard case .filled(let name, let quantity, let price, let cumulative, let commission) = change else {
            return [self]
        }
        let first = Quantity(nanos: quantity.nanos / 2 / nanosPerUnit * nanosPerUnit)
        guard first > .zero else { return [self] }
        var (left, right) = (self, self)
        left.change = .filled(
            execution: derivedUUID(number: 1, name: name), quantity: first, price: price,
            cumulative: cumulative - (quantity - first), commission: commission)
        right.change = .filled(
            execution: name, quantity: quantity - first, price: price, cumulative: cumulative, commission: .zero)
        return [left, right]
    }
}
