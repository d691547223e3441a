import Contracts
import Glibc
import Testing

@testable import bullion_venue

@Suite struct `A journal` {
    @Test func `brings back the same account, orders and ids`() async throws {
        try await withTemporaryFile { path in
            try await withVenue(replaySettings(journal: path)) { port in
                let http = try await HTTPConnection(port: port)
                try await http.play(0)
                _ = try await http.call("POST", "/v2/orders", order("a"))
                _ = try await http.call("POST", "/v2/orders", order("b", "sell", 3, "SLV"))
                try await http.play(1)
                _ = try await http.call("POST", "/v2/orders", limit("c", "1.00"))
                let id = try await http.call("POST", "/v2/orders", limit("d", "2.00")).json["id"]?.text ?? ""
                _ = try await http.call("DELETE", "/v2/orders/\(id)")
                _ = try await http.step("advance", 2)
            }
            let before = try await picture(path)
            let again = try await picture(path)
            #expect(before == again)
            #expect(before[1].items?.count == 4)
            #expect(
                before[0]["index"] == .number("2") && before[0]["phase"] == "advanced"
                    && before[0]["executions"] == .number("4"))
        }
    }

    @Test func `refuses a repeated id after a restart`() async throws {
        try await withTemporaryFile { path in
            try await withVenue(replaySettings(journal: path)) { port in
                let http = try await HTTPConnection(port: port)
                try await http.play(0)
                #expect(try await http.call("POST", "/v2/orders", order("a")).status == 200)
            }
            try await withVenue(replaySettings(journal: path)) { port in
                let answer = try await HTTPConnection(port: port).call("POST", "/v2/orders", order("a"))
                #expect(answer.status == 422)
            }
        }
    }

    @Test func `drops a last line that was cut, and only that`() async throws {
        try await withTemporaryFile { path in
            do {
                let journal = try Journal(opening: path, market: "m")
                #expect(journal.recovered.isEmpty)
                try journal.append(.advance(session: 0, parts: 1))
                try journal.append(.publish(session: 0))
            }
            let file = open(path, O_WRONLY | O_APPEND)
            write(file, "{\"do\":\"adv", 10)
            close(file)
            do {
                let journal = try Journal(opening: path, market: "m")
                #expect(journal.recovered == [.advance(session: 0, parts: 1), .publish(session: 0)])
                try journal.append(.advance(session: 1, parts: 1))
            }
            let journal = try Journal(opening: path, market: "m")
            #expect(journal.recovered.count == 3)
        }
    }

    @Test func `is not continued on another market, nor by two venues`() async throws {
        try await withTemporaryFile { path in
            do {
                let journal = try Journal(opening: path, market: "one")
                #expect(throws: JournalError.self) { _ = try Journal(opening: journal.path, market: "one") }
            }
            #expect(throws: JournalError.foreign(path: path, found: "one", expected: "two")) {
                _ = try Journal(opening: path, market: "two")
            }
        }
    }

    @Test func `names the line that it cannot read`() async throws {
        try await withTemporaryFile { path in
            do { _ = try Journal(opening: path, market: "m") }
            let file = open(path, O_WRONLY | O_APPEND)
            write(file, "{\"do\":\"dance\"}\n", 15)
            close(file)
            #expect(throws: JournalError.unreadable(path: path, line: 2, problem: "not a command")) {
                _ = try Journal(opening: path, market: "m")
            }
        }
    }

    @Test func `keeps every kind of command`() throws {
        let request = OrderRequest(
            side: .sell, quantity: Quantity(nanos: 5), type: .stop(Price(nanos: 7)), timeInForce: .gtc)
        let commands: [VenueCommand] = [
            .submit(
                clientID: OrderID("x\"y"), instrument: InstrumentIndex(3), request: request,
                terms: .init(notional: Money(nanos: 9), isExtendedHours: true, intent: "sell_to_open"),
                at: Timestamp(nanoseconds: 11)),
            .submit(
                clientID: OrderID("y"), instrument: InstrumentIndex(0),
                request: OrderRequest(
                    side: .buy, quantity: Quantity(nanos: 5),
                    type: .stopLimit(stop: Price(nanos: 7), limit: Price(nanos: 8)), timeInForce: .gtc),
                terms: .init(notional: nil, intent: "buy_to_open"), at: Timestamp(nanoseconds: 12)),
            .submit(
                clientID: OrderID("z"), instrument: InstrumentIndex(0),
                request: OrderRequest(
                    side: .buy, quantity: Quantity(nanos: 5), type: .trailingStop(.amount(Price(nanos: 7))),
                    timeInForce: .day), terms: .init(notional: nil, intent: "buy_to_open"),
                at: Timestamp(nanoseconds: 13)),
            .submit(
                clientID: OrderID("w"), instrument: InstrumentIndex(0),
                request: OrderRequest(
                    side: .buy, quantity: Quantity(nanos: 5), type: .trailingStop(.basisPoints(125)),
                    timeInForce: .day), terms: .init(notional: nil, intent: "buy_to_open"),
                at: Timestamp(nanoseconds: 14)),
            .submit(
                clientID: OrderID("v"), instrument: InstrumentIndex(0),
                request: OrderRequest(side: .buy, quantity: Quantity(nanos: 5), type: .market, timeInForce: .opg),
                terms: .init(notional: nil, intent: "buy_to_open"), at: Timestamp(nanoseconds: 15)),
            .cancel(clientID: OrderID("x"), at: Timestamp(nanoseconds: -1)), .advance(session: 4, parts: 1),
            .publish(session: 4),
            .mark(prices: [nil, Price(nanos: 1)]),
            .quote(
                instrument: InstrumentIndex(1), bid: Price(nanos: 2), ask: Price(nanos: 3),
                at: Timestamp(nanoseconds: 4)),
        ]
        for command in commands {
            #expect(VenueCommand(wire: try JSONReader.read(command.wire.json)) == command)
        }
    }

    @Test func `brings back a live account`() async throws {
        try await withTemporaryFile { path in
            let settings = liveSettings(journal: path)
            let dataSet = try settings.dataSet()
            var first: [WireValue] = []
            do {
                let venue = try Venue(
                    settings: settings, dataSet: dataSet, now: { Timestamp(nanoseconds: 1_700_000_000_000_000_000) }
                ) { _ in fatalError() }
                let ask = VenueRequest(method: "POST", path: ["v2", "orders"], body: order("a").json)
                #expect(await venue.answer(ask, id: "K", secret: "S").response.status == 200)
                first = await orders(venue)
                #expect(await venue.book.orders.map(\.status) == [.filled])
            }
            let venue = try Venue(
                settings: settings, dataSet: dataSet, now: { Timestamp(nanoseconds: 1_700_000_100_000_000_000) }
            ) { _ in fatalError() }
            #expect(await orders(venue) == first)
        }
    }
}

private func orders(_ venue: Venue) async -> [WireValue] {
    let listing = await venue.listing
    return await venue.book.orders.map { $0.wire(listing) }
}

/// What a venue that continues from a journal shows.
private func picture(_ path: String) async throws -> [WireValue] {
    let settings = replaySettings(journal: path)
    let venue = try Venue(settings: settings, dataSet: try settings.dataSet(), now: { Timestamp(nanoseconds: 0) }) {
        _ in fatalError()
    }
    var seen: [WireValue] = []
    for path in [
        ["admin", "replay"], ["v2", "orders"], ["v2", "positions"], ["v2", "account"], ["v2", "account", "activities"],
    ] {
        let ask = VenueRequest(method: "GET", path: path, query: ["status": "all"])
        seen.append(try JSONReader.read(await venue.answer(ask, id: "K", secret: "S").response.body))
    }
    return seen
}
