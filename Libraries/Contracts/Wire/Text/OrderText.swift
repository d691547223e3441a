extension OrderType {
    /// Writes the type and its prices as members of the object in hand, wherever an order is shown as JSON.
    public func writeMembers(into json: inout JSONWriter) {
        switch self {
        case .market: json.put("type", "market")
        case .limit(let price):
            json.put("type", "limit")
            json.put("limitPrice", price)
        case .stop(let price):
            json.put("type", "stop")
            json.put("stopPrice", price)
        case .stopLimit(let stop, let limit):
            json.put("type", "stopLimit")
            json.put("stopPrice", stop)
            json.put("limitPrice", limit)
        case .trailingStop(let trail):
            json.put("type", "trailingStop")
            switch trail {
            case .amount(let distance): json.put("trailAmount", distance)
            case .basisPoints(let points): json.put("trailBasisPoints", points)
            }
        }
    }
}

extension OrderRequest: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("side", side.rawValue)
            $0.put("quantity", quantity)
            type.writeMembers(into: &$0)
            $0.put("timeInForce", timeInForce.rawValue)
        }
    }
}

extension OrderEvent: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("order", order)
            $0.put("instrument", instrument)
            $0.put("change", change.name)
            switch change {
            case .submitting(let request), .external(let request): $0.put("request", request)
            case .accepted(let venueOrderID): $0.put("venueOrder", venueOrderID)
            case .rejected(let code, let reason):
                $0.put("code", code)
                $0.put("reason", reason)
            case .withdrawn(let reason), .unknown(let reason), .cancelRequested(let reason): $0.put("reason", reason)
            case .canceled, .expired: break
            }
            $0.put("happenedAt", happenedAt)
        }
    }
}

extension OrderEvent.Change {
    /// The step without its details, as APIs and archives write it.
    public var name: String {
        switch self {
        case .submitting: "submitting"
        case .withdrawn: "withdrawn"
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .unknown: "unknown"
        case .cancelRequested: "cancelRequested"
        case .canceled: "canceled"
        case .expired: "expired"
        case .external: "external"
        }
    }
}

extension Fill: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("order", order)
            $0.put("execution", execution)
            $0.put("instrument", instrument)
            $0.put("side", side.rawValue)
            $0.put("quantity", quantity)
            $0.put("price", price)
            $0.put("cumulativeQuantity", cumulativeQuantity)
            $0.put("commission", commission)
            $0.put("happenedAt", happenedAt)
        }
    }
}

extension TradeCost: JSONWritable {
    public func write(into json: inout JSONWriter) {
        json.object {
            $0.put("order", order)
            $0.put("instrument", instrument)
            $0.put("filled", filled)
            $0.put("arrivalPrice", arrivalPrice)
            $0.put("averagePrice", averagePrice)
            $0.put("implementationShortfall", implementationShortfall)
        }
    }
}
