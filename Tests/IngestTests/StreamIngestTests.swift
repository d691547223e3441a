import Contracts
import Foundation
import Supervision
import Testing

@Suite(.serialized) struct `Ingest from a stream of days` {
    let days = Array(
        TradingCalendar.nyse.sessions(from: TradingDate("2024-01-02")!, through: TradingDate("2024-03-01")!))
    let feed: Feed

    init() throws { feed = try Feed(now: Timestamp("2024-01-02T14:30:00Z")!) }

    private func run(_ more: [String: String] = [:]) throws -> IngestRun {
        try IngestRun(IngestRun.stream(feed, "1Day").merging(more) { _, given in given })
    }

    private func publish(_ place: Int, onStream: Bool = true) {
        feed.publish(
            .session(days[place], ["GLD": 100 + place, "SLV": place == 2 ? nil : 20 + place]), onStream: onStream)
    }

    private func connected(_ run: IngestRun) throws { try run.wait("a subscription") { feed.subscribers > 0 } }

    @Test func `appends one frame a message, in order, and a repeat not at all`() throws {
        let run = try run()
        try run.start()
        try connected(run)
        for place in 0..<4 {
            publish(place)
            try run.waitForFrames(place + 1)
        }
        feed.say(
            #"[{"T":"d","S":"GLD","t":"\#(NewYork.instant(on: days[3], hour: 0, minute: 0))","o":7,"h":7,"l":7,"c":7,"v":1}]"#
        )
        publish(4)
        try run.waitForFrames(5)
        let frames = try run.frames()
        #expect(frames.map(\.session) == Array(days[0..<5]))
        #expect(frames[3].bars[0]?.close == Price(units: 103) && frames[2].bars[1] == nil)
        #expect(frames[0].at == TradingCalendar.nyse.close(days[0]))
        #expect(run.stop() == .exited(0))
    }

    @Test func `finds by REST what the stream did not tell`() throws {
        publish(0)
        publish(1)
        let run = try run()
        try run.start()
        try run.waitForFrames(2)
        try connected(run)
        publish(2)
        publish(3, onStream: false)
        publish(4, onStream: false)
        publish(5)
        try run.waitForFrames(6)
        #expect(try run.frames().map(\.session) == Array(days[0..<6]))
    }

    @Test func `goes on where it was killed`() throws {
        let run = try run()
        try run.start()
        try connected(run)
        var next = 0
        for round in 0..<3 {
            for _ in 0..<2 {
                publish(next)
                next += 1
            }
            if round == 1 { try run.waitForFrames(next) }
            run.kill()
            feed.drop()
            publish(next)
            next += 1
            try run.start()
            try connected(run)
        }
        try run.waitForFrames(next)
        #expect(try run.frames().map(\.session) == Array(days[0..<next]))
    }

    @Test func `alarms when it is cut off, and connects again`() throws {
        let run = try run()
        try run.start()
        try connected(run)
        publish(0)
        try run.waitForFrames(1)
        feed.drop()
        publish(1)
        try run.waitForFrames(2)
        #expect(try run.alarms().map(\.reason) == [.disconnected])
        #expect(run.output.contains("stream lost") && !run.output.contains("hush"))
    }

    @Test func `keeps a bar that can't be true out of the log, and says so`() throws {
        let run = try run()
        try run.start()
        try connected(run)
        feed.publish(
            Feed.Published(
                start: NewYork.instant(on: days[0], hour: 0, minute: 0), at: TradingCalendar.nyse.close(days[0])!,
                bars: [
                    (
                        "GLD",
                        #"{"t":"\#(NewYork.instant(on: days[0], hour: 0, minute: 0))","o":1,"h":2,"l":1,"c":9,"v":1}"#
                    ),
                    (
                        "SLV",
                        #"{"t":"\#(NewYork.instant(on: days[0], hour: 0, minute: 0))","o":1,"h":2,"l":1,"c":2,"v":1}"#
                    ),
                ]))
        try run.waitForFrames(1)
        #expect(try run.frames().first.map { $0.bars.map { $0 != nil } } == [false, true])
        #expect(try run.alarms().map(\.detail) == ["Close 9 is outside Low 1 … High 2"])
    }

    @Test func `does not take Alpaca's day so far for a day`() throws {
        let run = try run(["BULLION_BROKER_DATA_STREAM_URL": "wss://stream.data.alpaca.markets/v2/iex"])
        try run.start(["--check"])
        #expect(run.exit() == .exited(78))
        #expect(run.output.contains("ingest.timeframe"))
    }
}

@Suite(.serialized) struct `Ingest from a stream of minutes` {
    let open = TradingCalendar.nyse.open(TradingDate("2024-01-03")!)!
    let feed: Feed

    init() throws { feed = try Feed(now: TradingCalendar.nyse.open(TradingDate("2024-01-03")!)!) }

    private func run() throws -> IngestRun { try IngestRun(IngestRun.stream(feed, "1Min")) }

    @Test func `closes a frame when all have come, when the next begins, and when the grace is over`() throws {
        feed.set(now: open, isOpen: true)
        let run = try run()
        try run.start()
        try run.wait("a subscription") { feed.subscribers > 0 }
        feed.publish(.minute(open, ["GLD": 100, "SLV": 20]), kind: "b")
        try run.waitForFrames(1)
        feed.publish(.minute(open + 60, ["GLD": 101]), kind: "b")
        feed.publish(.minute(open + 120, ["SLV": 21]), kind: "b")
        try run.waitForFrames(3)
        let frames = try run.frames()
        #expect(frames.map(\.at) == [open + 60, open + 120, open + 180])
        #expect(frames.map { $0.bars.map { $0 != nil } } == [[true, true], [true, false], [false, true]])
    }

    @Test func `fills a gap by REST before it goes on`() throws {
        feed.set(now: open, isOpen: true)
        let run = try run()
        try run.start()
        try run.wait("a subscription") { feed.subscribers > 0 }
        feed.publish(.minute(open, ["GLD": 100, "SLV": 20]), kind: "b")
        try run.waitForFrames(1)
        for minute in 1..<4 {
            feed.publish(.minute(open + Int64(60 * minute), ["GLD": 100 + minute]), kind: "b", onStream: false)
        }
        feed.publish(.minute(open + 240, ["GLD": 105, "SLV": 25]), kind: "b")
        try run.waitForFrames(5)
        #expect(try run.frames().map(\.at) == (1...5).map { open + Int64(60 * $0) })
    }

    @Test func `trades no minutes outside the session, unless the venue never closes`() throws {
        let evening = Timestamp("2024-01-03T23:00:00Z")!
        feed.set(now: evening, isOpen: false)
        let closed = try run()
        try closed.start()
        try closed.wait("a subscription") { feed.subscribers > 0 }
        feed.publish(.minute(evening, ["GLD": 1, "SLV": 1]), kind: "b")
        feed.drop()
        try closed.wait("the end of the connection") { try !closed.alarms().isEmpty }
        #expect(try closed.frames().isEmpty)
        _ = closed.stop()

        let round = try Feed(now: evening)
        // It is open, and says that it will not close when the exchange does.
        round.set(now: Timestamp("2024-01-06T15:00:00Z")!, isOpen: false)
        let always = try IngestRun(IngestRun.stream(round, "1Min"))
        round.neverCloses()
        try always.start()
        try always.wait("a subscription") { round.subscribers > 0 }
        round.publish(.minute(Timestamp("2024-01-06T15:00:00Z")!, ["GLD": 1, "SLV": 1]), kind: "b")
        try always.waitForFrames(1)
    }
}
