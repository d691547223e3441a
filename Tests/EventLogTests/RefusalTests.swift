import Contracts
import Dispatch
import Foundation
import Supervision
import Testing

@testable import EventLog

/// A time in which Redis answers and does not write.
private enum Trouble: String, CaseIterable, Sendable {
    case noMemory = "OOM"
    case replica = "READONLY"
    case noDisk = "MISCONF"

    func begin(_ log: TestLog) throws {
        switch self {
        case .noMemory: _ = try log.send("CONFIG", "SET", "maxmemory", "1")
        case .replica: _ = try log.send("REPLICAOF", "127.0.0.1", "1")
        case .noDisk:
            try log.redis.fillDisk()
            // The write that meets the full disk is still answered; those after it are not.
            _ = try log.send("SET", "filler", String(repeating: "x", count: 10_000))
        }
    }

    func end(_ log: TestLog) throws {
        switch self {
        case .noMemory: _ = try log.send("CONFIG", "SET", "maxmemory", "0")
        case .replica: _ = try log.send("REPLICAOF", "NO", "ONE")
        case .noDisk: try log.redis.freeDisk()
        }
    }

    /// Whether somebody was refused for it.
    func isMet(_ log: TestLog) -> Bool {
        // An unanswered question is asked again.
        (try? log.send("INFO", "errorstats").text)?.contains("errorstat_\(rawValue):") ?? false
    }
}

@Suite struct `A Redis that refuses to write` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test(arguments: [Trouble.noMemory, .replica, .noDisk])
    fileprivate func `is waited for by a stage, which loses nothing and doubles nothing`(trouble: Trouble) throws {
        try log.append(cycles: 1...20)
        let (isReady, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let log = log
        try onThreads([
            {
                var host = try log.host(Adder.self)
                isReady.signal()
                goOn.wait()
                try host.foldToTip()
                #expect(host.stage.count == 20)
            },
            {
                isReady.wait()
                try trouble.begin(log)
                goOn.signal()
                #expect(poll(atMost: .seconds(20)) { trouble.isMet(log) })
                try trouble.end(log)
            },
        ])
        #expect(try log.entries(of: .macroPoint).map(\.cause.rawValue) == Array(1...20))
    }

    @Test(arguments: [Trouble.noMemory, .replica, .noDisk])
    fileprivate func `is waited for by a producer, which is taken once`(trouble: Trouble) throws {
        let (isReady, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let log = log
        try onThreads([
            {
                var producer = try log.producer()
                try producer.commit([due(1)], sourceCursor: "1")
                isReady.signal()
                goOn.wait()
                #expect(try producer.commit([due(2), due(3)], sourceCursor: "3") == [LogOffset(2), LogOffset(3)])
            },
            {
                isReady.wait()
                try trouble.begin(log)
                goOn.signal()
                #expect(poll(atMost: .seconds(20)) { trouble.isMet(log) })
                try trouble.end(log)
            },
        ])
        #expect(try log.entries().count == 3)
    }

    @Test func `for good is told in its own words`() throws {
        var options = log.options
        options.patience = .milliseconds(300)
        try log.append(cycles: 1...3)
        var host = try log.host(Adder.self, options: options)
        try Trouble.noMemory.begin(log)
        #expect { try host.foldToTip() } throws: { "\($0)".contains("OOM") }
        try Trouble.noMemory.end(log)
        var next = try log.host(Adder.self)
        try next.foldToTip()
        #expect(try log.entries(of: .macroPoint).count == 3)
    }
}
