import Contracts
import Glibc
import Providers
import ScriptedServer
import Testing
import Web

private let metals = Universe([Symbol("GLD")!, Symbol("SLV")!])!
private let keys = Credentials(keyID: "key", secret: "hush")

private func barJSON(_ time: String, close: String = "181.25", symbol: String? = nil, type: String? = nil) -> String {
    let tags = (type.map { #""T":"\#($0)","# } ?? "") + (symbol.map { #""S":"\#($0)","# } ?? "")
    return #"{\#(tags)"t":"\#(time)","o":181.1,"h":182,"l":180.05,"c":\#(close),"v":1118,"n":65,"vw":null}"#
}

@Suite struct `Alpaca's bars of the past` {
    @Test func `come page by page, raw, with their digits`() throws {
        let server = try ScriptedServer { request in
            request.query("page_token") == nil
                ? .json(#"{"bars":{"GLD":[\#(barJSON("2025-06-27T04:00:00Z"))]},"next_page_token":"QQ=="}"#)
                : .json(
                    #"{"bars":{"GLD":[\#(barJSON("2025-06-30T04:00:00Z"))],"SLV":[\#(barJSON("2025-06-30T04:00:00Z"))]},"next_page_token":null}"#
                )
        }
        let batch = try fetch(server)
        #expect(batch.bars.map(\.instrument.place) == [0, 0, 1])
        #expect(batch.bars.first?.bar.low == Price("180.05") && batch.bars.first?.bar.volume == 1118)
        let request = try #require(server.requests.first)
        #expect(
            request.query("adjustment") == "raw" && request.query("timeframe") == "1Day"
                && request.query("feed") == "iex")
        #expect(request.query("symbols") == "GLD%2CSLV" && request.header("APCA-API-SECRET-KEY") == "hush")
        #expect(server.requests.last?.query("page_token") == "QQ%3D%3D")
        let frames = BarTimeframe.day.frames(of: batch.bars, universe: metals).frames
        #expect(frames.map(\.at) == [Timestamp("2025-06-27T20:00:00Z"), Timestamp("2025-06-30T20:00:00Z")])
        #expect(frames.map { $0.bars.map { $0 != nil } } == [[true, false], [true, true]])
    }

    @Test func `leave out what can't be true, and say why`() throws {
        let server = try ScriptedServer { _ in
            .json(
                #"{"bars":{"GLD":[\#(barJSON("2025-06-27T04:00:00Z", close: "199")),\#(barJSON("2025-06-28T04:00:00Z")),{"t":"x"}]},"next_page_token":null}"#
            )
        }
        let batch = try fetch(server)
        #expect(
            batch.quarantined.map(\.description) == [
                "REST 1Day GLD 2025-06-27T04:00:00Z: Close 199 is outside Low 180.05 … High 182",
                "REST 1Day GLD: t is \"x\", which is not an RFC 3339 time",
            ])
        // A Saturday.
        let frames = BarTimeframe.day.frames(of: batch.bars, universe: metals)
        #expect(frames.frames.isEmpty && frames.quarantined.count == 1)
    }

    @Test(arguments: [
        (ScriptedAnswer.json("{}", status: 401), "credentials"), (.status(429, body: ""), "fewer requests"),
        (.json(#"{"message":"invalid limit"}"#, status: 400), "400"), (.json("{"), "can't be read"),
        (.json(#"{"bars":null,"next_page_token":null}"#), "no object"), (.hangUp, "may have been received"),
        (.json(#"{"bars":{"QQQ":[]},"next_page_token":null}"#), "QQQ"),
        (.json(#"{"bars":{},"next_page_token":"again"}"#), "came twice"),
    ])
    func `fail by name`(answer: ScriptedAnswer, words: String) throws {
        let server = try ScriptedServer { _ in answer }
        let error = #expect(throws: BarHistoryError.self) { try fetch(server) }
        #expect(error.map { "\($0)".contains(words) } == true, "\(error.map { "\($0)" } ?? "")")
    }

    private func fetch(_ server: ScriptedServer) throws(BarHistoryError) -> BarBatch {
        var history = AlpacaBarHistory(base: "http://127.0.0.1:\(server.port)", credentials: keys, feed: "iex")
        return try history.bars(
            of: metals, .day, from: Timestamp("2025-06-27T00:00:00Z")!, through: Timestamp("2025-06-30T20:00:00Z")!)
    }
}

@Suite struct `Alpaca's stream of bars` {
    @Test func `authenticates, subscribes, and hands out one batch a message`() throws {
        let server = try feed { socket in
            let day = "2025-06-30T04:00:00Z"
            socket.send(
                text:
                    "[\(barJSON(day, symbol: "GLD", type: "d")),\(barJSON(day, symbol: "SLV", type: "d")),{\"T\":\"q\"}]"
            )
            socket.send(
                text:
                    "[\(barJSON(day, close: "1", symbol: "GLD", type: "d")),\(barJSON(day, symbol: "QQQ", type: "d"))]")
        }
        var stream = try open(server, .day)
        let messages = take(2, from: &stream)
        guard case .bars(let first) = messages.first, case .bars(let second) = messages.last else {
            Issue.record("\(messages)")
            return
        }
        #expect(first.bars.map(\.instrument.place) == [0, 1] && first.quarantined.isEmpty)
        #expect(second.bars.isEmpty && second.quarantined.count == 2)
    }

    @Test func `listens to the minute channel for minutes, and to nothing else`() throws {
        let server = try feed { socket in
            let minute = "2025-06-30T14:00:00Z"
            socket.send(text: "[\(barJSON(minute, symbol: "GLD", type: "d"))]")
            socket.send(text: "[\(barJSON(minute, symbol: "SLV", type: "b"))]")
        }
        var stream = try open(server, .minute)
        guard case .bars(let batch) = take(1, from: &stream).first else {
            Issue.record("no bars")
            return
        }
        #expect(batch.bars.map(\.instrument.place) == [1])
    }

    @Test func `says what it can't read, and its end`() throws {
        let server = try feed { socket in
            socket.send(text: "{}")
            socket.send(text: #"[{"T":"error","code":407,"msg":"slow client"}]"#)
            socket.close(code: 1000)
        }
        var stream = try open(server, .day)
        #expect(
            take(3, from: &stream) == [
                .unreadable("not an array"), .unreadable("error 407: slow client"),
                .closed("closed by the peer, code 1000"),
            ])
    }

    @Test func `does not open when the source refuses or lacks a symbol`() throws {
        let refusing = try ScriptedServer.sockets { socket, event in
            if case .opened = event { socket.send(text: #"[{"T":"success","msg":"connected"}]"#) }
            if case .message = event { socket.send(text: #"[{"T":"error","code":402,"msg":"auth failed"}]"#) }
        }
        #expect(openingError(refusing) == .refused(code: 402, message: "auth failed"))
        let lacking = try feed(offered: "[\"GLD\"]") { _ in }
        #expect(openingError(lacking) == .notOffered(symbols: ["SLV"]))
        let mute = try ScriptedServer.sockets { _, _ in }
        #expect(openingError(mute) == .timedOut(waitingFor: "connected"))
    }

    private func openingError(_ server: ScriptedServer) -> BarStreamError? {
        do {
            _ = try AlpacaBarStream(
                connectingTo: "ws://127.0.0.1:\(server.port)/v2/iex", credentials: keys, universe: metals,
                timeframe: .day,
                options: .init(connectTimeout: .milliseconds(300)))
            return nil
        } catch {
            return error
        }
    }

    private func open(_ server: ScriptedServer, _ timeframe: BarTimeframe) throws -> AlpacaBarStream {
        try AlpacaBarStream(
            connectingTo: "ws://127.0.0.1:\(server.port)/v2/iex", credentials: keys, universe: metals,
            timeframe: timeframe)
    }

    private func feed(
        offered: String = "[\"SLV\",\"GLD\"]", _ talk: @escaping @Sendable (ScriptedSocket) -> Void
    ) throws -> ScriptedServer {
        try ScriptedServer.sockets { socket, event in
            switch event {
            case .opened: socket.send(text: #"[{"T":"success","msg":"connected"}]"#)
            case .message(#"{"action":"auth","key":"key","secret":"hush"}"#):
                socket.send(text: #"[{"T":"success","msg":"authenticated"}]"#)
            case .message(let text) where text.contains("subscribe"):
                let channel = text.contains("dailyBars") ? "dailyBars" : "bars"
                socket.send(text: #"[{"T":"subscription","\#(channel)":\#(offered)}]"#)
                talk(socket)
            default: break
            }
        }
    }

    private func take(_ count: Int, from stream: inout AlpacaBarStream) -> [BarStreamMessage] {
        var messages: [BarStreamMessage] = []
        for _ in 0..<30 where messages.count < count {
            messages += stream.takeAll()
            var request = pollfd(fd: stream.descriptor, events: Int16(POLLIN), revents: 0)
            if messages.count < count { _ = poll(&request, 1, 1000) }
        }
        return messages
    }
}

@Suite struct `A minute frame` {
    let now = ContinuousClock.now

    @Test func `is done when every instrument has its bar`() {
        var assembler = MinuteAssembler(universe: metals, grace: .seconds(2))
        #expect(assembler.add([bar(0, "14:00")], now: now).frames.isEmpty)
        let frames = assembler.add([bar(1, "14:00")], now: now).frames
        #expect(frames.map(\.at) == [instant("14:01")])
        #expect(frames.first?.session == TradingDate("2025-06-30") && assembler.deadline == nil)
    }

    @Test func `is done when a later minute starts`() {
        var assembler = MinuteAssembler(universe: metals, grace: .seconds(2))
        let frames = assembler.add([bar(0, "14:00"), bar(1, "14:02")], now: now).frames
        #expect(frames.map(\.at) == [instant("14:01")] && frames.first?.bars[1] == nil)
    }

    @Test func `is done when its grace is over, counted from its first bar`() {
        var assembler = MinuteAssembler(universe: metals, grace: .seconds(2))
        _ = assembler.add([bar(0, "14:00")], now: now)
        #expect(assembler.deadline == now + .seconds(2))
        #expect(assembler.expire(now: now + .seconds(1)) == nil)
        #expect(assembler.expire(now: now + .seconds(2))?.at == instant("14:01"))
        #expect(assembler.expire(now: now + .seconds(9)) == nil)
    }

    @Test func `takes no bar after it is done`() {
        var assembler = MinuteAssembler(universe: metals, grace: .seconds(2), doneThrough: instant("14:00"))
        let late = assembler.add([bar(0, "13:59"), bar(0, "14:00"), bar(1, "14:00"), bar(1, "14:00")], now: now)
        #expect(late.frames.count == 1 && late.quarantined.count == 2)
        #expect(late.quarantined.first?.reason == "the frame of 2025-06-30T14:00:00Z is done")
    }

    @Test func `takes a repeat as a correction while it is open`() {
        var assembler = MinuteAssembler(universe: metals, grace: .seconds(2))
        let frames = assembler.add([bar(0, "14:00"), bar(0, "14:00", close: 7), bar(1, "14:00")], now: now).frames
        #expect(frames.first?.bars[0]?.close == Price(units: 7))
    }

    @Test func `is not made of minutes outside the session`() {
        var assembler = MinuteAssembler(universe: metals, grace: .seconds(2))
        let added = assembler.add([bar(0, "13:29"), bar(0, "20:00")], now: now)
        #expect(added.frames.isEmpty && added.quarantined.isEmpty && assembler.deadline == nil)
    }

    private func bar(_ instrument: Int, _ time: String, close: Int = 5) -> ReceivedBar {
        let price = Price(units: close)
        return ReceivedBar(
            instrument: InstrumentIndex(instrument), start: instant(time),
            bar: Bar(open: price, high: price, low: price, close: price, volume: 1))
    }

    private func instant(_ time: String) -> Timestamp { Timestamp("2025-06-30T\(time):00Z")! }
}
