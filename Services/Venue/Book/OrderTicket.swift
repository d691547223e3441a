import Contracts

/// An order as a client asked for it, checked in itself but not yet against the account.
struct OrderTicket: Hashable {
    enum Size: Hashable {
        case shares(Quantity)
        case notional(Money)
    }

    let instrument: InstrumentIndex
    let side: Side
    let size: Size
    let type: OrderType
    let timeInForce: TimeInForce
    let isExtendedHours: Bool
    let clientID: String?
    let intent: String?

    /// Reads the body of a POST.
    init(_ body: WireValue, listing: Listing) throws(APIError) {
        guard case .object = body else { throw .malformedBody }
        let fields = TicketFields(body: body)
        let symbol = try fields.text("symbol") ?? ""
        guard let instrument = listing.instrument(named: symbol) else {
            throw .unprocessable("asset \"\(symbol)\" not found")
        }
        guard let side = try fields.text("side").flatMap(Side.init(rawValue:)) else { throw .invalid("invalid side") }
        try Self.refuseClasses(fields)
        self.instrument = instrument
        self.side = side
        type = try Self.type(fields)
        timeInForce = try Self.force(fields)
        size = try Self.size(fields)
        isExtendedHours = try fields.boolean("extended_hours") ?? false
        clientID = try fields.text("client_order_id").flatMap { $0.isEmpty ? nil : $0 }
        intent = try fields.text("position_intent")
        try check()
    }

    private func check() throws(APIError) {
        if let clientID, clientID.utf8.count > 128 {
            throw .invalid("client_order_id must be no more than 128 characters")
        }
        if let intent, !["buy_to_open", "buy_to_close", "sell_to_open", "sell_to_close"].contains(intent) {
            throw .invalid("invalid position_intent")
        }
        if isExtendedHours {
            guard case .limit = type else {
                throw .unprocessable("extended hours order must be DAY or GTC limit orders")
            }
        }
        let isFractional: Bool
        switch size {
        case .shares(let quantity): isFractional = quantity != quantity.wholeUnits
        case .notional:
            isFractional = true
            guard type == .market else { throw .unprocessable("notional orders must be market orders") }
        }
        if timeInForce.isAuction {
            switch type {
            case .market, .limit: break
            case .stop, .stopLimit, .trailingStop:
                throw .unprocessable("opg and cls orders must be market or limit orders")
            }
            if isExtendedHours { throw .unprocessable("extended hours order must be DAY or GTC limit orders") }
        }
        if isFractional && timeInForce != .day { throw .unprocessable("fractional orders must be DAY orders") }
    }

    /// The venue trades single orders; the classes that tie several together are refused by name, not half done.
    private static func refuseClasses(_ fields: TicketFields) throws(APIError) {
        switch try fields.text("order_class") ?? "" {
        case "", "simple": break
        case let name where ["bracket", "oco", "oto", "mleg"].contains(name):
            throw .unprocessable("order class \"\(name)\" is not offered by this venue")
        default: throw .invalid("invalid order_class")
        }
        if fields.isPresent("take_profit") || fields.isPresent("stop_loss") || fields.isPresent("legs") {
            throw .unprocessable("simple orders take no take_profit, stop_loss or legs")
        }
    }

    private static func type(_ fields: TicketFields) throws(APIError) -> OrderType {
        let limit = try fields.price("limit_price", called: "limit price")
        let stop = try fields.price("stop_price", called: "stop price")
        let trail = try Self.trail(fields)
        let name = try fields.text("type") ?? ""
        if name != "trailing_stop", trail != nil { throw .invalid("only trailing stop orders take a trail") }
        switch name {
        case "market":
            guard limit == nil, stop == nil else { throw .invalid("market orders require no stop or limit price") }
            return .market
        case "limit":
            guard let limit else { throw .invalid("limit orders require a limit price") }
            guard stop == nil else { throw .invalid("limit orders require no stop price") }
            return .limit(limit)
        case "stop":
            guard let stop else { throw .invalid("stop orders require a stop price") }
            guard limit == nil else { throw .invalid("stop orders require no limit price") }
            return .stop(stop)
        case "stop_limit":
            guard let stop, let limit else { throw .invalid("stop limit orders require both stop and limit price") }
            return .stopLimit(stop: stop, limit: limit)
        case "trailing_stop":
            guard limit == nil, stop == nil else {
                throw .invalid("trailing stop orders require no stop or limit price")
            }
            guard let trail else { throw .invalid("trailing stop orders require a trail price or a trail percent") }
            return .trailingStop(trail)
        default: throw .invalid("invalid order type")
        }
    }

