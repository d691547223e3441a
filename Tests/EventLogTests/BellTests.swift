import Contracts
import Foundation
import Supervision
import Testing

@testable import EventLog

@Suite struct `A bell` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `wakes a stage for its own kinds only`() throws {
        var host = try log.host(Doubler.self)
        try host.foldToTip()
        try log.append(cycles: 1...3)
        // No point has been appended, so the wait lasts its whole time; what it folds then does not concern the stage.
        #expect(try host.foldNext(waitingAtMost: .milliseconds(1)) == 3)
        #expect(host.wasQuiet == true)
        #expect(host.stage.count == 0)
        var adder = try log.host(Adder.self)
        try adder.foldToTip()
        #expect(try host.foldNext(waitingAtMost: .seconds(4)) == 3)
        #expect(host.wasQuiet == false)
        #expect(host.stage.count == 3)
    }

    @Test func `keeps only the newest rings`() throws {
        try log.append(cycles: 1...1_000)
        let length = try log.send("XLEN", log.address.keys.bell(.reconciliationDue)).integer
        #expect(length ?? 0 < 300)
    }

    @Test func `and a second source wake the same loop`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var host = try log.host(Adder.self)
        try host.foldToTip()
        #expect(try host.wait(atMost: .milliseconds(1), orReadable: ends[0]) == .timeLimit)
        #expect(write(ends[1], "x", 1) == 1)
        #expect(try host.wait(atMost: .seconds(4), orReadable: ends[0]) == .descriptor)
        var byte: UInt8 = 0
        #expect(read(ends[0], &byte, 1) == 1)
        try log.append(cycles: 1...2)
        #expect(try host.wait(atMost: .seconds(4), orReadable: ends[0]) == .entries)
        #expect(try host.foldNext(waitingAtMost: .zero) == 2)
        // The wait commits first, so the answers are in the log.
        #expect(try host.wait(atMost: .milliseconds(1), orReadable: ends[0]) == .timeLimit)
        #expect(try log.entries(of: .macroPoint).count == 2)
    }

    @Test func `is answered although connections are cut`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        var host = try log.host(Adder.self)
        try host.foldToTip()
        #expect(try host.wait(atMost: .milliseconds(1), orReadable: ends[0]) == .timeLimit)
        try log.cutConnections()
        try log.append(cycles: 1...2)
        while host.stage.count < 2 {
            _ = try host.wait(atMost: .seconds(4), orReadable: ends[0])
            _ = try host.foldNext(waitingAtMost: .zero)
        }
        #expect(host.stage.sum == 3)
    }
}
