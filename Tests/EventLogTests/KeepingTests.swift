import Contracts
import EventLog
import Foundation
import Supervision
import Testing

@Suite struct `The keeper of the log` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `puts entries back as they were`() throws {
        try log.append(cycles: 1...20)
        let archive = try log.entries()
        _ = try log.send("FLUSHALL")
        var keeper = try LogKeeper(on: log.address)
        try keeper.restore(Array(archive[0..<13]))
        try keeper.restore(Array(archive[13...]))
        #expect(try log.entries() == archive)
        try log.append(cycles: 21...21)
        #expect(try keeper.tip() == LogOffset(21))
        var reader = try LogReader(on: log.address)
        #expect(try reader.newest(of: .reconciliationDue)?.offset == LogOffset(21))
    }

    @Test func `puts nothing back that does not follow the tip`() throws {
        try log.append(cycles: 1...5)
        let archive = try log.entries()
        var keeper = try LogKeeper(on: log.address)
        #expect(throws: LogError.notAtTip(first: LogOffset(5), tip: LogOffset(5))) {
            try keeper.restore([archive[4]])
        }
        _ = try log.send("DEL", log.address.keys.log)
        #expect(throws: LogError.notAtTip(first: LogOffset(1), tip: .start)) {
            try keeper.restore([archive[0], archive[2]])
        }
        #expect(try log.entries().isEmpty)
    }

    @Test func `counts on behind a trim`() throws {
        try log.append(cycles: 1...5)
        var keeper = try LogKeeper(on: log.address)
        #expect(try keeper.trim(below: LogOffset(6)) == 5)
        #expect(try keeper.tip() == LogOffset(5))
        try log.append(cycles: 6...6)
        #expect(try log.entries().map(\.offset) == [LogOffset(6)])
    }

    @Test func `knows where the services are`() throws {
        try log.append(cycles: 1...5)
        var host = try log.host(Adder.self, instance: "here")
        try host.foldToTip()
        var keeper = try LogKeeper(on: log.address)
        let states = try keeper.states(of: ["features", "risk", "scheduler"])
        #expect(states.map(\.service) == ["features", "scheduler"])
        #expect(states[0].epoch > 0)
        #expect(states[0].cursor == "10")
        #expect(states[0].snapshot == nil)
        #expect(states[0].holder == "here")
        #expect(states[1].cursor == "5")
        #expect(states[1].holder == nil)
    }
}

@Suite struct `A reader of the log` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `reads pages, single entries and chosen kinds`() throws {
        try log.append(cycles: 1...10)
        var host = try log.host(Adder.self)
        try host.foldToTip()
        var reader = try LogReader(on: log.address)
        #expect(try reader.tip() == LogOffset(20))
        #expect(try reader.first() == LogOffset(1))
        #expect(try reader.read(after: LogOffset(8), limit: 4).map(\.offset.rawValue) == [9, 10, 11, 12])
        let (points, through) = try reader.read(after: LogOffset(8), limit: 4, of: [.macroPoint])
        #expect(points.map(\.offset.rawValue) == [11, 12])
        #expect(through == LogOffset(12))
        #expect(try reader.entry(at: LogOffset(3))?.trace == "cycle-3")
        #expect(try reader.entry(at: LogOffset(30)) == nil)
        #expect(try reader.newest(of: .macroPoint)?.offset == LogOffset(20))
        #expect(try reader.newest(of: .fill) == nil)
    }

    @Test func `of an empty log finds nothing`() throws {
        var reader = try LogReader(on: log.address)
        #expect(try reader.tip() == .start)
        #expect(try reader.first() == nil)
        #expect(try reader.read(after: .start).isEmpty)
    }

    @Test func `says that what it wants is trimmed`() throws {
        try log.append(cycles: 1...10)
        var keeper = try LogKeeper(on: log.address)
        try keeper.trim(below: LogOffset(5))
        var reader = try LogReader(on: log.address)
        #expect(throws: LogError.gap(service: "reader", expected: LogOffset(1), found: LogOffset(5))) {
            try reader.read(after: .start)
        }
    }

    @Test func `asks again over a new connection`() throws {
        try log.append(cycles: 1...10)
        var reader = try LogReader(on: log.address)
        try log.cutConnections()
        #expect(try reader.read(after: .start).count == 10)
    }

    @Test func `waits for the kinds that it names`() throws {
        try log.append(cycles: 1...10)
        var reader = try LogReader(on: log.address)
        #expect(try reader.wait(for: [.reconciliationDue], after: LogOffset(9), atMost: .seconds(3)))
        #expect(try !reader.wait(for: [.reconciliationDue], after: LogOffset(10), atMost: .milliseconds(1)))
        #expect(try !reader.wait(for: [.fill], after: .start, atMost: .milliseconds(1)))
    }
}

@Suite struct `The archive mark` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `starts at nothing and says how far the archive reaches`() throws {
        var mark = try ArchiveMark(on: log.address)
        #expect(try mark.read() == .start)
        #expect(try mark.wait(until: .start, atMost: .zero))
        try mark.publish(LogOffset(5))
        try mark.publish(LogOffset(5))
        #expect(try mark.read() == LogOffset(5))
        #expect(try mark.wait(until: LogOffset(5), atMost: .zero))
        #expect(try !mark.wait(until: LogOffset(6), atMost: .milliseconds(5)))
    }

    @Test func `wakes whoever waits for it`() throws {
        let address = log.address
        try onThreads([
            {
                var mark = try ArchiveMark(on: address)
                #expect(try mark.wait(until: LogOffset(500), atMost: .seconds(30)))
            },
            {
                var mark = try ArchiveMark(on: address)
                for offset in UInt64(1)...500 { try mark.publish(LogOffset(offset)) }
            },
        ])
    }
}

@Suite struct `Heartbeats of services` {
    @Test func `say who lives and where it is`() throws {
        let log = try TestLog()
        var hearts = try Heartbeats(on: log.address)
        try hearts.beat(service: "risk", instance: "host-1", cursor: "42")
        let beats = try hearts.read()
        #expect(beats.map(\.service) == ["risk"])
        #expect(beats.map(\.instance) == ["host-1"])
        #expect(beats.map(\.cursor) == ["42"])
    }

    @Test func `end by themselves`() throws {
        let log = try TestLog()
        var hearts = try Heartbeats(on: log.address, lifetime: .milliseconds(20))
        try hearts.beat(service: "risk", instance: "host-1")
        #expect(poll(atMost: .seconds(10)) { (try? hearts.read().isEmpty) == true })
    }
}
