import Contracts
import Testing

@testable import bullion_venue

/// Settings of a venue that does wrong when told to.
private func faultySettings(journal: String? = nil) -> VenueSettings {
    var settings = replaySettings(journal: journal)
    settings.areFaultsAllowed = true
    return settings
}

extension HTTPConnection {
    fileprivate func arm(_ fault: WireValue) async throws -> WireValue {
        let answer = try await call("POST", "/admin/faults", fault)
        #expect(answer.status == 200)
        return try answer.json
    }

    /// Whether the venue knows an order by the client's id.
    fileprivate func knows(_ clientID: String) async throws -> Bool {
        try await call("GET", "/v2/orders:by_client_order_id?client_order_id=\(clientID)").status == 200
    }
}

/// A stream that has asked for trade updates.
private func tradeStream(_ port: Int, key: String = "K", secret: String = "S") async throws -> WebSocketConnection {
    let stream = try await WebSocketConnection(port: port, path: "/stream")
    try await stream.send(["action": "auth", "key": .text(key), "secret": .text(secret)])
    _ = try await stream.receiveJSON()
    try await stream.send(["action": "listen", "data": ["streams": ["trade_updates"]]])
    _ = try await stream.receiveJSON()
    return stream
}

extension WebSocketConnection {
    fileprivate func events(_ count: Int) async throws -> [String] {
        var events: [String] = []
        while events.count < count { events.append(try await receiveJSON()["data"]?["event"]?.text ?? "?") }
        return events
    }
}

@Suite struct `The menu of faults` {
    @Test func `is there only where it is allowed`() async throws {
        try await withVenue(replaySettings()) { port in
            let http = try await HTTPConnection(port: port)
            #expect(try await http.call("GET", "/admin/faults").status == 404)
            #expect(try await http.call("POST", "/admin/faults", ["kind": "garbage"]).status == 404)
        }
    }

