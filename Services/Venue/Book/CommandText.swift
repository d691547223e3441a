import Contracts

// A command as one line of JSON, with every amount in billionths.
extension VenueCommand {
    var wire: WireValue {
        switch self {
        case .submit(let clientID, let instrument, let request, let terms, let at):
            var members: [WireMember] = [
                .init(name: "do", value: "submit"), .init(name: "id", value: .text(clientID.text)),
                .init(name: "of", value: .integer(Int64(instrument.rawValue))),
                .init(name: "side", value: .text(request.side.rawValue)),
                .init(name: "quantity", value: .integer(request.quantity.nanos)),
                .init(name: "for", value: .text(request.timeInForce.rawValue)),
                .init(name: "intent", value: .text(terms.intent)), .init(name: "at", value: .integer(at.nanoseconds)),
            ]
            switch request.type {
            case .market: break
            case .limit(let price): members.append(.init(name: "limit", value: .integer(price.nanos)))
            case .stop(let price): members.append(.init(name: "stop", value: .integer(price.nanos)))
            case .stopLimit(let stop, let limit):
                members.append(.init(name: "stop", value: .integer(stop.nanos)))
                members.append(.init(name: "limit", value: .integer(limit.nanos)))
            case .trailingStop(.amount(let distance)):
                members.append(.init(name: "trail", value: .integer(distance.nanos)))
            case .trailingStop(.basisPoints(let points)):
                members.append(.init(name: "trailPoints", value: .integer(points)))
            }
            if let notional = terms.notional {
                members.append(.init(name: "notional", value: .integer(notional.nanos)))
            }
            if terms.isExtendedHours { members.append(.init(name: "extended", value: true)) }
            return .object(members)
        case .cancel(let clientID, let at):
            return ["do": "cancel", "id": .text(clientID.text), "at": .integer(at.nanoseconds)]
        case .advance(let session, let parts):
            let members: [WireMember] = [
                .init(name: "do", value: "advance"), .init(name: "session", value: .integer(Int64(session))),
            ]
            return .object(parts == 1 ? members : members + [.init(name: "parts", value: .integer(Int64(parts)))])
        case .publish(let session): return ["do": "publish", "session": .integer(Int64(session))]
        case .mark(let prices):
            return ["do": "mark", "prices": .list(prices.map { $0.map { .integer($0.nanos) } ?? .null })]
        case .quote(let instrument, let bid, let ask, let at):
            return [
                "do": "quote", "of": .integer(Int64(instrument.rawValue)), "bid": .integer(bid.nanos),
                "ask": .integer(ask.nanos),
                "at": .integer(at.nanoseconds),
            ]
        }
    }

    /// `nil` for a line that no venue of this version wrote.
    init?(wire: WireValue) {
        guard let verb = wire["do"]?.text else { return nil }
        let at = wire["at"]?.whole.map(Timestamp.init(nanoseconds:))
        let instrument = wire["of"]?.whole.flatMap(UInt16.init(exactly:)).map { InstrumentIndex(Int($0)) }
        let session = wire["session"]?.whole.map { Int($0) }
        switch (verb, at, instrument, session) {
        case ("submit", let at?, let instrument?, _):
            guard let id = wire["id"]?.text, let request = OrderRequest(wire: wire), let intent = wire["intent"]?.text
            else { return nil }
            self = .submit(
                clientID: OrderID(id), instrument: instrument, request: request,
                terms: .init(
                    notional: wire["notional"]?.whole.map(Money.init(nanos:)),
                    isExtendedHours: wire["extended"] == true,
                    intent: intent),
                at: at)
        case ("cancel", let at?, _, _):
            guard let id = wire["id"]?.text else { return nil }
            self = .cancel(clientID: OrderID(id), at: at)
        case ("advance", _, _, let session?):
            let parts = wire["parts"].map { $0.whole ?? 0 } ?? 1
            guard (1...2).contains(parts) else { return nil }
            self = .advance(session: session, parts: Int(parts))
        case ("publish", _, _, let session?): self = .publish(session: session)
        case ("mark", _, _, _):
            guard let items = wire["prices"]?.items else { return nil }
            self = .mark(prices: items.map { $0.whole.map(Price.init(nanos:)) })
        case ("quote", let at?, let instrument?, _):
            guard let bid = wire["bid"]?.whole, let ask = wire["ask"]?.whole else { return nil }
            self = .quote(instrument: instrument, bid: Price(nanos: bid), ask: Price(nanos: ask), at: at)
        default: return nil
        }
    }
}

extension OrderRequest {
    fileprivate init?(wire: WireValue) {
        guard let side = wire["side"]?.text.flatMap(Side.init(rawValue:)), let quantity = wire["quantity"]?.whole,
            let force = wire["for"]?.text.flatMap(TimeInForce.init(rawValue:))
        else { return nil }
        let type: OrderType
        switch (wire["limit"]?.whole, wire["stop"]?.whole, wire["trail"]?.whole, wire["trailPoints"]?.whole) {
        case (nil, nil, nil, nil): type = .market
        case (let limit?, nil, nil, nil): type = .limit(Price(nanos: limit))
        case (nil, let stop?, nil, nil): type = .stop(Price(nanos: stop))
        case (let limit?, let stop?, nil, nil):
            type = .stopLimit(stop: Price(nanos: stop), limit: Price(nanos: limit))
        case (nil, nil, let distance?, nil): type = .trailingStop(.amount(Price(nanos: distance)))
        case (nil, nil, nil, let points?): type = .trailingStop(.basisPoints(points))
        default: return nil  // A combination that no venue wrote.
        }
        self.init(side: side, quantity: Quantity(nanos: quantity), type: type, timeInForce: force)
    }
}
