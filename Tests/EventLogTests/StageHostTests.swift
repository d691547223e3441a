import Contracts
import Foundation
import Supervision
import Testing

@testable import EventLog

@Suite struct `A stage on the log` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `sees each entry of its kinds once and in order`() throws {
        try log.append(cycles: 1...200)
        var host = try log.host(Adder.self)
        try host.foldToTip()
        #expect(host.stage.seen == Array(1...200))
        let answers = try log.entries(of: .macroPoint)
        #expect(answers.map(\.cause.rawValue) == Array(1...200))
        #expect(answers.map(\.offset.rawValue) == Array(201...400))
        #expect(host.cursor == LogOffset(400))
        #expect(host.committedCursor == LogOffset(400))
    }

    @Test func `answers with the time and the trace of what it answers`() throws {
        try log.append(cycles: 7...7)
        var host = try log.host(Adder.self)
        try host.foldToTip()
        let answer = try #require(try log.entries(of: .macroPoint).first).decoded()
        #expect(answer.at == due(7).at)
        #expect(answer.trace == "cycle-7")
        #expect(answer.by == .features)
        #expect(answer.cause == LogOffset(1))
        guard case .macroPoint(let point) = answer.event else { return #expect(Bool(false)) }
        #expect(point.value == 7)
    }

    @Test func `goes on where the last process ended`() throws {
        try log.append(cycles: 1...10)
        var first = try log.host(Adder.self)
        try first.foldToTip()
        let state = first.stage
        try first.stop()
        var second = try log.host(Adder.self)
        #expect(second.stage == state)
        try log.append(cycles: 11...20)
        try second.foldToTip()
        #expect(second.stage.sum == 210)
        #expect(try log.entries(of: .macroPoint).count == 20)
    }

    @Test(arguments: [1, 3, 50, 1_000]) func `recovers the same state from a snapshot as from the whole log`(
        interval: Int
    ) throws {
        try log.append(cycles: 1...120)
        var options = log.options
        options.snapshotInterval = interval
        options.batchSize = 7
        do {
            var host = try log.host(Adder.self, options: options)
            while host.cursor < LogOffset(100) { _ = try host.foldNext(waitingAtMost: .zero) }
            // It goes without a word, as after kill -9: what it folded last is not committed.
        }
        var recovered = try log.host(Adder.self, options: options)
        #expect((recovered.snapshotOffset > .start) == (interval < 1_000))
        try recovered.foldToTip()
        var whole = Adder()
        var outputs: [Event] = []
        for raw in try log.entries(of: .reconciliationDue) { whole.handle(try raw.decoded(), into: &outputs) }
        #expect(recovered.stage == whole)
        #expect(try log.entries(of: .macroPoint).map(\.cause.rawValue) == Array(1...120))
    }

    @Test func `moves its cursor past entries that do not concern it`() throws {
        var host = try log.host(Closer.self)
        try log.append(cycles: 1...600)
        while try host.foldNext(waitingAtMost: .zero) > 0 {}
        #expect(host.committedCursor >= LogOffset(600 - 256))
        _ = try host.foldNext(waitingAtMost: .milliseconds(1))
        _ = try host.foldNext(waitingAtMost: .milliseconds(1))
        #expect(host.committedCursor == LogOffset(600))
    }

    @Test func `stops at an entry that it cannot read`() throws {
        _ = try log.send(
            "XADD", log.address.keys.log, "0-*", "kind", "ReconciliationDue", "v", "9", "at", "1", "rec", "1",
            "by", "scheduler", "cause", "0", "trace", "", "body", "?")
        var host = try log.host(Adder.self)
        #expect { try host.foldToTip() } throws: { error in
            guard case .unreadable(LogOffset(1), _)? = error as? LogError else { return false }
            return true
        }
    }

    @Test func `refuses to start when the log is trimmed past its cursor`() throws {
        try log.append(cycles: 1...10)
        var keeper = try LogKeeper(on: log.address)
        #expect(try keeper.trim(below: LogOffset(5)) == 4)
        #expect(throws: LogError.gap(service: "features", expected: LogOffset(1), found: LogOffset(5))) {
            _ = try log.host(Adder.self)
        }
    }

    @Test func `starts after a trim that its snapshot covers`() throws {
        try log.append(cycles: 1...10)
        var host = try log.host(Adder.self)
        try host.foldToTip()
        try host.stop()
        var keeper = try LogKeeper(on: log.address)
        try keeper.trim(below: LogOffset(21))
        let again = try log.host(Adder.self)
        #expect(again.stage.count == 10)
        #expect(again.cursor == LogOffset(20))
    }

    @Test func `folds the log again when its snapshot does not read any more`() throws {
        try log.append(cycles: 1...10)
        var host = try log.host(Adder.self)
        try host.foldToTip()
        try host.stop()
        _ = try log.send("HSET", log.address.keys.snapshot("features"), "body", "{}")
        #expect(try log.host(Adder.self).stage.sum == 55)
    }

    @Test func `appends facts of its own process together with what waits`() throws {
        try log.append(cycles: 1...1)
        var host = try log.host(Adder.self)
        _ = try host.foldNext(waitingAtMost: .zero)
        let fact = Draft(at: Timestamp(nanoseconds: 5), by: .gateway, cause: .start, trace: "t", event: due(9).event)
        #expect(try host.append(facts: [fact, fact]) == [LogOffset(3), LogOffset(4)])
        #expect(try log.entries().map(\.by) == ["scheduler", "features", "gateway", "gateway"])
        try host.foldToTip()
        #expect(host.stage.count == 3)
    }
}
