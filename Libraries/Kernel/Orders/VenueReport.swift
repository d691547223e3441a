public import Contracts

/// An order as the venue describes it, whoever the venue is.
public struct VenueOrder: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case open, filled, canceled, expired
        case rejected(reason: String)
    }

    /// The venue's name for it.
    public var name: String
    public var status: Status
    /// All that was executed so far, and what it cost on average; `nil` before the first execution.
    public var filled: Quantity
    public var averagePrice: Price?
    /// The venue's clock at the latest change that it tells of.
    public var happenedAt: Timestamp
    /// What was asked, where the venue says it in words that we could have used.
    public var request: OrderRequest?

    public init(
        name: String, status: Status, filled: Quantity, averagePrice: Price?, happenedAt: Timestamp,
        request: OrderRequest? = nil
    ) {
        self.name = name
        self.status = status
        self.filled = filled
        self.averagePrice = averagePrice
        self.happenedAt = happenedAt
        self.request = request
    }
}

/// One execution as the venue describes it.
public struct VenueExecution: Hashable, Sendable {
    /// The venue's name for it, the same on the stream and when polled where the venue keeps it so.
    public var name: String
    public var quantity: Quantity
    public var price: Price
    /// Of the order, after this execution.
    public var cumulativeQuantity: Quantity
    public var happenedAt: Timestamp

    public init(
        name: String, quantity: Quantity, price: Price, cumulativeQuantity: Quantity, happenedAt: Timestamp
    ) {
        self.name = name
        self.quantity = quantity
        self.price = price
        self.cumulativeQuantity = cumulativeQuantity
        self.happenedAt = happenedAt
    }
}

/// A message of the venue's stream about one order.
public struct VenueUpdate: Hashable, Sendable {
    public var order: OrderID
    /// The order after what happened.
    public var venue: VenueOrder
    /// There when something was executed.
    public var execution: VenueExecution?

    public init(order: OrderID, venue: VenueOrder, execution: VenueExecution?) {
        self.order = order
        self.venue = venue
        self.execution = execution
    }
}

/// What is new for the log in something that the venue said about one order.
///
/// The stream, the answers to our requests and the lists that we poll all come through here, in any order and more than once. The
/// cumulative quantity decides what is new: names of executions may differ from list to list, sums can't.
public struct Reading: Hashable, Sendable {
    /// What to append, oldest first.
    public var events: [Contracts.Event] = []
    /// Whether the venue has executed more than it has told us one by one: its list of executions must be read.
    public var missesExecutions = false
}

extension Order {
    /// What a description by the venue tells that the log does not have yet.
    public func reading(_ venue: VenueOrder) -> Reading {
        var reading = Reading()
        reading.events += introduction(by: venue)
        if venue.filled > filled {
            // How it ended is told after all that happened before.
            reading.missesExecutions = true
            return reading
        }
        guard isOpen else { return reading }
        switch venue.status {
        case .open, .filled: break
        case .canceled: reading.events.append(report(.canceled, venue.happenedAt))
        case .expired: reading.events.append(report(.expired, venue.happenedAt))
        case .rejected(let reason) where filled.isZero:
            reading.events.append(report(.rejected(code: 0, reason: reason), venue.happenedAt))
        case .rejected: reading.events.append(report(.canceled, venue.happenedAt))
        }
        return reading
    }

    /// That the venue has taken the order, unless that is known or it never did; before that, what it is if not what we asked for.
    func introduction(by venue: VenueOrder) -> [Contracts.Event] {
        guard venueOrderID == nil, isOpen, venue.status.wasTaken || venue.filled > .zero else { return [] }
        let accepted = report(.accepted(venueOrderID: venue.name), venue.happenedAt)
        guard !isExternal, let other = venue.request, other.side != request.side || other.quantity != request.quantity
        else { return [accepted] }
        return [report(.external(other), venue.happenedAt), accepted]
    }

    /// What the venue's executions of this order tell that the log does not have yet. They may come unsorted and may overlap what is known.
    public func reading(_ executions: [VenueExecution]) -> Reading {
        var reading = Reading()
        var known = filled
        for execution in executions.sorted(by: { $0.cumulativeQuantity < $1.cumulativeQuantity })
        where execution.cumulativeQuantity > known {
            guard execution.cumulativeQuantity - execution.quantity == known else {
                reading.missesExecutions = true
                return reading
            }
            known = execution.cumulativeQuantity
            reading.events.append(.fill(fill(execution)))
        }
        return reading
    }

    /// One execution for all that the venue counts and can't name, at the price that makes its average right.
    ///
    /// The last resort when its list stays shorter than its sum: the position must be right before the story is.
    public func substitute(for venue: VenueOrder) -> Contracts.Event? {
        guard venue.filled > filled, let average = venue.averagePrice else { return nil }
        let missing = venue.filled - filled
        let rest = average.saturatingNotional(of: venue.filled).saturatingDifference(paid)
        let price = Price(saturating: Int128(rest.nanos) * Int128(nanosPerUnit) / Int128(missing.nanos))
        guard price > .zero else { return nil }
        return .fill(
            fill(
                VenueExecution(
                    name: "\(id)@\(venue.filled)", quantity: missing, price: price, cumulativeQuantity: venue.filled,
                    happenedAt: venue.happenedAt)))
    }

    /// A fact about this order, ready for the log.
    public func report(_ change: OrderEvent.Change, _ happenedAt: Timestamp) -> Contracts.Event {
        .orderEvent(OrderEvent(order: id, instrument: instrument, change: change, happenedAt: happenedAt))
    }

    private func fill(_ execution: VenueExecution) -> Fill {
        Fill(
            order: id, execution: execution.name, instrument: instrument, side: request.side,
            quantity: execution.quantity, price: execution.price, cumulativeQuantity: execution.cumulativeQuantity,
            commission: .zero, happenedAt: execution.happenedAt)
    }
}

extension VenueOrder.Status {
    /// Whether the venue ever had the order in its book.
    fileprivate var wasTaken: Bool {
        switch self {
        case .open, .filled, .canceled, .expired: true
        case .rejected: false
        }
    }
}
