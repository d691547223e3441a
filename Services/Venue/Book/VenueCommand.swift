import Contracts

/// What changes the venue's book. The journal is a list of these, and replaying it gives the same book.
enum VenueCommand: Hashable, Sendable {
    case submit(
        clientID: OrderID, instrument: InstrumentIndex, request: OrderRequest, terms: VenueOrder.Terms, at: Timestamp)
    case cancel(clientID: OrderID, at: Timestamp)
    /// Matches the resting orders against the session's bars, every fill in one piece or in two.
    case advance(session: Int, parts: Int)
    /// The session closes and its bars become visible.
    case publish(session: Int)
    /// Prices of a live market as they were when something depended on them, by instrument.
    case mark(prices: [Price?])
    /// A live quote that executed something.
    case quote(instrument: InstrumentIndex, bid: Price, ask: Price, at: Timestamp)
}
