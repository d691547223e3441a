import Contracts
import Foundation
import Supervision
import Synchronization
import Testing

@testable import EventLog

@Suite struct `A lease` {
    let log: TestLog
    init() throws { log = try TestLog() }

    @Test func `fences the instance that had it before`() throws {
        try log.append(cycles: 1...3)
        var old = try log.host(Adder.self)
        _ = try old.foldNext(waitingAtMost: .zero)
        // The same instance starts again, so it need not wait.
        var new = try log.host(Adder.self)
        try new.foldToTip()
        #expect(throws: LogError.fenced(service: "features", epoch: new.writer.epoch)) { try old.foldToTip() }
        #expect(try log.entries(of: .macroPoint).count == 3)
    }

    @Test func `keeps a second instance waiting until it is given back`() throws {
        let owner = try log.host(Adder.self, instance: "one")
        let address = log.address
        let options = log.options
        let asked = Mutex(0)
        #expect(throws: LogError.canceled) {
            _ = try StageHost(Adder.self, on: address, instance: "two", options: options) {
                asked.withLock {
                    $0 += 1; return $0 > 3
                }
            }
        }
        try owner.stop()
        let next = try log.host(Adder.self, instance: "two")
        #expect(next.leaseRemaining > .zero)
    }

    @Test func `passes to the standby when its holder is silent`() throws {
        var options = log.options
        options.leaseDuration = .milliseconds(300)
        try log.append(cycles: 1...3)
        var silent = try log.host(Adder.self, instance: "one", options: options)
        _ = try silent.foldNext(waitingAtMost: .zero)
        var standby = try log.host(Adder.self, instance: "two", options: options)
        try standby.foldToTip()
        #expect(throws: LogError.self) { try silent.commit() }
        #expect(try log.entries(of: .macroPoint).count == 3)
    }

    @Test func `stays with a holder that folds`() throws {
        var options = log.options
        options.leaseDuration = .milliseconds(300)
        var holder = try log.host(Adder.self, instance: "one", options: options)
        let deadline = ContinuousClock.now + .milliseconds(900)
        while ContinuousClock.now < deadline { _ = try holder.foldNext(waitingAtMost: .milliseconds(20)) }
        // Unrenewed, it would have ended for good.
        let key = log.address.keys.lease("features")
        while try log.send("GET", key).text != "one" { _ = try holder.foldNext(waitingAtMost: .milliseconds(20)) }
        var hearts = try Heartbeats(on: log.address)
        #expect(try hearts.read(["features", "risk"]).map(\.instance) == ["one"])
    }

    @Test func `is renewed for every act`() throws {
        var options = log.options
        options.leaseDuration = .seconds(60)
        var holder = try log.host(Adder.self, instance: "one", options: options)
        // A third of the lease has not passed, so nothing else would renew it yet.
        #expect(poll(atMost: .seconds(10)) { holder.leaseRemaining < .milliseconds(59_990) })
        let before = holder.leaseRemaining
        #expect(try holder.holdsLease(for: .seconds(1)))
        #expect(holder.leaseRemaining > before)
        #expect(try !holder.holdsLease(for: .seconds(61)))
    }

    @Test(arguments: [false, true]) func `has an epoch that nobody had before, whatever the log has lost`(
        flushed: Bool
    ) throws {
        var epochs: [Int64] = []
        for _ in 1...3 {
            let host = try log.host(Adder.self)
            epochs.append(host.writer.epoch)
            if flushed { _ = try log.send("FLUSHALL") }
        }
        #expect(epochs == Array(Set(epochs)).sorted())
        #expect(flushed || epochs[2] > epochs[1])
    }

    @Test func `keeps its holder from another log at the same offsets`() throws {
        try log.append(cycles: 1...3)
        var stale = try log.host(Adder.self)
        _ = try stale.foldNext(waitingAtMost: .zero)
        // Everything is gone, and another log grows to where the old one was, under another instance.
        _ = try log.send("FLUSHALL")
        try log.append(cycles: 11...15)
        var next = try log.host(Adder.self)
        try next.foldToTip()
        #expect(throws: LogError.fenced(service: "features", epoch: next.writer.epoch)) {
            _ = try stale.foldNext(waitingAtMost: .zero)
        }
        #expect(stale.stage.count == 3)
    }

    @Test func `fences a host whose connection was away too long`() throws {
        var options = log.options
        options.leaseDuration = .milliseconds(300)
        var old = try log.host(Adder.self, instance: "one", options: options)
        let new = try log.host(Adder.self, instance: "two", options: options)
        try log.cutConnections()
        #expect(throws: LogError.self) { while true { _ = try old.foldNext(waitingAtMost: .milliseconds(10)) } }
        _ = consume new
    }
}