    @Test func `tells what is armed and what has struck, and can be cleared`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            let shown = try await http.arm([
                "kind": "server-error", "times": .integer(2), "status": .integer(502), "method": "GET",
            ])
            #expect(
                shown["armed"] == [
                    ["kind": "server-error", "times": .number("2"), "status": .number("502"), "method": "GET"]
                ])
            #expect(try await http.call("GET", "/v2/account").status == 502)
            let after = try await http.call("GET", "/admin/faults").json
            #expect(after["armed"]?.items?.first?["times"] == .number("1"))
            #expect(after["struck"] == ["server-error": .number("1")])
            #expect(try await http.call("DELETE", "/admin/faults").json["armed"] == [])
            #expect(try await http.call("GET", "/v2/account").status == 200)
        }
    }

    @Test(arguments: [
        ("{}", "kind is required"),
        (#"{"kind":"fire"}"#, "kind \"fire\" is none of drop-reply"),
        (#"{"kind":"garbage","times":0}"#, "times must be a whole number within 1 and 1000000"),
        (#"{"kind":"delay-reply","milliseconds":60001}"#, "milliseconds must be a whole number within 1 and 60000"),
        (#"{"kind":"server-error","status":404}"#, "status must be a whole number within 500 and 599"),
        (#"{"kind":"drop-reply","path":""}"#, "path must be a text"),
        (#"{"kind":"half-open","times":2}"#, "times says nothing about half-open, which takes nothing"),
        (#"{"kind":"drop-update","status":500}"#, "status says nothing about drop-update, which takes times"),
    ])
    func `refuses what it does not serve`(body: String, problem: String) async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            let answer = try await http.call("POST", "/admin/faults", bytes: Array(body.utf8))
            #expect(answer.status == 422)
            let message = try answer.json["message"]?.text ?? ""
            #expect(message.hasPrefix(problem), "\(message)")
            #expect(try await http.call("GET", "/admin/faults").json["armed"] == [])
        }
    }
}

@Suite struct `A reply that goes wrong` {
    @Test(arguments: ["drop-reply", "silence"])
    func `after the order was taken leaves the client to ask`(kind: String) async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            _ = try await http.arm(["kind": .text(kind), "method": "POST", "path": "/v2/orders"])
            #expect(try await http.call("GET", "/v2/account").status == 200)
            await #expect(throws: SocketClient.Closed.self) { try await http.call("POST", "/v2/orders", order("a")) }
            let again = try await HTTPConnection(port: port)
            #expect(try await again.knows("a"))
            #expect(try await again.call("POST", "/v2/orders", order("a")).status == 422)
        }
    }

    @Test func `as a server's error may stand for an order that was taken, or for one that was not`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            _ = try await http.arm(["kind": "fail-after", "status": .integer(504)])
            #expect(try await http.call("POST", "/v2/orders", order("taken")).status == 504)
            #expect(try await http.knows("taken"))
            _ = try await http.arm(["kind": "server-error"])
            #expect(try await http.call("POST", "/v2/orders", order("refused")).status == 503)
            #expect(try await http.knows("refused") == false)
        }
    }

    @Test func `as too many requests says when to come back`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            _ = try await http.arm(["kind": "rate-limit", "milliseconds": .integer(2_500)])
            let answer = try await http.call("GET", "/v2/account")
            #expect(answer.status == 429 && answer.headers["retry-after"] == "3")
            #expect(try answer.json["code"] == .number("42910000"))
            #expect(try await http.call("GET", "/v2/account").status == 200)
        }
    }

    @Test func `as garbage is no JSON`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            _ = try await http.arm(["kind": "garbage"])
            let answer = try await http.call("POST", "/v2/orders", order("a"))
            #expect(answer.status == 200 && !answer.body.isEmpty)
            #expect(throws: (any Error).self) { try answer.json }
            #expect(try await http.knows("a"))
        }
    }

    @Test func `by being late comes all the same`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            _ = try await http.arm(["kind": "delay-reply", "milliseconds": .integer(120)])
            let began = ContinuousClock.now
            #expect(try await http.call("GET", "/v2/account").status == 200)
            #expect(began.duration(to: .now) >= .milliseconds(120))
        }
    }
}

@Suite struct `A trade update that goes wrong` {
    /// The events of two orders that are accepted one after the other, and then filled.
    private func told(_ fault: WireValue, events: Int) async throws -> [String] {
        let box = Box<[String]>([])
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let stream = try await tradeStream(port)
            _ = try await http.arm(fault)
            _ = try await http.call("POST", "/v2/orders", order("a"))
            _ = try await http.step("advance", 1)
            box.value = try await stream.events(events)
        }
        return box.value
    }

    @Test func `is lost, and what follows is told`() async throws {
        #expect(try await told(["kind": "drop-update", "times": .integer(2)], events: 1) == ["fill"])
    }

    @Test func `is told twice`() async throws {
        #expect(
            try await told(["kind": "duplicate-update", "times": .integer(3)], events: 6) == [
                "accepted", "accepted", "new", "new", "fill", "fill",
            ])
    }

    @Test func `is overtaken by the next`() async throws {
        #expect(
            try await told(["kind": "reorder-updates", "milliseconds": .integer(60_000)], events: 3) == [
                "new", "accepted", "fill",
            ])
    }

    @Test func `comes late`() async throws {
        #expect(
            try await told(["kind": "delay-update", "milliseconds": .integer(300)], events: 3) == [
                "new", "fill", "accepted",
            ])
    }

    @Test func `that is held is told when the menu is cleared`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let stream = try await tradeStream(port)
            _ = try await http.arm(["kind": "delay-update", "milliseconds": .integer(60_000)])
            _ = try await http.call("POST", "/v2/orders", order("a"))
            _ = try await http.call("DELETE", "/admin/faults")
            #expect(try await stream.events(1) == ["accepted"])
        }
    }
}

/// A value that a closure of another task leaves behind.
private final class Box<Value>: @unchecked Sendable {
    // Written and read by one test, one after the other.
    var value: Value
    init(_ value: Value) { self.value = value }
}

