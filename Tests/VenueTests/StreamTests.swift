import Contracts
import Testing

@testable import bullion_venue

@Suite struct `A stream` {
    @Test func `asks whether its client is there, and gives up on one that says nothing`() async throws {
        var settings = replaySettings()
        settings.pingMilliseconds = 50
        try await withVenue(settings) { port in
            let stream = try await WebSocketConnection(port: port, path: "/stream")
            // As long as it answers it is kept, for longer than silence would be borne.
            for _ in 0..<5 {
                #expect(try await stream.receive().opcode == 9)
                try await stream.send(frame: [], opcode: 10)
            }
            await #expect(throws: SocketClient.Closed.self) { while true { _ = try await stream.receive() } }
        }
    }

    @Test func `puts a message together from its pieces, also with an empty last one`() async throws {
        try await withVenue(replaySettings()) { port in
            let stream = try await WebSocketConnection(
                port: port, path: "/v2/iex", headers: ["Content-Type: application/msgpack"])
            #expect(
                try MessagePackReader.read(try await stream.receive().payload) == [
                    ["T": "success", "msg": "connected"]
                ])
            let login: WireValue = ["action": "auth", "key": "K", "secret": "S"]
            let bytes = login.messagePack
            try await stream.send(frame: Array(bytes[..<7]), opcode: 2, isFinal: false)
            try await stream.send(frame: [9, 9], opcode: 9)
            try await stream.send(frame: Array(bytes[7...]), opcode: 0, isFinal: false)
            try await stream.send(frame: [], opcode: 0)
            let pong = try await stream.receive()
            #expect(pong.opcode == 10 && pong.payload == [9, 9])
            let answer = try await stream.receive()
            #expect(answer.opcode == 2)
            #expect(try MessagePackReader.read(answer.payload) == [["T": "success", "msg": "authenticated"]])
        }
    }

    @Test func `writes instants as extensions and prices as floats in MessagePack`() async throws {
        try await withVenue(replaySettings()) { port in
            let stream = try await WebSocketConnection(
                port: port, path: "/v2/sip",
                headers: ["Content-Type: application/msgpack", "APCA-API-KEY-ID: K", "APCA-API-SECRET-KEY: S"])
            _ = try await stream.receive()
            _ = try await stream.receive()
            try await stream.send(
                frame: WireValue.object([
                    .init(name: "action", value: "subscribe"), .init(name: "dailyBars", value: ["GLD"]),
                ]).messagePack, opcode: 2)
            _ = try await stream.receive()
            try await HTTPConnection(port: port).play(0)
            let bars = try MessagePackReader.read(try await stream.receive().payload)
            #expect(bars.items?.count == 1)
            #expect(bars.items?.first?["t"] == .instant(midnight(try #require(TradingDate("2024-01-02")))))
            guard case .number = bars.items?.first?["c"] else {
                Issue.record("a price is a number")
                return
            }
        }
    }

    @Test func `of market data asks for keys and keeps what is subscribed`() async throws {
        try await withVenue(replaySettings()) { port in
            let stream = try await WebSocketConnection(port: port, path: "/v2/iex")
            _ = try await stream.receive()
            try await stream.send(["action": "subscribe", "quotes": ["GLD"]])
            #expect(
                try await stream.receiveJSON() == [["T": "error", "code": .number("401"), "msg": "not authenticated"]])
            try await stream.send(["action": "auth", "key": "K", "secret": "wrong"])
            #expect(try await stream.receiveJSON() == [["T": "error", "code": .number("402"), "msg": "auth failed"]])
            try await stream.send(["action": "auth", "key": "K", "secret": "S"])
            _ = try await stream.receive()
            try await stream.send(["action": "subscribe", "trades": ["GLD"], "quotes": ["GLD", "SLV"]])
            _ = try await stream.receive()
            try await stream.send(["action": "subscribe", "quotes": ["GLD"]])
            let twice = try #require(try await stream.receiveJSON().items?.first)
            #expect(twice["quotes"] == ["GLD", "SLV"] && twice["trades"] == ["GLD"] && twice["corrections"] == ["GLD"])
            try await stream.send(["action": "unsubscribe", "quotes": ["SLV"]])
            #expect(try await stream.receiveJSON().items?.first?["quotes"] == ["GLD"])
            try await stream.send(frame: Array("{".utf8), opcode: 1)
            #expect(
                try await stream.receiveJSON() == [["T": "error", "code": .number("400"), "msg": "invalid syntax"]])
        }
    }

    @Test func `of trade updates sends JSON in binary frames, to both spellings of its path`() async throws {
        try await withVenue(replaySettings()) { port in
            for path in ["/stream", "/stream/"] {
                let stream = try await WebSocketConnection(port: port, path: path)
                try await stream.send(["action": "listen", "data": ["streams": ["trade_updates"]]])
                let refused = try await stream.receive()
                #expect(refused.opcode == 2)
                #expect(try JSONReader.read(refused.payload)["data"]?["status"] == "unauthorized")
                try await stream.send(["action": "auth", "key": "K", "secret": "bad"])
                #expect(try await stream.receiveJSON()["data"]?["status"] == "unauthorized")
                try await stream.send(["action": "auth", "key": "K", "secret": "S"])
                #expect(try await stream.receiveJSON()["data"]?["status"] == "authorized")
            }
        }
    }

    @Test func `that does not exist is answered, not cut off`() async throws {
        try await withVenue(replaySettings()) { port in
            let stream = try await WebSocketConnection(port: port, path: "/v2/nowhere")
            #expect(stream.status == 404)
        }
    }

    @Test func `answers a good-bye`() async throws {
        try await withVenue(replaySettings()) { port in
            let stream = try await WebSocketConnection(port: port, path: "/stream")
            try await stream.send(frame: [0x03, 0xe8], opcode: 8)
            let frame = try await stream.receive()
            #expect(frame.opcode == 8)
        }
    }
}
