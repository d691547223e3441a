import Contracts
import Foundation
import Supervision
import Testing

@testable import EventLog

@Suite struct `A lost connection` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `before the commit loses nothing`() throws {
        try log.append(cycles: 1...5)
        var host = try log.host(Adder.self)
        _ = try host.foldNext(waitingAtMost: .zero)
        #expect(host.pending.count == 5)
        try log.cutConnections()
        try host.foldToTip()
        #expect(try log.entries(of: .macroPoint).map(\.cause.rawValue) == [1, 2, 3, 4, 5])
        #expect(host.stage.count == 5)
    }

    @Test func `after the commit doubles nothing`() throws {
        try log.append(cycles: 1...5)
        var host = try log.host(Adder.self)
        _ = try host.foldNext(waitingAtMost: .zero)
        // The commit is sent, its answer is lost.
        var commands = CommandBuffer()
        host.writer.frameCommit(host.pending, cursor: host.cursor.description, into: &commands)
        try host.writer.submit(commands)
        #expect(poll(atMost: .seconds(10)) { (try? log.entries(of: .macroPoint).count) == 5 })
        try log.cutConnections()
        try host.foldToTip()
        #expect(try log.entries(of: .macroPoint).map(\.cause.rawValue) == [1, 2, 3, 4, 5])
        #expect(host.stage.count == 5)
        #expect(host.committedCursor == host.cursor)
    }

    @Test(arguments: [false, true]) func `while facts are appended doubles none`(landed: Bool) throws {
        let fact = Draft(at: Timestamp(nanoseconds: 5), by: .gateway, cause: .start, trace: "t", event: due(9).event)
        var host = try log.host(Doubler.self)
        if landed {
            var commands = CommandBuffer()
            host.writer.frameCommit([PendingEntry(fact)], cursor: host.cursor.description, into: &commands)
            try host.writer.submit(commands)
            #expect(poll(atMost: .seconds(10)) { (try? log.entries().count) == 1 })
        }
        try log.cutConnections()
        #expect(try host.append(facts: [fact]) == [LogOffset(1)])
        #expect(try log.entries().count == 1)
    }

    @Test func `while a producer commits doubles nothing`() throws {
        var producer = try log.producer()
        try producer.commit([due(1)], sourceCursor: "1")
        try log.cutConnections()
        #expect(try producer.commit([due(2), due(3)], sourceCursor: "3") == [LogOffset(2), LogOffset(3)])
        #expect(producer.sourceCursor == "3")
        #expect(try log.entries().count == 3)
    }

    @Test func `makes a host whose hash was changed fold again`() throws {
        try log.append(cycles: 1...5)
        var host = try log.host(Adder.self)
        _ = try host.foldNext(waitingAtMost: .zero)
        _ = try log.send("HSET", log.address.keys.service("features"), "cursor", "3", "count", "17")
        try host.foldToTip()
        #expect(host.stage.count == 5)
        #expect(try log.entries(of: .macroPoint).map(\.cause.rawValue) == [4, 5])
    }
}

@Suite struct `A restart of Redis` {
    let log: TestLog
    // Every command is in the file before its answer, so that a test knows what a cut loses.
    init() throws { log = try TestLog(durability: .always) }

    @Test func `in the middle of the work changes nothing`() throws {
        var producer = try log.producer()
        var host = try log.host(Adder.self)
        for cycle in UInt64(1)...40 {
            try producer.commit([due(cycle)], sourceCursor: "\(cycle)")
            _ = try host.foldNext(waitingAtMost: .zero)
            if cycle.isMultiple(of: 10) {
                log.redis.kill()
                try log.redis.start()
            }
        }
        try host.foldToTip()
        #expect(host.stage.count == 40)
        let traces = (1...40).map { "cycle-\($0)" }
        #expect(try log.entries(of: .macroPoint).map(\.trace) == traces)
    }

    @Test(arguments: 0...6) func `that loses the tail is healed from the archive`(archived: Int) throws {
        var options = log.options
        options.checksGeneration = true
        var keeper = try LogKeeper(on: log.address)
        try keeper.publishGeneration()
        try log.append(cycles: 1...6)
        var host = try log.host(Adder.self, options: options)
        let size = try log.fileSize()
        try host.foldToTip()
        let archive = try log.entries()
        #expect(archive.count == 12)

        try log.restart(losingAllBehind: size)
        try keeper.reconnect()
        #expect(try keeper.tip() == LogOffset(6))
        #expect(try !keeper.isGenerationPublished())
        // The archive had got this far when the machine died.
        try keeper.restore(Array(archive[6..<(6 + archived)]))
        try keeper.publishGeneration()

        try host.foldToTip()
        #expect(host.stage.count == 6)
        #expect(try log.entries().map(\.cause) == archive.map(\.cause))
        #expect(try log.entries().map(\.body) == archive.map(\.body))
        let kept = try log.entries().prefix(6 + archived)
        #expect(kept == archive.prefix(6 + archived))
    }

