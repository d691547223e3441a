import Contracts
import Exchange

// The trading API: orders, positions, account, clock, calendar, assets, activities.
extension Venue {
    /// Answers a request whose path begins with `v2`; `nil` when there is no such route.
    func answerTrading(_ request: VenueRequest) throws(APIError) -> VenueResponse? {
        let part = { (place: Int) in request.path.count > place ? request.path[place] : "" }
        guard request.path.count <= 4 else { return nil }
        switch (request.method, part(1), part(2), part(3)) {
        case ("POST", "orders", "", ""):
            return VenueResponse(try submit(OrderTicket(try request.json(), listing: listing)).wire(listing))
        case ("GET", "orders", "", ""): return VenueResponse(try orders(request))
        case ("DELETE", "orders", "", ""): return VenueResponse(.list(cancelAll()), status: 207)
        case ("GET", "orders:by_client_order_id", "", ""): return VenueResponse(try orderByClientID(request))
        case ("GET", "orders", let id, ""): return VenueResponse(try order(id).wire(listing))
        case ("DELETE", "orders", let id, ""): return try cancelOne(id)
        case ("GET", "positions", "", ""): return VenueResponse(.list(accountView.positions))
        case ("DELETE", "positions", "", ""): return VenueResponse(.list(try closeAll(request)), status: 207)
        case ("GET", "positions", let name, ""): return VenueResponse(try position(name))
        case ("DELETE", "positions", let name, ""): return VenueResponse(try close(name, request).wire(listing))
        case ("GET", "account", "", ""): return VenueResponse(accountView.account)
        case ("GET", "account", "configurations", ""): return VenueResponse(accountView.configurations)
        case ("GET", "account", "activities", let type): return VenueResponse(try activities(request, type))
        case ("GET", "clock", "", ""): return VenueResponse(clockView)
        case ("GET", "calendar", "", ""): return VenueResponse(try calendar(request))
        case ("GET", "assets", "", ""): return VenueResponse(.list(listing.universe.indices.map(asset)))
        case ("GET", "assets", let name, ""):
            guard let instrument = listing.instrument(named: name) else {
                throw .notFound("asset not found for \(name)")
            }
            return VenueResponse(asset(instrument))
        default: return nil
        }
    }

    private func order(_ id: String) throws(APIError) -> VenueOrder {
        guard isUUID(id) else { throw .invalid("order_id is missing") }
        guard let order = book.order(id: id.lowercased()) else { throw .notFound("order not found for \(id)") }
        return order
    }

    private func orderByClientID(_ request: VenueRequest) throws(APIError) -> WireValue {
        guard let id = request.parameter("client_order_id") else { throw .invalid("client_order_id is required") }
        guard let order = book.order(clientID: id) else { throw .notFound("order not found for \(id)") }
        return order.wire(listing)
    }

    private func orders(_ request: VenueRequest) throws(APIError) -> WireValue {
        let status = request.parameter("status") ?? "open"
        guard ["open", "closed", "all"].contains(status) else { throw .invalid("invalid status") }
        let direction = request.parameter("direction") ?? "desc"
        guard ["asc", "desc"].contains(direction) else { throw .invalid("invalid direction") }
        let limit = try request.count("limit", in: 1...500, otherwise: 50)
        let after = try request.instant("after")
        let until = try request.instant("until")
        let symbols = request.list("symbols")
        let side = request.parameter("side")
        func isWanted(_ order: VenueOrder) -> Bool {
            if status != "all" && order.isOpen != (status == "open") { return false }
            if let after, order.submittedAt <= after { return false }
            if let until, order.submittedAt >= until { return false }
            if !symbols.isEmpty && !symbols.contains(listing.symbol(order.instrument)) { return false }
            return side == nil || order.request.side.rawValue == side
        }
        let ordered = direction == "asc" ? book.orders : book.orders.reversed()
        return .list(ordered.lazy.filter(isWanted).prefix(limit).map { $0.wire(listing) })
    }

    private func cancelOne(_ id: String) throws(APIError) -> VenueResponse {
        let order = try order(id)
        guard cancel(order) else { throw .unprocessable("order is already in \"\(order.status.rawValue)\" state") }
        return .noContent
    }

    private func cancelAll() -> [WireValue] {
        book.orders.filter(\.isOpen).map { order in
            ["id": .text(order.id), "status": .integer(cancel(order) ? 200 : 500)]
        }
    }

    private func position(_ name: String) throws(APIError) -> WireValue {
        guard let instrument = listing.instrument(named: name) else { throw .notFound("symbol not found: \(name)") }
        guard let position = accountView.position(instrument) else { throw .noPosition }
        return position
    }

