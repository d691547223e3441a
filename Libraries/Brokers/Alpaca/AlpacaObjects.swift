import Contracts
package import Web

// What Alpaca's objects mean in our terms. Every amount goes from the literal text to billionths; unknown members are ignored.

extension JSONValue {
    func fixedPoint<Value: FixedPoint>(
        _ name: String, _ kind: Value.Type = Value.self
    ) throws(JSONFieldError) -> Value {
        try required(name, "a decimal") { $0.decimal.flatMap(Value.init) }
    }

    func fixedPointIfAny<Value: FixedPoint>(
        _ name: String, _ kind: Value.Type = Value.self
    ) throws(JSONFieldError) -> Value? {
        try optional(name, "a decimal") { $0.decimal.flatMap(Value.init) }
    }

    func timestamp(_ name: String) throws(JSONFieldError) -> Timestamp {
        try required(name, "an RFC 3339 time") { $0.text.flatMap(Timestamp.init) }
    }

    func timestampIfAny(_ name: String) throws(JSONFieldError) -> Timestamp? {
        try optional(name, "an RFC 3339 time") { $0.text.flatMap(Timestamp.init) }
    }

    /// The first of two members that is there.
    func timestamp(_ name: String, or other: String) throws(JSONFieldError) -> Timestamp {
        if let time = try timestampIfAny(name) { return time }
        return try timestamp(other)
    }

    func side(_ name: String) throws(JSONFieldError) -> Side {
        try required(name, "buy or sell") { value in
            switch value.text {
            case "buy": .buy
            // History has `sell_short` for a sale that opens a short position.
            case "sell", "sell_short": .sell
            default: nil
            }
        }
    }
}

extension BrokerOrder {
    package init(alpaca json: JSONValue) throws(JSONFieldError) {
        let submittedAt = try json.timestamp("submitted_at", or: "created_at")
        self.init(
            venueOrderID: try json.requiredText("id"), clientID: OrderID(try json.requiredText("client_order_id")),
            symbol: json["symbol"]?.text ?? "", status: BrokerOrderStatus(try json.requiredText("status")),
            request: try OrderRequest(alpaca: json), filledQuantity: try json.fixedPointIfAny("filled_qty") ?? .zero,
            filledAveragePrice: try json.fixedPointIfAny("filled_avg_price"), submittedAt: submittedAt,
            updatedAt: try json.timestampIfAny("updated_at") ?? submittedAt)
    }
}

extension OrderRequest {
    /// `nil` when the order is not one that we could have asked for.
    fileprivate init?(alpaca json: JSONValue) throws(JSONFieldError) {
        let type: OrderType
        switch json["type"]?.text {
        case "market": type = .market
        case "limit": type = .limit(try json.fixedPoint("limit_price"))
        case "stop": type = .stop(try json.fixedPoint("stop_price"))
        case "stop_limit":
            type = .stopLimit(stop: try json.fixedPoint("stop_price"), limit: try json.fixedPoint("limit_price"))
        case "trailing_stop":
            guard let trail = try Trail(alpaca: json) else { return nil }
            type = .trailingStop(trail)
        default: return nil
        }
        guard let quantity = try json.fixedPointIfAny("qty", Quantity.self),
            let timeInForce = json["time_in_force"]?.text.flatMap(TimeInForce.init), json["symbol"]?.text != nil
        else { return nil }
        self.init(side: try json.side("side"), quantity: quantity, type: type, timeInForce: timeInForce)
    }
}

extension Trail {
    /// `nil` when it is finer than the hundredths of a percent that we ask for, or not there.
    fileprivate init?(alpaca json: JSONValue) throws(JSONFieldError) {
        if let distance = try json.fixedPointIfAny("trail_price", Price.self) {
            self = .amount(distance)
            return
        }
        guard let percent = try json.fixedPointIfAny("trail_percent", Price.self) else { return nil }
        let (points, rest) = percent.nanos.quotientAndRemainder(dividingBy: nanosPerUnit / 100)
        guard rest == 0 else { return nil }
        self = .basisPoints(points)
    }
}

extension BrokerPosition {
    init(alpaca json: JSONValue) throws(JSONFieldError) {
        self.init(
            symbol: try json.requiredText("symbol"), quantity: try json.fixedPoint("qty"),
            averageEntryPrice: try json.fixedPoint("avg_entry_price"),
            marketValue: try json.fixedPointIfAny("market_value"),
            currentPrice: try json.fixedPointIfAny("current_price"))
    }
}

extension BrokerAccount {
    init(alpaca json: JSONValue) throws(JSONFieldError) {
        let switches = ["trading_blocked", "account_blocked", "trade_suspended_by_user"]
        self.init(
            id: try json.requiredText("id"), status: try json.requiredText("status"), cash: try json.fixedPoint("cash"),
            equity: try json.fixedPoint("equity"), lastEquity: try json.fixedPointIfAny("last_equity"),
            buyingPower: try json.fixedPointIfAny("buying_power"),
            isBlocked: switches.contains { json[$0]?.flag == true })
    }
}

extension BrokerClock {
    init(alpaca json: JSONValue) throws(JSONFieldError) {
        self.init(
            now: try json.timestamp("timestamp"), isOpen: try json.required("is_open", "true or false") { $0.flag },
            nextOpen: try json.timestamp("next_open"), nextClose: try json.timestamp("next_close"))
    }
}

extension BrokerSession {
    init(alpaca json: JSONValue) throws(JSONFieldError) {
        let date = try json.required("date", "a date") { $0.text.flatMap(TradingDate.init) }
        func instant(_ name: String) throws(JSONFieldError) -> Timestamp {
            try json.required(name, "a time such as 09:30") { value in
                let parts = value.text?.split(separator: ":").compactMap { Int64($0) } ?? []
                guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
                return NewYork.instant(on: date, hour: parts[0], minute: parts[1])
            }
        }
        self.init(date: date, open: try instant("open"), close: try instant("close"))
    }
}

extension BrokerFill {
    init(alpaca json: JSONValue) throws(JSONFieldError) {
        let id = try json.requiredText("id")
        self.init(
            activityID: id, execution: id.firstRange(of: "::").map { String(id[$0.upperBound...]) } ?? id,
            venueOrderID: try json.requiredText("order_id"), symbol: try json.requiredText("symbol"),
            side: try json.side("side"), quantity: try json.fixedPoint("qty"), price: try json.fixedPoint("price"),
            cumulativeQuantity: try json.fixedPoint("cum_qty"), happenedAt: try json.timestamp("transaction_time"))
    }
}
