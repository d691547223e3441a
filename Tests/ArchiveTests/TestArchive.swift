import Archive
import Contracts
import Foundation
import Supervision

/// One throw-away server for all suites; every test takes a database of its own.
enum TestServer {
    static let postgres: PrivatePostgres = {
        // A static value is never destroyed, so the server is stopped and removed by hand when the tests are over.
        atexit {
            TestServer.postgres.stop()
            // What can't be removed is left to the system's cleaning of /tmp.
            try? FileManager.default.removeItem(atPath: TestServer.postgres.directory)
        }
        do { return try PrivatePostgres(isDurable: false) } catch { fatalError("no Postgres to test with: \(error)") }
    }()

    /// A new, empty database.
    static func database() throws -> String {
        let name = "t" + UUID().uuidString.replacing("-", with: "").lowercased()
        var connection = try PostgresConnection(postgres.connectionString())
        try connection.run("CREATE DATABASE \(name)")
        return postgres.connectionString(database: name)
    }

    /// A database with the schema of this build.
    static func migratedDatabase() throws -> String {
        let database = try database()
        var connection = try PostgresConnection(database)
        try Migrator.migrate(&connection)
        return database
    }
}

/// Runs SQL that the append-only triggers would refuse, as someone with the rights of the server's owner could.
func tamper(_ database: String, _ sql: String) throws {
    var connection = try PostgresConnection(database)
    try connection.run("SET session_replication_role = replica")
    try connection.run(sql)
}

/// The one text that `sql` answers.
func text(_ database: String, _ sql: String) throws -> String? {
    var connection = try PostgresConnection(database)
    let rows = try connection.query(sql)
    return rows.count == 0 ? nil : rows.text(0, 0)
}

func writer(_ database: String, book: String = "paper", mode: BookMode = .paper) throws -> ArchiveWriter {
    try ArchiveWriter(try PostgresConnection(database), book: book, mode: mode)
}

func reader(_ database: String, book: String = "paper", mode: BookMode = .paper) throws -> ArchiveReader {
    try ArchiveReader(try PostgresConnection(database), book: book, mode: mode)
}

/// A log with a configuration, a few frames of decisions, and one order from intent to cost.
enum SampleLog {
    static let order = OrderID(book: "paper", at: at, symbol: Symbol("GLD")!, index: 0, attempt: 1)
    static let at = Timestamp("2025-06-30T20:00:00Z")!

    static let configuration = BookConfiguration(
        book: "paper", mode: .paper, universe: Universe([Symbol("GLD")!, Symbol("SLV")!])!,
        startingCash: Money(units: 100_000), strategies: [StrategyConfiguration(name: "sma-cross")],
        allocation: AllocationConfiguration(
            method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0),
        limits: RiskLimits(
            dailyLossBasisPoints: 200, maximumDrawdownBasisPoints: 1_000, orderNotional: Money(units: 50_000),
            positionNotional: Money(units: 60_000), grossExposureBasisPoints: 10_000, suspectMoveBasisPoints: 2_000))

    static let gold = InstrumentIndex(0)

    /// The first entries: configuration, bars, features, signals, targets, verdicts, order and fill.
    static var decisions: [Entry] {
        var log = MemoryLog()
        func append(_ by: Author, _ event: Event) {
            let cause: LogOffset = by == .api || by == .ingest ? .start : log.tip
            log.append(Draft(at: at, by: by, cause: cause, trace: at.compact, event: event))
        }
        let price = Price("304.83")!
        append(.api, .configChange(ConfigChange(configuration: configuration)))
        append(
            .ingest,
            .barFrame(
                BarFrame(
                    at: at, session: TradingDate("2025-06-30")!,
                    bars: [Bar(open: price, high: price, low: price, close: price, volume: 9), nil])))
        append(.features, .featureFrame(FeatureFrame(at: at, columns: 2, values: [1, 2, .nan, .nan])))
        append(
            .strategy,
            .signalFrame(
                SignalFrame(at: at, signals: [Signal(strategy: 0, instrument: gold, weight: 0.5, confidence: 1)])))
        append(
            .allocator,
            .targetFrame(
                TargetFrame(
                    at: at, equity: Money(units: 100_000),
                    targets: [
                        Target(instrument: gold, quantity: Quantity(units: 10), price: price, contributions: [0.5])
                    ])))
        append(
            .risk,
            .verdictFrame(
                VerdictFrame(
                    at: at, tier: .normal,
                    verdicts: [
                        Verdict(
                            intent: Intent(instrument: gold, side: .buy, quantity: Quantity(units: 10)),
                            outcome: .approved)
                    ])))
        let request = OrderRequest(side: .buy, quantity: Quantity(units: 10), type: .market, timeInForce: .day)
        append(.oms, step(.submitting(request)))
        append(.gateway, step(.accepted(venueOrderID: "v-1")))
        append(.gateway, fill("e-1", units: 4, cumulative: 4, price: Price("305.01")!))
        append(.gateway, fill("e-2", units: 6, cumulative: 10, price: Price("305.11")!))
        return log.entries
    }

    static func step(_ change: OrderEvent.Change) -> Event {
        .orderEvent(OrderEvent(order: order, instrument: gold, change: change, happenedAt: at))
    }

    static func fill(_ execution: String, units: Int, cumulative: Int, price: Price) -> Event {
        .fill(
            Fill(
                order: order, execution: execution, instrument: gold, side: .buy, quantity: Quantity(units: units),
                price: price, cumulativeQuantity: Quantity(units: cumulative), commission: .zero, happenedAt: at))
    }

    /// So many entries: the decisions above, then clock facts.
    static func raw(_ count: Int) -> [RawEntry] {
        var entries = decisions.prefix(count).map { RawEntry($0, recordedAt: at + 1) }
        for offset in entries.count..<max(count, entries.count) {
            let entry = Entry(
                offset: LogOffset(UInt64(offset + 1)), at: at + Int64(offset), by: .scheduler, cause: .start,
                trace: "cycle-\(offset)", event: .reconciliationDue(ReconciliationDue(cycle: UInt64(offset))))
            entries.append(RawEntry(entry, recordedAt: at + Int64(offset)))
        }
        return entries
    }
}
