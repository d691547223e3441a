import Contracts
import Exchange
import Supervision
import Testing

@testable import EventLog
@testable import Simulation

/// The log of the simulation is an array. What it shows is worth nothing unless it answers as the functions in Redis do.
@Suite struct `The log of the simulation` {
    @Test(arguments: 1...8) func `answers as the one on Redis does`(seed: UInt64) throws {
        var pair = try LogPair(seed: seed)
        for _ in 0..<300 { try pair.step() }
        #expect(pair.answers["taken", default: 0] > 20)
        #expect(pair.answers["fenced", default: 0] > 5)
        #expect(pair.answers["stale", default: 0] > 5)
        #expect(pair.answers["held", default: 0] > 0)
    }
}

/// One script played on both.
private struct LogPair {
    private static let roles: [Role] = [.features, .oms]
    private static let leaseNanoseconds: Int64 = 60_000_000_000

    /// An epoch as each side numbers it.
    private struct Epoch {
        let simulated: Int64
        let real: String
    }

    private let redis: PrivateRedis
    private var connection: RedisConnectionBox
    private let keys = BookKeys(book: "agreement")
    private var simulated = SimulatedLog()
    private var chance: SplitMix64
    private var now: Int64 = 1
    /// All that were given, by role, oldest first.
    private var epochs: [Role: [Epoch]] = [:]
    private var archive: [Entry] = []
    private var number = 0
    /// How often each answer came.
    private(set) var answers: [String: Int] = [:]

    init(seed: UInt64) throws {
        redis = try PrivateRedis(durability: .none)
        guard let address = RedisAddress(parsing: redis.address) else { throw NoAddress() }
        connection = try RedisConnectionBox(address)
        try connection.loadFunctions()
        chance = SplitMix64(seed: seed)
    }

    private struct NoAddress: Error {}

    private mutating func below(_ bound: Int) -> Int { Int(chance.next() % UInt64(bound)) }

    mutating func step() throws {
        let role = Self.roles[below(Self.roles.count)]
        now += 1_000
        switch below(20) {
        case 0..<3: try acquire(role)
        case 3..<15: try commit(role)
        case 15..<17: try renew(role)
        case 17: try endLease(role)
        case 18: try trim()
        default: if below(4) == 0 { try flushAndRestore() }
        }
        try compare()
    }
}

// MARK: The script

extension LogPair {
    private mutating func acquire(_ role: Role) throws {
        let instance = 1 + below(2)
        let reply = try connection.call(
            LogFunctions.acquire, [keys.service(role.name), keys.lease(role.name)], ["\(instance)", "60000"])
        let before = simulated.places[role.rawValue].epoch
        let place = simulated.acquire(role, instance: instance, now: now, lasting: Self.leaseNanoseconds)
        guard let place else {
            note("held")
            return #expect(reply[0] == "HELD")
        }
        note("acquired")
        #expect(reply[0] == "OK")
        #expect(reply[2] == real(before, role))
        #expect(reply[3] == place.cursor)
        #expect(reply[4] == "\(place.count)")
        #expect(reply[5] == "\(place.tip)")
        epochs[role, default: []].append(
            Epoch(simulated: simulated.places[role.rawValue].epoch, real: reply[1]))
    }

    private mutating func commit(_ role: Role) throws {
        let place = simulated.places[role.rawValue]
        let epoch = anyEpoch(role)
        let cursor = below(8) == 0 ? "elsewhere" : place.cursor
        let count = below(8) == 0 ? place.count + 1 : place.count
        number += 1
        let outputs = (0..<below(4)).map { draft("\(number).\($0)") }
        let answer = simulated.commit(
            role, epoch: epoch.simulated, cursor: cursor, count: count, newCursor: "\(number)", outputs: outputs,
            snapshot: nil)
        let reply = try connection.call(
            LogFunctions.commit, [keys.service(role.name), keys.log, keys.snapshot(role.name)],
            [epoch.real, cursor, "\(count)", "\(number)", "", ""]
                + outputs.flatMap { ["1", "k", "1", "0", "b", "0", $0.trace, "x"] })
        switch answer {
        case .taken(let tip):
            note("taken")
            #expect(reply[0] == "OK" && reply[2] == "\(tip)")
        case .fenced:
            note("fenced")
            #expect(reply[0] == "FENCED")
        case .stale:
            note("stale")
            #expect(reply == ["STALE", place.cursor, "\(place.count)"])
        }
        archive += simulated.entries(after: LogOffset(UInt64(archive.count)))
    }

