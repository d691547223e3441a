import Contracts
import Supervision
import Workloads

// The benchmark frames commits itself, so that both sides send bytes that were encoded before the clock started.
@testable import EventLog

/// The log's own commit against bare appends of the same entries to the same Redis, each with the same entries in flight.
///
/// A commit checks lease and cursor, moves the cursor and rings a bell in the same step; what that costs is the gap to 100 %.
enum LogSpeed {
    static func measure(_ effort: Effort) throws -> [Figure] {
        let redis = try PrivateRedis()
        return try [1, 16].flatMap { try measure(effort, on: redis, outputs: $0) }
    }

    private static func measure(_ effort: Effort, on redis: PrivateRedis, outputs: Int) throws -> [Figure] {
        var race = try LogRace.open(on: redis, outputs: outputs)
        let rounds = effort.isQuick ? 3 : 9
        let commits = (effort.isQuick ? 500 : 4_000) / (outputs > 4 ? 2 : 1)
        var raw: [Double] = []
        var ours: [Double] = []
        // In turns, so that a neighbour's work on the machine meets both sides.
        for _ in 0...rounds {
            raw.append(try race.rawSeconds(commits))
            ours.append(try race.commitSeconds(commits))
        }
        // The first round warmed up.
        return figures(raw.dropFirst(), ours.dropFirst(), commits: commits, outputs: outputs)
    }

    private static func figures(
        _ raw: ArraySlice<Double>, _ ours: ArraySlice<Double>, commits: Int, outputs: Int
    ) -> [Figure] {
        let work = outputs == 1 ? "log, single" : "log, \(outputs) a commit"
        let entries = Double(commits * outputs)
        let raw = Array(raw)
        let ours = Array(ours)
        let share = middle(zip(raw, ours).map { $0 / $1 })
        return [
            Figure(work, "bare XADD, entries", entries / middle(raw), .perSecond),
            Figure(work, "commit, entries", entries / middle(ours), .perSecond),
            Figure(work, "commits", Double(commits) / middle(ours), .perSecond),
            Figure(work, "commit ÷ bare XADD", share * 100, .percent, goal: outputs == 1 ? nil : Goals.logShare),
        ]
    }
}

/// The same fills into the same Redis in two ways.
private struct LogRace: ~Copyable {
    private let entries: [PendingEntry]
    private let stream: String
    private var writer: LogWriter
    private var bare: RedisConnection
    private var commands = CommandBuffer()
    private var sent = 0

    static func open(on redis: PrivateRedis, outputs: Int) throws -> LogRace {
        let address = try redis.log(book: "race\(outputs)")
        var options = LogOptions()
        options.checksGeneration = false
        let writer = try LogWriter.open(
            service: Author.oms.rawValue, on: address, instance: "bench", options: options, stopWaiting: { false })
        let bare = try address.connect()
        return LogRace(
            (0..<outputs).map { PendingEntry(draft($0)) }, stream: address.keys.log + ":bare", writer, bare)
    }

    private init(
        _ entries: [PendingEntry], stream: String, _ writer: consuming LogWriter, _ bare: consuming RedisConnection
    ) {
        self.entries = entries
        self.stream = stream
        self.writer = writer
        self.bare = bare
    }

    /// The log's own commit of all entries, again and again.
    mutating func commitSeconds(_ commits: Int) throws -> Double {
        let start = ContinuousClock.now
        for _ in 0..<commits {
            sent += 1
            commands.removeAll()
            let renews = writer.frameRenewal(into: &commands)
            writer.frameCommit(entries, cursor: "\(sent)", into: &commands)
            try writer.submit(commands)
            if renews { try writer.receiveRenewal() }
            try writer.receiveCommit()
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        _ = try bare.send("XTRIM", writer.keys.log, "MAXLEN", "0")
        return seconds
    }

    /// As many appends of the same fields in one write, and their answers.
    mutating func rawSeconds(_ commits: Int) throws -> Double {
        let start = ContinuousClock.now
        for _ in 0..<commits {
            commands.removeAll()
            for entry in entries { append(entry) }
            try bare.submit(commands)
            for _ in entries { _ = try bare.receiveAccepted() }
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        _ = try bare.send("XTRIM", stream, "MAXLEN", "0")
        return seconds
    }

    private mutating func append(_ entry: PendingEntry) {
        commands.open(argumentCount: 19)
        commands.argument("XADD" as StaticString)
        commands.argument(stream)
        commands.argument("0-*" as StaticString)
        commands.argument("kind" as StaticString)
        commands.argument(entry.kind.rawValue)
        commands.argument("v" as StaticString)
        commands.argument(Int64(entry.version))
        commands.argument("at" as StaticString)
        commands.argument(entry.at.nanoseconds)
        commands.argument("rec" as StaticString)
        commands.argument(entry.at.nanoseconds)
        commands.argument("by" as StaticString)
        commands.argument(entry.by.rawValue)
        commands.argument("cause" as StaticString)
        commands.argument(Int64(entry.cause.rawValue))
        commands.argument("trace" as StaticString)
        commands.argument(entry.trace)
        commands.argument("body" as StaticString)
        commands.argument(entry.body)
    }
}

/// A fill as the OMS would append it.
private func draft(_ number: Int) -> Draft {
    let at = Timestamp(nanoseconds: 1_750_000_000_000_000_000 + Int64(number) * 1_000_000)
    guard let symbol = Symbol("GLD") else { preconditionFailure("GLD is a symbol") }
    let fill = Fill(
        order: OrderID(book: "paper", at: at, symbol: symbol, index: UInt16(number), attempt: 1),
        execution: "6b1f7c52-9c1e-4f0a-8a53-0d0c5a2e7f\(number + 10)", instrument: InstrumentIndex(0), side: .buy,
        quantity: Quantity(units: 100), price: Price(nanos: 301_250_000_000), cumulativeQuantity: Quantity(units: 100),
        commission: .zero, happenedAt: at)
    return Draft(at: at, by: .oms, cause: LogOffset(1_000_000), trace: at.compact, event: .fill(fill))
}

extension PrivateRedis {
    func log(book: String) throws -> LogAddress {
        guard let location = RedisAddress(parsing: address) else {
            throw BenchError.unreadable(what: "the address of the private Redis", text: address)
        }
        return LogAddress(redis: location, book: book)
    }
}
