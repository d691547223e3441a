import Brokers
import Contracts
import ScriptedServer
import Testing
import Web

@Suite struct `The stream of trade updates` {
    @Test func `authenticates, listens, and delivers binary and text alike`() throws {
        let server = try venue { socket in
            socket.send(binary: update("new"))
            socket.send(
                text: update("partial_fill", execution: "e1", quantity: "4", filled: "4", status: "partially_filled"))
            socket.send(binary: update("fill", execution: "e2", quantity: "6", filled: "10", status: "filled"))
        }
        var stream = try connect(server)
        let updates = take(3, from: &stream).compactMap { if case .update(let update) = $0 { update } else { nil } }
        #expect(updates.map(\.change) == [.new, .partialFill, .fill])
        #expect(updates.map { $0.execution?.id } == [nil, "e1", "e2"])
        #expect(updates.last?.order.filledQuantity == Quantity(units: 10))
        let fill = try #require(updates[1].fill(in: InstrumentIndex(0)))
        #expect(fill.quantity == Quantity(units: 4) && fill.cumulativeQuantity == Quantity(units: 4))
        #expect(fill.price == Price("181.05") && fill.happenedAt == Timestamp("2025-06-30T16:00:02Z"))
        #expect(updates[0].fill(in: InstrumentIndex(0)) == nil)
    }

    @Test func `loses nothing that comes together with the handshake's answer`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            guard case .message(let text) = event else { return }
            if text.contains("authenticate") { socket.send(text: authorized) }
            if text.contains("listen") {
                socket.send(text: listening)
                socket.send(text: update("new"))
                socket.send(text: update("canceled", status: "canceled"))
            }
        }
        var stream = try connect(server)
        #expect(take(2, from: &stream).count == 2)
    }

    @Test func `tolerates words it does not know`() throws {
        let server = try venue { socket in
            socket.send(text: #"{"stream":"weather","data":{}}"#)
            socket.send(text: update("trade_bust", status: "busted"))
        }
        var stream = try connect(server)
        guard case .update(let update) = take(1, from: &stream).first else {
            Issue.record("no update")
            return
        }
        #expect(update.change == .other("trade_bust") && update.order.status == .other("busted"))
    }

    @Test func `says when it can't read a message`() throws {
        let server = try venue { socket in
            socket.send(text: "not JSON")
            socket.send(text: #"{"stream":"trade_updates","data":{"event":"fill"}}"#)
            socket.send(text: #"{"action":"error","data":{"error_message":"too slow"}}"#)
        }
        var stream = try connect(server)
        let messages = take(3, from: &stream)
        #expect(messages.count == 3)
        #expect(messages.last == .unreadable("error: too slow"))
        #expect(messages.allSatisfy { if case .unreadable = $0 { true } else { false } })
    }

    @Test func `tells its end`() throws {
        let server = try venue { socket in socket.close(code: 1001) }
        var stream = try connect(server)
        #expect(take(1, from: &stream) == [.closed("closed by the peer, code 1001")])
    }

    @Test func `does not open with wrong keys`() throws {
        let server = try ScriptedServer.sockets { socket, event in
            guard case .message = event else { return }
            socket.send(
                text:
                    #"{"stream":"authorization","data":{"status":"unauthorized","action":"authenticate","message":"access key verification failed"}}"#
            )
        }
        #expect(openingError(server) == .unauthorized("access key verification failed"))
    }

    @Test func `does not wait for ever`() throws {
        let server = try ScriptedServer.sockets { _, _ in }
        #expect(openingError(server) == .timedOut(waitingFor: "authorization"))
    }

    @Test func `does not open when the peer hangs up`() throws {
        let server = try ScriptedServer.sockets { socket, event in if case .message = event { socket.close(code: 1008) }
        }
        #expect(openingError(server) == .closed("closed by the peer, code 1008"))
    }

    private func openingError(_ server: ScriptedServer) -> TradeStreamError? {
        do {
            _ = try TradeUpdateStream(
                connectingTo: "ws://127.0.0.1:\(server.port)/stream", credentials: keys,
                options: .init(connectTimeout: .milliseconds(300)))
            return nil
        } catch {
            return error
        }
    }

    private func connect(_ server: ScriptedServer) throws -> TradeUpdateStream {
        try TradeUpdateStream(connectingTo: "ws://127.0.0.1:\(server.port)/stream", credentials: keys)
    }

    /// A venue that shakes hands and then says what `talk` says.
    private func venue(_ talk: @escaping @Sendable (ScriptedSocket) -> Void) throws -> ScriptedServer {
        try ScriptedServer.sockets { socket, event in
            guard case .message(let text) = event else { return }
            if text == #"{"action":"authenticate","data":{"key_id":"key","secret_key":"hush"}}"# {
                socket.send(binary: authorized)
            } else if text == #"{"action":"listen","data":{"streams":["trade_updates"]}}"# {
                socket.send(binary: listening)
                talk(socket)
            } else {
                socket.close(code: 1003)
            }
        }
    }

    private func take(_ count: Int, from stream: inout TradeUpdateStream) -> [TradeStreamMessage] {
        var messages: [TradeStreamMessage] = []
        for _ in 0..<3000 where messages.count < count {
            messages += stream.takeAll()
            if messages.count < count { waitUntilReadable(stream.descriptor) }
        }
        return messages
    }
}

private let authorized = #"{"stream":"authorization","data":{"status":"authorized","action":"authenticate"}}"#
private let listening = #"{"stream":"listening","data":{"streams":["trade_updates"]}}"#

private func update(
    _ event: String, execution: String? = nil, quantity: String = "0", filled: String = "0", status: String = "new"
) -> String {
    let numbers = execution.map {
        #""execution_id":"\#($0)","price":"181.05","qty":"\#(quantity)","position_qty":"\#(filled)","#
    }
    return
        #"{"stream":"trade_updates","data":{"event":"\#(event)","timestamp":"2025-06-30T16:00:02Z",\#(numbers ?? "")"#
        + #""order":\#(orderJSON(status: status, filled: filled))}}"#
}
