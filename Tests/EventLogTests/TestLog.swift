import Contracts
import Dispatch
import EventLog
import Foundation
import Supervision

/// A Redis of the test's own with an empty log, and what tests say to it.
struct TestLog {
    let redis: PrivateRedis
    let address: LogAddress

    init(durability: PrivateRedis.Durability = .everysec) throws {
        redis = try PrivateRedis(durability: durability)
        guard let location = RedisAddress(parsing: redis.address) else { fatalError("the socket's path is an address") }
        address = LogAddress(redis: location, book: "test")
    }

    var options: LogOptions {
        var options = LogOptions()
        options.checksGeneration = false
        options.patience = .seconds(30)
        return options
    }

    func host<S: Stage>(
        _ stage: S.Type, instance: String = "one", options: LogOptions? = nil
    ) throws -> StageHost<S> {
        try StageHost(stage, on: address, instance: instance, options: options ?? self.options)
    }

    func producer(_ author: Author = .scheduler, instance: String = "one") throws -> Producer {
        try Producer(author, on: address, instance: instance, options: options)
    }

    /// Appends a due for each cycle.
    func append(cycles: ClosedRange<UInt64>) throws {
        var producer = try producer()
        for cycle in cycles { try producer.commit([due(cycle)], sourceCursor: String(cycle)) }
        try producer.stop()
    }

    /// The whole log.
    func entries() throws -> [RawEntry] {
        var reader = try LogReader(on: address)
        var entries: [RawEntry] = []
        var first = try reader.first() ?? .start.next
        while true {
            let batch = try reader.read(after: LogOffset(first.rawValue - 1))
            guard let last = batch.last else { return entries }
            entries += batch
            first = last.offset.next
        }
    }

    func entries(of kind: EventKind) throws -> [RawEntry] { try entries().filter { $0.kind == kind.rawValue } }

    func send(_ arguments: String...) throws -> RedisReply {
        var connection = try address.connect()
        return try connection.send(arguments)
    }

    /// Cuts every connection but the one that says so.
    func cutConnections() throws { _ = try send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes") }

    private var appendOnlyFile: String { redis.directory + "/appendonlydir/appendonly.aof.1.incr.aof" }

    /// How much of the append-only file is written by now.
    func fileSize() throws -> UInt64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: appendOnlyFile)
        return (attributes[.size] as? NSNumber)?.uint64Value ?? 0
    }

    /// Ends the server and starts it with what its file held when it had `size` bytes: what a machine's death may
    /// leave.
    func restart(losingAllBehind size: UInt64) throws {
        redis.kill()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: appendOnlyFile))
        try file.truncate(atOffset: size)
        try file.close()
        try redis.start()
    }
}

/// The due of one cycle: the event that the test stages begin with.
func due(_ cycle: UInt64) -> Draft {
    Draft(
        at: Timestamp(nanoseconds: Int64(cycle) * 1_000_000_000), by: .scheduler, cause: .start,
        trace: "cycle-\(cycle)",
        event: .reconciliationDue(ReconciliationDue(cycle: cycle)))
}

/// Runs each body on a thread of its own and waits for all; throws the first error.
func onThreads(_ bodies: [@Sendable () throws -> Void]) throws {
    let failures = Failures()
    let group = DispatchGroup()
    for body in bodies {
        group.enter()
        Thread {
            do { try body() } catch { failures.add(error) }
            group.leave()
        }.start()
    }
    group.wait()
    if let failure = failures.first { throw failure }
}
