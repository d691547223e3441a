extension Side: WireNamed {
    var wire: WireSide {
        switch self {
        case .buy: .buy
        case .sell: .sell
        }
    }
}

extension TimeInForce: WireNamed {
    var wire: WireTimeInForce {
        switch self {
        case .day: .day
        case .gtc: .gtc
        case .opg: .opg
        case .cls: .cls
        }
    }
}

extension OrderType: WireForm {
    var message: WireOrderType {
        made {
            switch self {
            case .market: $0.market = WireNothing()
            case .limit(let price): $0.limit = price.nanos
            case .stop(let price): $0.stop = price.nanos
            case .stopLimit(let stop, let limit):
                $0.stopLimit = made {
                    $0.stop = stop.nanos
                    $0.limit = limit.nanos
                }
            case .trailingStop(.amount(let distance)): $0.trailingAmount = distance.nanos
            case .trailingStop(.basisPoints(let points)): $0.trailingBasisPoints = points
            }
        }
    }

    init(_ message: WireOrderType) throws(FieldError) {
        switch try present(message.form, "type") {
        case .market: self = .market
        case .limit(let nanos): self = .limit(Price(nanos: nanos))
        case .stop(let nanos): self = .stop(Price(nanos: nanos))
        case .stopLimit(let pair): self = .stopLimit(stop: Price(nanos: pair.stop), limit: Price(nanos: pair.limit))
        case .trailingAmount(let nanos): self = .trailingStop(.amount(Price(nanos: nanos)))
        case .trailingBasisPoints(let points): self = .trailingStop(.basisPoints(points))
        }
    }
}

extension OrderRequest: WireForm {
    var message: WireOrderRequest {
        made {
            $0.side = side.wire
            $0.quantity = quantity.nanos
            $0.type = type.message
            $0.timeInForce = timeInForce.wire
        }
    }

    init(_ message: WireOrderRequest) throws(FieldError) {
        self.init(
            side: try known(message.side, "request.side"), quantity: Quantity(nanos: message.quantity),
            type: try OrderType(message.type), timeInForce: try known(message.timeInForce, "request.timeInForce"))
    }
}

extension OrderEvent: WireForm {
    var message: WireOrderEvent {
        made {
            $0.order = order.text
            $0.instrument = UInt32(instrument.rawValue)
            $0.happenedAt = happenedAt.nanoseconds
            switch change {
            case .submitting(let request): $0.submitting = request.message
            case .withdrawn(let reason): $0.withdrawn = reason
            case .accepted(let venueOrderID): $0.accepted = venueOrderID
            case .rejected(let code, let reason):
                $0.rejected = made {
                    $0.code = code
                    $0.reason = reason
                }
            case .unknown(let reason): $0.unknown = reason
            case .cancelRequested(let reason): $0.cancelRequested = reason
            case .canceled: $0.canceled = WireNothing()
            case .expired: $0.expired = WireNothing()
            case .external(let request): $0.external = request.message
            }
        }
    }

    init(_ message: WireOrderEvent) throws(FieldError) {
        let change: Change
        switch try present(message.change, "change") {
        case .submitting(let request): change = .submitting(try OrderRequest(request))
        case .withdrawn(let reason): change = .withdrawn(reason: reason)
        case .accepted(let venueOrderID): change = .accepted(venueOrderID: venueOrderID)
        case .rejected(let rejection): change = .rejected(code: rejection.code, reason: rejection.reason)
        case .unknown(let reason): change = .unknown(reason: reason)
        case .cancelRequested(let reason): change = .cancelRequested(reason: reason)
        case .canceled: change = .canceled
        case .expired: change = .expired
        case .external(let request): change = .external(try OrderRequest(request))
        }
        self.init(
            order: OrderID(message.order), instrument: try Contracts.instrument(message.instrument), change: change,
            happenedAt: Timestamp(nanoseconds: message.happenedAt))
    }
}

extension Fill: WireForm {
    var message: WireFill {
        made {
            $0.order = order.text
            $0.execution = execution
            $0.instrument = UInt32(instrument.rawValue)
            $0.side = side.wire
            $0.quantity = quantity.nanos
            $0.price = price.nanos
            $0.cumulativeQuantity = cumulativeQuantity.nanos
            $0.commission = commission.nanos
            $0.happenedAt = happenedAt.nanoseconds
        }
    }

    init(_ message: WireFill) throws(FieldError) {
        self.init(
            order: OrderID(message.order), execution: message.execution,
            instrument: try Contracts.instrument(message.instrument), side: try known(message.side, "side"),
            quantity: Quantity(nanos: message.quantity), price: Price(nanos: message.price),
            cumulativeQuantity: Quantity(nanos: message.cumulativeQuantity),
            commission: Money(nanos: message.commission), happenedAt: Timestamp(nanoseconds: message.happenedAt))
    }
}

extension TradeCost: WireForm {
    var message: WireTradeCost {
        made {
            $0.order = order.text
            $0.instrument = UInt32(instrument.rawValue)
            $0.filled = filled.nanos
            $0.arrivalPrice = arrivalPrice.nanos
            $0.averagePrice = averagePrice.nanos
            $0.implementationShortfall = implementationShortfall.nanos
        }
    }

    init(_ message: WireTradeCost) throws(FieldError) {
        self.init(
            order: OrderID(message.order), instrument: try Contracts.instrument(message.instrument),
            filled: Quantity(nanos: message.filled), arrivalPrice: Price(nanos: message.arrivalPrice),
            averagePrice: Price(nanos: message.averagePrice),
            implementationShortfall: Money(nanos: message.implementationShortfall))
    }
}
