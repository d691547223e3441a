import Contracts
import EventLog
import Foundation
import Supervision
import Testing

let metals = Universe([Symbol("GLD")!, Symbol("SLV")!])!

/// A private Redis whose log has the book's configuration, and the ingest service in front of it.
final class IngestRun {
    let redis: PrivateRedis
    let directory: TemporaryDirectory
    private let address: LogAddress
    private var process: ChildProcess?
    private let environment: [String: String]

    init(_ settings: [String: String]) throws {
        redis = try PrivateRedis(durability: .none)
        directory = try TemporaryDirectory(named: "ingest")
        address = LogAddress(redis: .unix(path: redis.socketPath), book: "test")
        environment = [
            "BULLION_BOOK_NAME": "test", "BULLION_BOOK_MODE": "paper", "BULLION_REDIS_ADDRESS": redis.address,
            "BULLION_RUNTIME_DIRECTORY": directory.path, "BULLION_BROKER_KEY_ID": "key",
            "BULLION_BROKER_SECRET_KEY": "hush", "BULLION_LOG_LEVEL": "info", "PATH": "/usr/bin:/bin",
        ].merging(settings) { _, given in given }
        var connection = try address.connect()
        try Generation.publish(address.keys, on: &connection)
        var api = try Producer(.api, on: address, instance: "test")
        let at = Timestamp("2025-01-01T00:00:00Z")!
        try api.commit([
            Draft(
                at: at, by: .api, cause: .start, trace: at.compact,
                event: .configChange(ConfigChange(configuration: book)))
        ])
        try api.stop()
    }

    /// The settings that point ingest at a feed.
    static func stream(_ feed: Feed, _ timeframe: String) -> [String: String] {
        [
            "BULLION_INGEST_SOURCE": "stream", "BULLION_INGEST_TIMEFRAME": timeframe,
            "BULLION_BROKER_URL": "http://127.0.0.1:\(feed.port)",
            "BULLION_BROKER_DATA_URL": "http://127.0.0.1:\(feed.port)",
            "BULLION_BROKER_DATA_STREAM_URL": "ws://127.0.0.1:\(feed.port)/v2/iex",
            "BULLION_INGEST_GRACE_MILLISECONDS": "200",
        ]
    }

    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    func start(_ arguments: [String] = []) throws {
        var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.path + "/bullion-ingest") {
            folder.deleteLastPathComponent()
        }
        process = try ChildProcess(
            folder.path + "/bullion-ingest", ["--config-root", Self.repository + "/infra/config"] + arguments,
            environment: environment, logPath: directory.path + "/output")
    }

    func kill() {
        process?.kill()
        _ = process?.wait()
    }

    func stop() -> Supervision.ExitStatus? { process?.stop() }
    func exit() -> Supervision.ExitStatus? { process?.wait() }

    var output: String {
        FileManager.default.contents(atPath: directory.path + "/output").map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }

    /// Everything ingest has appended, decoded.
    func entries() throws -> [Entry] {
        var reader = try LogReader(on: address)
        var all: [Entry] = []
        var cursor = LogOffset.start
        while true {
            let page = try reader.read(after: cursor)
            guard let last = page.last else { return all }
            cursor = last.offset
            all += try page.map { (raw) throws in try raw.decoded() }.filter { $0.by == .ingest }
        }
    }

    func frames() throws -> [BarFrame] {
        try entries().compactMap { if case .barFrame(let frame) = $0.event { frame } else { nil } }
    }

    func alarms() throws -> [DataAlarm] {
        try entries().compactMap { if case .dataAlarm(let alarm) = $0.event { alarm } else { nil } }
    }

    func waitForFrames(_ count: Int) throws {
        try wait("\(count) frames") { try self.frames().count >= count }
    }

    func wait(_ what: String, until holds: () throws -> Bool) throws {
        var failure: (any Error)?
        let isThere = poll(atMost: .seconds(60)) {
            do { return try holds() } catch {
                failure = error
                return true
            }
        }
        if let failure { throw failure }
        try #require(isThere, "\(what); ingest said:\n\(output)")
    }

    private var book: BookConfiguration {
        BookConfiguration(
            book: "test", mode: .paper, universe: metals, startingCash: Money(units: 1000), strategies: [],
            allocation: AllocationConfiguration(
                method: .equalWeight, rebalance: .everyFrame, volatilityWindow: 20, grossCap: 1, minimumTrade: 0),
            limits: RiskLimits(
                dailyLossBasisPoints: 100, maximumDrawdownBasisPoints: 1000, orderNotional: Money(units: 1000),
                positionNotional: Money(units: 1000), grossExposureBasisPoints: 10_000, suspectMoveBasisPoints: 2000))
    }
}