    @Test func `that loses entries makes a host forget what came of them`() throws {
        try log.append(cycles: 1...3)
        var host = try log.host(Adder.self)
        _ = try host.foldNext(waitingAtMost: .zero)
        let size = try log.fileSize()
        try log.append(cycles: 4...6)
        _ = try host.foldNext(waitingAtMost: .zero)
        #expect(host.stage.count == 6)
        try log.restart(losingAllBehind: size)
        try log.append(cycles: 7...7)
        try host.foldToTip()
        #expect(host.stage.sum == 13)
        #expect(try log.entries(of: .macroPoint).map(\.trace) == ["cycle-1", "cycle-2", "cycle-3", "cycle-7"])
    }

    @Test(arguments: [false, true]) func `that loses facts has them concluded anew, or not if they were archived`(
        archived: Bool
    ) throws {
        let fact = Draft(at: Timestamp(nanoseconds: 5), by: .gateway, cause: .start, trace: "t", event: due(9).event)
        var host = try log.host(Doubler.self)
        let size = try log.fileSize()
        var commands = CommandBuffer()
        host.writer.frameCommit([PendingEntry(fact)], cursor: host.cursor.description, into: &commands)
        try host.writer.submit(commands)
        #expect(poll(atMost: .seconds(10)) { (try? log.entries().count) == 1 })
        let archive = try log.entries()
        try log.restart(losingAllBehind: size)
        if archived {
            var keeper = try LogKeeper(on: log.address)
            try keeper.restore(archive)
        }
        let before = host.recoveries
        #expect(try host.append(facts: [fact]) == (archived ? [LogOffset(1)] : []))
        #expect(host.recoveries == before + 1)
        #expect(try log.entries().count == (archived ? 1 : 0))
    }

    @Test func `keeps everyone from committing until the recorder has published it`() throws {
        var options = log.options
        options.checksGeneration = true
        options.patience = .milliseconds(100)
        #expect { _ = try log.host(Adder.self, options: options) } throws: { error in
            guard case .generationUnpublished? = error as? LogError else { return false }
            return true
        }
        var keeper = try LogKeeper(on: log.address)
        try keeper.publishGeneration()
        _ = try log.host(Adder.self, options: options)
    }

    @Test func `sends a producer back to where its source must be read again`() throws {
        var producer = try log.producer()
        try producer.commit([due(1)], sourceCursor: "1")
        let size = try log.fileSize()
        try producer.commit([due(2)], sourceCursor: "2")
        try log.restart(losingAllBehind: size)
        #expect(throws: LogError.rewound(service: "scheduler", from: "2", to: "1")) {
            try producer.commit([due(3)], sourceCursor: "3")
        }
        #expect(try log.producer().sourceCursor == "1")
        #expect(try log.entries().count == 1)
    }

    @Test func `sends a producer back whose place another had in the meantime`() throws {
        var stale = try log.producer()
        try stale.commit([due(1)], sourceCursor: "1")
        let size = try log.fileSize()
        var other = try log.producer()
        try other.commit([due(2)], sourceCursor: "2")
        let archive = try log.entries()
        // The log loses that another had the place, and the archive gives back what it said.
        try log.restart(losingAllBehind: size)
        var keeper = try LogKeeper(on: log.address)
        try keeper.restore(Array(archive.suffix(1)))
        #expect(throws: LogError.rewound(service: "scheduler", from: "1", to: "1")) {
            try stale.commit([due(3)], sourceCursor: "3")
        }
        #expect(try log.entries().count == 2)
    }

    @Test func `tells a producer what it appended and no longer remembers`() throws {
        var producer = try log.producer()
        try producer.commit([due(1)], sourceCursor: "1")
        let size = try log.fileSize()
        try producer.commit([due(2)], sourceCursor: "2")
        let archive = try log.entries()
        try log.restart(losingAllBehind: size)
        var keeper = try LogKeeper(on: log.address)
        try keeper.restore(Array(archive.suffix(1)))
        let again = try log.producer()
        #expect(again.sourceCursor == "1")
        #expect(again.unaccounted == Array(archive.suffix(1)))
    }
}
