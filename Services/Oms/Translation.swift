import BrokerOrders
import Brokers
import Conduct
import Contracts
import Kernel

// The broker's words in the kernel's: the adapter knows the wire, the kernel knows no broker.

extension Kernel.VenueOrder {
    init(_ order: BrokerOrder) {
        self.init(
            name: order.venueOrderID, status: Status(order.status), filled: order.filledQuantity,
            averagePrice: order.filledAveragePrice, happenedAt: order.updatedAt, request: order.request)
    }
}

extension Kernel.VenueOrder.Status {
    init(_ status: BrokerOrderStatus) {
        switch status {
        case .filled: self = .filled
        // What replaces an order of ours is an order of somebody else.
        case .canceled, .replaced: self = .canceled
        case .expired: self = .expired
        case .rejected: self = .rejected(reason: "rejected by the venue")
        case .new, .accepted, .pendingNew, .partiallyFilled, .doneForDay, .pendingCancel, .pendingReplace, .held,
            .other:
            self = .open
        }
    }
}

extension VenueListing {
    init(_ order: BrokerOrder) {
        self.init(
            order: order.clientID, symbol: order.symbol, request: order.request, venue: VenueOrder(order),
            submittedAt: order.submittedAt)
    }
}

extension VenueNews {
    init(_ update: TradeUpdate) {
        var venue = VenueOrder(update.order)
        venue.happenedAt = update.happenedAt
        let execution = update.execution.map {
            VenueExecution(
                name: $0.id, quantity: $0.quantity, price: $0.price,
                cumulativeQuantity: update.order.filledQuantity,
                happenedAt: update.happenedAt)
        }
        self.init(
            listing: VenueListing(update.order),
            update: VenueUpdate(order: update.order.clientID, venue: venue, execution: execution))
    }
}

extension VenueExecution {
    init(_ fill: BrokerFill) {
        self.init(
            name: fill.execution, quantity: fill.quantity, price: fill.price,
            cumulativeQuantity: fill.cumulativeQuantity,
            happenedAt: fill.happenedAt)
    }
}

extension Dispatch.Answer {
    init(_ outcome: SubmitOutcome) {
        switch outcome {
        case .accepted(let name): self = .accepted(venueOrderID: name)
        case .rejected(let code, let reason): self = .refused(code: code, reason: reason)
        case .unknown(let reason): self = .unknown(reason: reason)
        case .tryAgain: self = .notSent
        }
    }

    init(_ outcome: CancelOutcome) {
        switch outcome {
        case .requested: self = .cancelTaken
        case .tooLate, .notFound: self = .cancelRefused
        case .unknown(let reason): self = .unknown(reason: reason)
        case .tryAgain: self = .notSent
        }
    }
}
