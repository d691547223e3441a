import Contracts

/// What is held while fills and splits go by, and how many round trips that makes.
struct TripTally: Hashable, Sendable {
    private(set) var begun = 0
    private(set) var closed = 0
    /// By place of the instrument; grown when one is first traded.
    private(set) var positions: [Quantity] = []

    mutating func add(_ fill: Fill) {
        let place = fill.instrument.place
        while positions.count <= place { positions.append(.zero) }
        if positions[place].isZero { begun += 1 }
        positions[place] += Quantity(nanos: fill.quantity.nanos * fill.side.sign)
        // One order never turns a position over, so a trip ends exactly where the position is zero.
        if positions[place].isZero { closed += 1 }
    }

    /// Restates what is held in new shares, which may leave nothing of it.
    mutating func split(_ instrument: InstrumentIndex, new: Int64, old: Int64) {
        let place = instrument.place
        guard place < positions.count, !positions[place].isZero else { return }
        positions[place] = positions[place].afterSplit(new: new, old: old)
        if positions[place].isZero { closed += 1 }
    }

    mutating func book(_ action: CorporateAction) {
        if case .split(let new, let old) = action.change { split(action.instrument, new: new, old: old) }
    }
}