    private static func trail(_ fields: TicketFields) throws(APIError) -> Trail? {
        let distance = try fields.price("trail_price", called: "trail price")
        guard let percent = try fields.decimal("trail_percent") else { return distance.map(Trail.amount) }
        guard distance == nil else { throw .invalid("only one of trail_price or trail_percent is accepted") }
        guard percent.nanos > 0, percent.nanos < 100 * nanosPerUnit else {
            throw .invalid("trail percent must be > 0 and < 100")
        }
        let (points, rest) = percent.nanos.quotientAndRemainder(dividingBy: nanosPerUnit / 100)
        guard percent.isExact, rest == 0 else {
            throw .unprocessable("trail_percent must be limited to 2 decimal places")
        }
        return .basisPoints(points)
    }

    private static func force(_ fields: TicketFields) throws(APIError) -> TimeInForce {
        let name = try fields.text("time_in_force") ?? ""
        if let force = TimeInForce(rawValue: name) { return force }
        if ["ioc", "fok"].contains(name) {
            throw .unprocessable("time_in_force \"\(name)\" is not offered by this venue")
        }
        throw .invalid("invalid time_in_force")
    }

    private static func size(_ fields: TicketFields) throws(APIError) -> Size {
        switch (try fields.decimal("qty"), try fields.decimal("notional")) {
        case (nil, nil): throw .invalid("qty or notional is required")
        case (.some, .some): throw .invalid("only one of qty or notional is accepted")
        case (let quantity?, nil):
            guard quantity.nanos > 0 else { throw .invalid("qty must be > 0") }
            guard quantity.isExact else { throw .unprocessable("qty must be limited to 9 decimal places") }
            return .shares(Quantity(nanos: quantity.nanos))
        case (nil, let notional?):
            guard notional.isExact, notional.nanos % 10_000_000 == 0 else {
                throw .unprocessable("notional value must be limited to 2 decimal places")
            }
            guard notional.nanos >= nanosPerUnit else {
                throw .forbidden("cost basis must be >= minimal amount of order 1")
            }
            return .notional(Money(nanos: notional.nanos))
        }
    }
}

/// The members of an order's body, where `null` means absent and a number may be a string.
struct TicketFields {
    let body: WireValue

    func isPresent(_ name: String) -> Bool {
        guard let value = body[name] else { return false }
        return value != .null
    }

    func text(_ name: String) throws(APIError) -> String? {
        guard isPresent(name) else { return nil }
        guard let text = body[name]?.text else { throw .malformedBody }
        return text
    }

    func boolean(_ name: String) throws(APIError) -> Bool? {
        guard isPresent(name), let value = body[name] else { return nil }
        guard case .boolean(let flag) = value else { throw .malformedBody }
        return flag
    }

    func decimal(_ name: String) throws(APIError) -> ExactDecimal? {
        guard isPresent(name), let value = body[name] else { return nil }
        switch value {
        case .number(let text), .text(let text):
            guard let decimal = ExactDecimal(text) else { throw .invalid("\(name) is not a decimal") }
            return decimal
        case .null, .boolean, .integer, .instant, .list, .object: throw .malformedBody
        }
    }

    /// A price on the exchange's grid: cents from one dollar, hundredths of cents below.
    func price(_ name: String, called label: String) throws(APIError) -> Price? {
        guard let decimal = try decimal(name) else { return nil }
        guard decimal.nanos > 0 else { throw .invalid("\(label) must be > 0") }
        let increment: Int64 = decimal.nanos >= nanosPerUnit ? 10_000_000 : 100_000
        guard decimal.isExact, decimal.nanos % increment == 0 else {
            throw .unprocessable(
                "invalid \(name) \(Price(nanos: decimal.nanos)). sub-penny increment does not fulfill minimum pricing criteria"
            )
        }
        return Price(nanos: decimal.nanos)
    }
}
