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
        #expect(throws: LogError.fenced(service: "features", epoch: 2)) { try old.foldToTip() }
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

    @Test func `is renewed early for an act that needs more of it than is left`() throws {
        var options = log.options
        options.leaseDuration = .seconds(60)
        var holder = try log.host(Adder.self, instance: "one", options: options)
        // A third of the lease has not passed, so nothing else would renew it yet.
        #expect(poll(atMost: .seconds(10)) { holder.leaseRemaining < .milliseconds(59_990) })
        let before = holder.leaseRemaining
        #expect(try holder.holdsLease(for: before - .milliseconds(1)))
        #expect(holder.leaseRemaining <= before)
        _ = try holder.holdsLease(for: .milliseconds(59_999))
        #expect(holder.leaseRemaining > before)
        #expect(try !holder.holdsLease(for: .seconds(61)))
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
