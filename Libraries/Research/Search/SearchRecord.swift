public import Backtesting
public import Contracts

/// What a search keeps of one run: the sweep's summary, and how many round trips were closed.
public struct SearchRecord: RunRecord, Hashable {
    public private(set) var summary: SummaryRecord
    private var trips = TripTally()

    public var closedTrips: Int { trips.closed }

    public init(startingCash: Money) { summary = SummaryRecord(startingCash: startingCash) }

    public mutating func placed(_ order: TradingRecord.PlacedOrder) { summary.placed(order) }

    public mutating func executed(_ fill: Fill) {
        summary.executed(fill)
        trips.add(fill)
    }

    public mutating func booked(_ action: CorporateAction) { trips.book(action) }

    public mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool) {
        summary.closed(at, equity: equity, endsSession: endsSession)
    }

    public mutating func closed(_ instants: Span<Timestamp>, equities: Span<Money>, endsSession: Span<Bool>) {
        summary.closed(instants, equities: equities, endsSession: endsSession)
    }
}
