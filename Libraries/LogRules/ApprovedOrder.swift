public import Contracts

/// An order that may be sent: it can only be made from the committed intent in the log.
///
/// Whoever wants to send needs the entry, and the entry exists because a verdict allowed it.
public struct ApprovedOrder: Hashable, Sendable {
    public let id: OrderID
    public let symbol: Symbol
    public let request: OrderRequest
    /// Where the intent stands in the log; nothing is sent before the archive has passed it.
    public let offset: LogOffset

    /// `nil` unless `entry` is a committed `submitting` by the OMS for an instrument of the universe and a quantity above zero.
    public init?(_ entry: Entry, in universe: Universe) {
        guard entry.by == .oms, entry.offset > .start, case .orderEvent(let event) = entry.event,
            case .submitting(let request) = event.change, universe.count > event.instrument.place,
            request.quantity > .zero
        else { return nil }
        id = event.order
        symbol = universe[event.instrument]
        self.request = request
        offset = entry.offset
    }
}
