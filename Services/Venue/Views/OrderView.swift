import Contracts
import Exchange

extension VenueOrder {
    /// The order object of the trading API.
    func wire(_ listing: Listing) -> WireValue {
        let type: WireValue =
            switch request.type {
            case .market: "market"
            case .limit: "limit"
            case .stop: "stop"
            case .stopLimit: "stop_limit"
            case .trailingStop: "trailing_stop"
            }
        let stop = request.type.stopPrice ?? trailedStop
        let (trailPrice, trailPercent): (Price?, Price?) =
            switch request.type {
            case .market, .limit, .stop, .stopLimit: (nil, nil)
            case .trailingStop(.amount(let distance)): (distance, nil)
            case .trailingStop(.basisPoints(let points)): (nil, Price(nanos: points * (nanosPerUnit / 100)))
            }
        func ended(_ status: Status) -> WireValue { self.status == status ? .optional(endedAt) : .null }
        return [
            "id": .text(id), "client_order_id": .text(clientID.text), "created_at": .instant(submittedAt),
            "updated_at": .instant(updatedAt), "submitted_at": .instant(submittedAt), "filled_at": ended(.filled),
            "expired_at": ended(.expired), "expires_at": .optional(expiresAt),
            "cancel_requested_at": .optional(cancelRequestedAt),
            "canceled_at": ended(.canceled), "failed_at": .null, "replaced_at": .null, "replaced_by": .null,
            "replaces": .null,
            "asset_id": .text(listing.assetID(instrument)), "symbol": .text(listing.symbol(instrument)),
            "asset_class": "us_equity", "notional": .decimal(terms.notional),
            "qty": terms.notional == nil ? .decimal(request.quantity) : .null, "filled_qty": .decimal(filled),
            "filled_avg_price": .decimal(averagePrice), "order_class": "", "order_type": type, "type": type,
            "side": .text(request.side.rawValue), "position_intent": .text(terms.intent),
            "time_in_force": .text(request.timeInForce.rawValue), "limit_price": .decimal(request.type.limitPrice),
            "stop_price": .decimal(stop),
            "status": .text(status.rawValue), "extended_hours": .boolean(terms.isExtendedHours), "legs": .null,
            "trail_percent": .decimal(trailPercent), "trail_price": .decimal(trailPrice), "hwm": .decimal(bestPrice),
            "subtag": .null, "source": .null,
        ]
    }
}

extension TradeUpdate {
    /// The message of the `trade_updates` stream.
    func wire(_ listing: Listing) -> WireValue {
        var data: [WireMember] = [
            .init(name: "event", value: .text(event.rawValue)), .init(name: "execution_id", value: executionID),
            .init(name: "order", value: order.wire(listing)), .init(name: "timestamp", value: .instant(at)),
            .init(name: "at", value: .instant(at)), .init(name: "event_id", value: .text(eventID)),
        ]
        if let fill {
            data += [
                .init(name: "price", value: .decimal(fill.price)), .init(name: "qty", value: .decimal(fill.quantity)),
                .init(name: "position_qty", value: .decimal(position)),
            ]
        }
        return ["stream": "trade_updates", "data": .object(data)]
    }

    private var executionID: WireValue {
        switch event {
        case .accepted, .pendingNew: .null
        case .new, .partialFill, .fill, .canceled, .expired:
            .text(fill?.execution ?? derivedUUID(number: number, name: order.id))
        }
    }

    /// A ULID: ten digits of time, then the count, so that the ids of equal instants still ascend.
    private var eventID: String {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var bits = UInt128(UInt64(max(0, at.nanoseconds / 1_000_000)) & (1 << 48 - 1)) << 80 | UInt128(number)
        var text = [UInt8](repeating: 0, count: 26)
        for place in text.indices.reversed() {
            text[place] = digits[Int(bits & 31)]
            bits >>= 5
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension FillActivity {
    /// `20250630153000000::<execution>`: New York's wall clock, then what makes it unique.
    var id: String {
        let local = fill.happenedAt + NewYork.offsetSeconds(at: fill.happenedAt)
        let milliseconds = String(local.nanoseconds / 1_000_000 % 1000)
        let digits = local.compact.filter { $0 != "T" && $0 != "Z" }
        return digits + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds + "::" + fill.execution
    }

    var wire: WireValue {
        [
            "id": .text(id), "activity_type": "FILL", "transaction_time": .instant(fill.happenedAt),
            "type": isComplete ? "fill" : "partial_fill", "price": .decimal(fill.price), "qty": .decimal(fill.quantity),
            "side": .text(fill.side.rawValue), "symbol": .text(symbol), "leaves_qty": .decimal(leaves),
            "cum_qty": .decimal(fill.cumulativeQuantity), "order_id": .text(orderID),
            "order_status": isComplete ? "filled" : "partially_filled",
        ]
    }
}
