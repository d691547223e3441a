public import Backtesting
public import Contracts

/// What a search keeps of one run: the sweep's summary, and how many round trips were closed.
public struct SearchRecord: RunRecord, Hashable {
    public private(set) var summary: SummaryRecord
    public private(set) var closedTrips = 0
    /// By place of the instrument; grown when one is first traded.
    private var positions: [Quantity] = []

    public init(startingCash: Money) { summary = SummaryRecord(startingCash: startingCash) }

    public mutating func placed(_ order: TradingRecord.PlacedOrder) { summary.placed(order) }

    public mutating func executed(_ fill: Fill) {
        summary.executed(fill)
        let place = fill.instrument.place
        while positions.count <= place { positions.append(.zero) }
        positions[place] += Quantity(nanos: fill.quantity.nanos * fill.side.sign)
        // One order never turns a position over, so a trip ends exactly where the position is zero.
        if positions[place].isZero { closedTrips += 1 }
    }

    public mutating func booked(_ action: CorporateAction) {
        let place = action.instrument.place
        guard case .split(let new, let old) = action.change, place < positions.count else { return }
        let isHeld = !positions[place].isZero
        positions[place] = positions[place].afterSplit(new: new, old: old)
        if isHeld, positions[place].isZero { closedTrips += 1 }
    }

    public mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool) {
        summary.closed(at, equity: equity, endsSession: endsSession)
    }

    public mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>) {
        summary.closed(instants, equities: equities, endsSession: endsSession)
    }
}