@Suite struct `Fills in pieces` {
    @Test func `add up to the whole, also after a restart`() async throws {
        try await withTemporaryFile { path in
            try await withVenue(faultySettings(journal: path)) { port in
                let http = try await HTTPConnection(port: port)
                try await http.play(0)
                _ = try await http.arm(["kind": "partial-fills"])
                // There is nothing to cut yet, so the fault waits.
                try await http.play(1)
                let stream = try await tradeStream(port)
                _ = try await http.call("POST", "/v2/orders", order("a", "buy", 7))
                _ = try await http.step("advance", 2)
                #expect(try await stream.events(4) == ["accepted", "new", "partial_fill", "fill"])
                try await pieces(http)
            }
            try await withVenue(faultySettings(journal: path)) { port in
                try await pieces(try await HTTPConnection(port: port))
            }
        }
    }

    private func pieces(_ http: HTTPConnection) async throws {
        let fills = try await http.call("GET", "/v2/account/activities/FILL?direction=asc").json.items ?? []
        #expect(fills.map { $0["qty"]?.text } == ["3", "4"])
        #expect(fills.map { $0["cum_qty"]?.text } == ["3", "7"])
        #expect(fills.map { $0["type"]?.text } == ["partial_fill", "fill"])
        #expect(Set(fills.compactMap { $0["id"]?.text }).count == 2)
        #expect(Set(fills.compactMap { $0["price"]?.text }).count == 1)
        #expect(try await http.call("GET", "/v2/positions/GLD").json["qty"]?.text == "7")
    }

    @Test func `are cut only where sessions are stepped`() async throws {
        var settings = liveSettings()
        settings.areFaultsAllowed = true
        try await withVenue(settings) { port in
            let answer = try await HTTPConnection(port: port).call("POST", "/admin/faults", ["kind": "partial-fills"])
            #expect(answer.status == 409)
        }
    }
}

@Suite struct `A stream that goes wrong` {
    @Test func `says nothing and hears nothing, and then is gone without a good-bye`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            try await http.play(0)
            let stream = try await tradeStream(port)
            _ = try await http.arm(["kind": "half-open"])
            try await stream.send(frame: [1], opcode: 9)
            _ = try await http.call("POST", "/v2/orders", order("a"))
            _ = try await http.arm(["kind": "cut-streams"])
            await #expect(throws: SocketClient.Closed.self) { try await stream.receive() }
            let next = try await tradeStream(port)
            _ = try await http.call("POST", "/v2/orders", order("b"))
            #expect(try await next.events(1) == ["accepted"])
        }
    }

    @Test func `is turned away when its key has one already`() async throws {
        try await withVenue(faultySettings()) { port in
            let http = try await HTTPConnection(port: port)
            _ = try await http.arm(["kind": "one-connection"])
            let first = try await tradeStream(port)
            let second = try await WebSocketConnection(port: port, path: "/stream")
            try await second.send(["action": "auth", "key": "K", "secret": "S"])
            #expect(try await second.receiveJSON()["data"]?["error_message"]?.text == "connection limit exceeded")
            #expect(try await second.receive().opcode == 8)
            _ = try await tradeStream(port, key: "W", secret: "D")

            let keys = ["APCA-API-KEY-ID: K", "APCA-API-SECRET-KEY: S"]
            let bars = try await WebSocketConnection(port: port, path: "/v2/iex", headers: keys)
            _ = try await bars.receive()
            #expect(try await bars.receiveJSON().items?.first?["msg"] == "authenticated")
            let more = try await WebSocketConnection(port: port, path: "/v2/iex", headers: keys)
            _ = try await more.receive()
            #expect(try await more.receiveJSON().items?.first?["code"] == .number("406"))
            #expect(first.status == 101)

            _ = try await http.call("DELETE", "/admin/faults")
            _ = try await tradeStream(port)
        }
    }
}