    private func close(_ name: String, _ request: VenueRequest) throws(APIError) -> VenueOrder {
        guard let instrument = listing.instrument(named: name) else { throw .notFound("symbol not found: \(name)") }
        let held = book.exchange.holdings[instrument.place].quantity
        guard !held.isZero else { throw .noPosition }
        return try close(instrument, try portion(of: held.magnitude, request))
    }

    /// How much of a position to close: all, a quantity, or a percentage.
    private func portion(of held: Quantity, _ request: VenueRequest) throws(APIError) -> Quantity {
        switch (request.parameter("qty"), request.parameter("percentage")) {
        case (nil, nil): return held
        case (.some, .some): throw .invalid("only one of qty or percentage is accepted")
        case (let text?, nil):
            guard let quantity = ExactDecimal(text), quantity.nanos > 0, quantity.isExact else {
                throw .invalid("qty must be > 0")
            }
            return Quantity(nanos: quantity.nanos)
        case (nil, let text?):
            guard let percentage = ExactDecimal(text), percentage.nanos > 0, percentage.nanos <= 100 * nanosPerUnit
            else {
                throw .invalid("percentage must be > 0 and <= 100")
            }
            return Quantity(nanos: Int64(Int128(held.nanos) * Int128(percentage.nanos) / Int128(100 * nanosPerUnit)))
        }
    }

    private func close(_ instrument: InstrumentIndex, _ quantity: Quantity) throws(APIError) -> VenueOrder {
        let isLong = book.exchange.holdings[instrument.place].quantity > .zero
        return try submit(OrderTicket(closing: instrument, side: isLong ? .sell : .buy, quantity: quantity))
    }

    private func closeAll(_ request: VenueRequest) throws(APIError) -> [WireValue] {
        if try request.flag("cancel_orders") == true { _ = cancelAll() }
        return listing.universe.indices.compactMap { instrument in
            let held = book.exchange.holdings[instrument.place].quantity
            guard !held.isZero else { return nil }
            let (status, body) = closing(instrument, held.magnitude)
            return ["symbol": .text(listing.symbol(instrument)), "status": .integer(Int64(status)), "body": body]
        }
    }

    private func closing(_ instrument: InstrumentIndex, _ quantity: Quantity) -> (Int, WireValue) {
        do {
            return (200, try close(instrument, quantity).wire(listing))
        } catch {
            return (error.status, error.wire)
        }
    }

    private func activities(_ request: VenueRequest, _ type: String) throws(APIError) -> WireValue {
        let types = type.isEmpty ? request.list("activity_types") : [type]
        guard types.isEmpty || types.contains("FILL"), request.parameter("category") != "non_trade_activity" else {
            return .list([])
        }
        let size = try request.count("page_size", in: 1...100, otherwise: 100)
        let isAscending = request.parameter("direction") == "asc"
        let after = try request.instant("after")
        let until = try request.instant("until")
        let day = try request.date("date")
        let order = request.parameter("order_id")
        func isWanted(_ activity: FillActivity) -> Bool {
            let at = activity.fill.happenedAt
            if let after, at <= after { return false }
            if let until, at >= until { return false }
            if let day, NewYork.date(at: at) != day { return false }
            return order == nil || activity.orderID == order
        }
        var found = book.activities.filter(isWanted)
        if !isAscending { found.reverse() }
        if let token = request.parameter("page_token") {
            guard let place = found.firstIndex(where: { $0.id == token }) else { throw .invalid("invalid page_token") }
            found.removeFirst(place + 1)
        }
        return .list(found.prefix(size).map(\.wire))
    }

    private func asset(_ instrument: InstrumentIndex) -> WireValue {
        [
            "id": .text(listing.assetID(instrument)), "class": "us_equity", "exchange": "ARCA",
            "symbol": .text(listing.symbol(instrument)), "name": .text(listing.assetName(instrument)),
            "status": "active",
            "tradable": true, "marginable": true, "shortable": .boolean(book.exchange.rules.allowsShorting),
            "easy_to_borrow": .boolean(book.exchange.rules.allowsShorting), "borrow_status": "easy_to_borrow",
            "fractionable": true,
            "attributes": .list([]), "margin_requirement_long": "30", "margin_requirement_short": "30",
            "maintenance_margin_requirement": .number("30"),
        ]
    }
}

extension OrderTicket {
    /// A market order that closes a position.
    init(closing instrument: InstrumentIndex, side: Side, quantity: Quantity) {
        self.instrument = instrument
        self.side = side
        size = .shares(quantity)
        type = .market
        timeInForce = .day
        isExtendedHours = false
        clientID = nil
        intent = side == .sell ? "sell_to_close" : "buy_to_close"
    }
}

private func isUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { place, byte in
        [8, 13, 18, 23].contains(place)
            ? byte == UInt8(ascii: "-") : Character(Unicode.Scalar(byte)).isHexDigit
    }
}
