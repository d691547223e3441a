public import Contracts

/// Turns what the venue said into facts for the log: each thing once, in order, whatever it came by.
///
/// It works on a copy of the orders as of the tip of the log, and moves that copy on by every fact that it makes, so that the second of
/// two equal messages finds nothing new. The facts are appended together; folding them back leads to the same state.
public struct Intake: Sendable {
    /// The orders as they will be once the facts are folded.
    public private(set) var orders: OrderBook
    /// What is to be appended, oldest first.
    public private(set) var facts: [Draft] = []
    /// Things that have no place in an order's life and are not recorded, in words. A person must look.
    public private(set) var surprises: [String] = []
    private var ledger: Ledger

    /// What a message left open.
    public enum Need: Hashable, Sendable {
        case nothing
        /// Read the venue's list of executions of this order, and hand it to the dispatch.
        case executions(Order)
        /// The log has no such order.
        case unknownOrder
    }

    public init(_ orders: OrderBook, _ ledger: Ledger) {
        self.orders = orders
        self.ledger = ledger
    }

    /// Takes in a message of the stream.
    public mutating func take(_ update: VenueUpdate, _ instrument: InstrumentIndex) -> Need {
        guard let order = orders.order(update.order, instrument) else { return .unknownOrder }
        for news in order.introduction(by: update.venue) { record(news) }
        if let execution = update.execution, let current = orders.order(update.order, instrument) {
            let reading = current.reading([execution])
            for event in reading.events { record(event) }
        }
        guard let current = orders.order(update.order, instrument) else { return .nothing }
        return take(current.reading(update.venue), current)
    }

    /// Takes in what a request brought to light about one order.
    public mutating func take(_ reading: Reading, _ order: Order) -> Need {
        for event in reading.events { record(event) }
        return reading.missesExecutions ? .executions(orders.order(order.id, order.instrument) ?? order) : .nothing
    }

    /// Takes in an order at the venue that the log does not know.
    public mutating func adopt(
        _ id: OrderID, _ instrument: InstrumentIndex, _ request: OrderRequest, _ venue: VenueOrder
    ) -> Need {
        if orders.order(id, instrument) == nil {
            record(
                .orderEvent(
                    OrderEvent(
                        order: id, instrument: instrument, change: .external(request), happenedAt: venue.happenedAt)))
        }
        return take(VenueUpdate(order: id, venue: venue, execution: nil), instrument)
    }

    private mutating func record(_ event: Event) {
        do throws(OrderBook.Surprise) {
            let (order, happenedAt) = try fold(event)
            facts.append(
                Draft(
                    at: happenedAt, by: .gateway, cause: order.submittedAt ?? .start, trace: order.at.compact,
                    event: event))
        } catch {
            surprises.append(error.description)
        }
    }

    private mutating func fold(_ event: Event) throws(OrderBook.Surprise) -> (Order, Timestamp) {
        if case .fill(let fill) = event {
            try orders.fold(fill)
            ledger.apply(fill)
            return (order(fill.order, fill.instrument), fill.happenedAt)
        }
        guard case .orderEvent(let event) = event else {
            preconditionFailure("a reading holds order events and fills only")
        }
        guard event.instrument.place < ledger.instruments else { throw .noSuchInstrument(event.instrument) }
        try orders.fold(
            event, at: event.happenedAt, position: ledger.position(event.instrument),
            arrival: ledger.lastClose(event.instrument))
        return (order(event.order, event.instrument), event.happenedAt)
    }

    private func order(_ id: OrderID, _ instrument: InstrumentIndex) -> Order {
        guard let order = orders.order(id, instrument) else {
            preconditionFailure("an order that was just folded is in the book: \(id)")
        }
        return order
    }
}
