import Archive
import Contracts
import LogRules
import Logging
import ServiceKit
import Supervision
import Testing

@testable import EventLog
@testable import bullion_recorder

/// A Redis of its own and a database of its own, with a recorder between them.
private struct Bench {
    let redis: PrivateRedis
    let database: String

    init(database: String? = nil, redis: PrivateRedis? = nil) throws {
        self.redis = try redis ?? PrivateRedis(durability: .no)
        self.database = try database ?? TestServer.database()
    }

    var address: LogAddress { LogAddress(redis: .unix(path: redis.socketPath), book: "paper") }

    func recorder(postgres: String? = nil, batchSize: Int = 512) -> Recorder {
        var settings = RecorderSettings(log: address, mode: .paper, postgres: Secret(postgres ?? database))
        settings.batchSize = batchSize
        return Recorder(settings, instance: "test", logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Appends facts as the scheduler does.
    func append(_ count: Int, from first: Int = 0) throws {
        var options = LogOptions()
        options.checksGeneration = false
        var producer = try Producer(.scheduler, on: address, instance: "test", options: options)
        for start in stride(from: first, to: first + count, by: 64) {
            let drafts = (start..<min(start + 64, first + count)).map { cycle in
                Draft(
                    at: SampleLog.at + Int64(cycle), by: .scheduler, cause: .start, trace: "cycle-\(cycle)",
                    event: .reconciliationDue(ReconciliationDue(cycle: UInt64(cycle))))
            }
            try producer.commit(drafts)
        }
        try producer.stop()
    }

    func logged() throws -> [RawEntry] {
        var reader = try LogReader(on: address)
        return try reader.read(after: .start, limit: 10_000)
    }

    func archived() throws -> [RawEntry] {
        var archive = try reader(database)
        return try archive.entries(after: .start, limit: 10_000).map(\.entry)
    }
}

/// Turns the recorder until its archive has reached `offset`.
private func turn(_ recorder: inout Recorder, until offset: UInt64) throws {
    var turns = 0
    while turns < 2_000 {
        switch try recorder.turn() {
        case .archived(let through, _), .idle(let through): if through.rawValue >= offset { return }
        case .waiting: break
        }
        turns += 1
    }
    Issue.record("the archive did not reach \(offset)")
}

@Suite struct `The recorder` {
    @Test func `copies the log, marks what is archived, and lets the others go on`() throws {
        let bench = try Bench()
        var keeper = try LogKeeper(on: bench.address)
        #expect(try !keeper.isGenerationPublished())
        try bench.append(100)
        var recorder = bench.recorder(batchSize: 30)
        try turn(&recorder, until: 100)
        #expect(try bench.archived() == bench.logged())
        var mark = try ArchiveMark(on: bench.address)
        #expect(try mark.read() == LogOffset(100))
        #expect(try keeper.isGenerationPublished())
        var archive = try reader(bench.database)
        #expect(try archive.heads(above: 0, limit: 10).map(\.size) == [30, 60, 90, 100])
    }

    @Test func `goes on where the last one stopped`() throws {
        let bench = try Bench()
        try bench.append(50)
        var first = bench.recorder()
        try turn(&first, until: 50)
        try first.stop()
        try bench.append(20, from: 50)
        var second = bench.recorder()
        try turn(&second, until: 70)
        #expect(try bench.archived() == bench.logged())
    }

    @Test func `puts back everything into an empty Redis, under the same offsets`() throws {
        let before = try Bench()
        try before.append(90)
        var recorder = before.recorder()
        try turn(&recorder, until: 90)
        let entries = try before.logged()

        let after = try Bench(database: before.database)
        var restarted = after.recorder()
        try turn(&restarted, until: 90)
        #expect(try after.logged() == entries)
        try after.append(5, from: 90)
        try turn(&restarted, until: 95)
        #expect(try after.logged().last?.offset == LogOffset(95))
        #expect(try after.archived() == after.logged())
    }

    @Test func `puts back the end that Redis lost`() throws {
        let before = try Bench()
        try before.append(60)
        var recorder = before.recorder()
        try turn(&recorder, until: 60)
        let entries = try before.logged()

        let after = try Bench(database: before.database)
        var keeper = try LogKeeper(on: after.address)
        try keeper.restore(Array(entries[..<41]))
        var restarted = after.recorder()
        try turn(&restarted, until: 60)
        #expect(try after.logged() == entries)
        #expect(try keeper.isGenerationPublished())
    }

    @Test func `does not publish a log that differs from the archive`() throws {
        let before = try Bench()
        try before.append(30)
        var recorder = before.recorder()
        try turn(&recorder, until: 30)
        var entries = try before.logged()
        entries[27] = entries[27].with(trace: "another")

        let after = try Bench(database: before.database)
        var keeper = try LogKeeper(on: after.address)
        try keeper.restore(entries)
        var restarted = after.recorder()
        #expect(throws: ArchiveComparison.Difference.differs(LogOffset(28))) { try restarted.turn() }
        #expect(try !keeper.isGenerationPublished())
    }

    @Test func `does not go on when entries were trimmed before they were archived`() throws {
        let bench = try Bench()
        try bench.append(40)
        var keeper = try LogKeeper(on: bench.address)
        try keeper.trim(below: LogOffset(11))
        var recorder = bench.recorder()
        #expect(throws: ArchiveComparison.Difference.unarchivedTrimmed(archived: .start, firstInLog: LogOffset(11))) {
            try recorder.turn()
        }
    }

    @Test func `waits while Postgres is away and catches up`() throws {
        let server = try PrivatePostgres(isDurable: false)
        let bench = try Bench(database: server.connectionString())
        var recorder = bench.recorder()
        try bench.append(10)
        try turn(&recorder, until: 10)
        server.kill()
        try bench.append(10, from: 10)
        for _ in 0..<3 {
            guard case .waiting(let reason, _) = try recorder.turn() else {
                Issue.record("the recorder was expected to wait")
                return
            }
            #expect(reason.hasPrefix("Postgres"))
        }
        try server.start()
        try turn(&recorder, until: 20)
        #expect(try bench.archived() == bench.logged())
    }

    @Test func `waits while Redis is away and compares again when it is back`() throws {
        let bench = try Bench()
        try bench.append(10)
        var recorder = bench.recorder()
        try turn(&recorder, until: 10)
        bench.redis.stop()
        guard case .waiting(let reason, _) = try recorder.turn() else {
            Issue.record("the recorder was expected to wait")
            return
        }
        #expect(reason.hasPrefix("Redis"))
        try bench.redis.start()
        var keeper = try LogKeeper(on: bench.address)
        #expect(try !keeper.isGenerationPublished())
        try bench.append(10, from: 10)
        try turn(&recorder, until: 20)
        #expect(try keeper.isGenerationPublished())
        #expect(try bench.archived() == bench.logged())
    }

    @Test func `refuses a database of another mode`() throws {
        let database = try TestServer.migratedDatabase()
        _ = try writer(database, book: "main", mode: .live)
        let bench = try Bench(database: database)
        var recorder = bench.recorder()
        #expect(throws: ArchiveError.wrongMode(database: .live, book: "paper", mode: .paper)) { try recorder.turn() }
    }
}

@Suite struct `Trimming the log` {
    private func states(cursor: UInt64, snapshot: UInt64?) -> [ServiceState] {
        TrimPlan.stages.map {
            ServiceState(
                service: $0.rawValue, epoch: 1, cursor: "\(cursor)", snapshot: snapshot.map { LogOffset($0) },
                holder: nil)
        }
    }

    @Test func `keeps a tail`() {
        let states = states(cursor: 900, snapshot: 900)
        #expect(TrimPlan.firstKept(archived: LogOffset(1000), keeping: 300, states: states) == LogOffset(701))
        #expect(TrimPlan.firstKept(archived: LogOffset(1000), keeping: 1000, states: states) == nil)
    }

    @Test func `keeps what a stage has not folded or not in its snapshot`() {
        let slow = states(cursor: 400, snapshot: 350)
        #expect(TrimPlan.firstKept(archived: LogOffset(1000), keeping: 300, states: slow) == LogOffset(351))
        #expect(
            TrimPlan.firstKept(archived: LogOffset(1000), keeping: 300, states: states(cursor: 900, snapshot: nil))
                == nil)
    }

    @Test func `keeps everything until every stage is known`() {
        let some = states(cursor: 900, snapshot: 900).dropLast()
        #expect(TrimPlan.firstKept(archived: LogOffset(1000), keeping: 300, states: Array(some)) == nil)
    }
}