    private mutating func renew(_ role: Role) throws {
        let epoch = anyEpoch(role)
        let took = simulated.renew(
            role, epoch: epoch.simulated, instance: 1, now: now, lasting: Self.leaseNanoseconds)
        let reply = try connection.call(
            LogFunctions.renew, [keys.service(role.name), keys.lease(role.name), keys.heartbeat(role.name)],
            [epoch.real, "1", "60000", "well", "60000"])
        note(took ? "renewed" : "fenced")
        #expect(reply[0] == (took ? "OK" : "FENCED"))
    }

    private mutating func endLease(_ role: Role) throws {
        simulated.places[role.rawValue].leaseUntil = 0
        try connection.send("DEL", keys.lease(role.name))
    }

    private mutating func trim() throws {
        let offset = LogOffset(UInt64(1 + below(1 + Int(simulated.tip.rawValue))))
        simulated.trim(below: offset)
        try connection.send("XTRIM", keys.log, "MINID", "0-\(offset)")
    }

    /// Everything is gone, and the archive gives back what it had, or a part.
    private mutating func flushAndRestore() throws {
        simulated.flushAll()
        try connection.send("FLUSHALL")
        archive = Array(archive.prefix(below(archive.count + 1)))
        guard !archive.isEmpty else { return }
        simulated.restore(archive[...])
        let reply = try connection.call(
            LogFunctions.restore, [keys.log],
            archive.flatMap { ["0", "\($0.offset)", "k", "1", "0", "0", "b", "0", $0.trace, "x"] })
        #expect(reply[0] == "OK")
    }
}

// MARK: Both beside each other

extension LogPair {
    private mutating func compare() throws {
        for role in Self.roles {
            let place = simulated.places[role.rawValue]
            let found = try connection.texts("HMGET", keys.service(role.name), "epoch", "cursor", "count", "tip")
            let expected = [real(place.epoch, role), place.cursor, "\(place.count)", "\(place.tip)"]
            #expect(zip(found, ["0", "", "0", "0"]).map { $0 ?? $1 } == expected)
            let holder = try connection.text("GET", keys.lease(role.name))
            #expect(holder == (place.leaseUntil > now ? place.holder.map { "\($0)" } : nil))
        }
        #expect(try connection.traces(keys.log) == traces)
    }

    private var traces: [String] {
        guard let first = simulated.first else { return [] }
        return simulated.entries(after: LogOffset(first.rawValue - 1)).map(\.trace)
    }

    /// How the real log numbers an epoch; zero for none.
    private func real(_ epoch: Int64, _ role: Role) -> String {
        epochs[role]?.last { $0.simulated == epoch }?.real ?? "0"
    }

    /// Mostly the newest that was given, or an older one.
    private mutating func anyEpoch(_ role: Role) -> Epoch {
        guard let given = epochs[role], let newest = given.last else { return Epoch(simulated: -1, real: "-1") }
        return below(4) == 0 ? given[below(given.count)] : newest
    }

    private mutating func note(_ answer: String) { answers[answer, default: 0] += 1 }

    private func draft(_ trace: String) -> Draft {
        Draft(
            at: Timestamp(nanoseconds: 0), by: .scheduler, cause: .start, trace: trace,
            event: .reconciliationDue(ReconciliationDue(cycle: 1)))
    }
}

/// A connection that a copyable value can hold.
private final class RedisConnectionBox {
    private var connection: RedisConnection

    init(_ address: RedisAddress) throws { connection = try RedisConnection(address) }

    func loadFunctions() throws { try LogFunctions.load(on: &connection) }

    func send(_ arguments: String...) throws { _ = try connection.send(arguments) }

    func text(_ arguments: String...) throws -> String? { try connection.send(arguments).text }

    func texts(_ arguments: String...) throws -> [String?] {
        (try connection.send(arguments).elements ?? []).map(\.text)
    }

    func call(_ function: StaticString, _ keys: [String], _ arguments: [String]) throws -> [String] {
        let reply = try connection.send(["FCALL", "\(function)", "\(keys.count)"] + keys + arguments)
        return (reply.elements ?? []).compactMap(\.text)
    }

    /// The traces of all entries of a stream, oldest first.
    func traces(_ log: String) throws -> [String] {
        (try connection.send("XRANGE", log, "-", "+").elements ?? []).compactMap { entry in
            let fields = (entry.elements?.last?.elements ?? []).compactMap(\.text)
            return fields.firstIndex(of: "trace").map { fields[$0 + 1] }
        }
    }
}
