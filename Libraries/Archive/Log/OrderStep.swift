internal import Contracts

/// One step of an order's life taken apart into the columns of `order_events`.
struct OrderStep {
    let name: String
    private(set) var request: OrderRequest?
    private(set) var venueOrderID: String?
    private(set) var reason: String?
    private(set) var code: Int64?

    init(_ change: OrderEvent.Change) {
        switch change {
        case .submitting(let request):
            name = "submitting"
            self.request = request
        case .external(let request):
            name = "external"
            self.request = request
        case .withdrawn(let reason):
            name = "withdrawn"
            self.reason = reason
        case .accepted(let venueOrderID):
            name = "accepted"
            self.venueOrderID = venueOrderID
        case .rejected(let code, let reason):
            name = "rejected"
            self.code = code
            self.reason = reason
        case .unknown(let reason):
            name = "unknown"
            self.reason = reason
        case .cancelRequested(let reason):
            name = "cancel_requested"
            self.reason = reason
        case .canceled: name = "canceled"
        case .expired: name = "expired"
        }
    }

    var type: String? {
        switch request?.type {
        case .market: "market"
        case .limit: "limit"
        case .stop: "stop"
        case .stopLimit: "stop_limit"
        case .trailingStop: "trailing_stop"
        case nil: nil
        }
    }

    /// The limit, or the stop of an order that has none; the whole request is in the log.
    var price: Price? { request?.type.limitPrice ?? request?.type.stopPrice }
}
