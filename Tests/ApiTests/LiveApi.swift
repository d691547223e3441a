import Contracts
import Crypto
import EventLog
import Foundation
import FoundationNetworking
import Logging
import ServiceKit
import Supervision
import Synchronization

@testable import bullion_api

/// The api as it runs, against a Redis of its own, asked over real HTTP.
final class LiveApi: Sendable {
    struct Reply {
        let status: Int
        let body: Data
        let headers: [String: String]

        var object: [String: Any] {
            // A body that is no object fails the expectations that look into it.
            (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:]
        }
        var error: [String: Any] { object["error"] as? [String: Any] ?? [:] }
        subscript(header: String) -> String? { headers[header.lowercased()] }
    }

    let redis: PrivateRedis
    let address: LogAddress
    let approverKey = Curve25519.Signing.PrivateKey()
    let board: Board
    private let server: Task<Void, any Error>
    private let desk: Task<Void, any Error>
    private let port: Int

    init(book: BookConfiguration = SampleLog.configuration, on redis: PrivateRedis? = nil) throws {
        let redis = try redis ?? PrivateRedis(durability: .none)
        self.redis = redis
        let settings = try Self.settings(
            redis, book, approver: approverKey.publicKey.rawRepresentation.base64EncodedString())
        let configuration = try ApiConfiguration(reading: settings)
        address = configuration.log
        var keeper = try LogKeeper(on: configuration.log)
        try keeper.publishGeneration()
        var log = Logger(label: "test")
        log.logLevel = .critical
        let board = Board(book: configuration.book)
        let desk = CommandDesk(
            configuration.log, instance: "test-\(UInt32.random(in: 0 ... .max))", board: board, log: log)
        let server = ApiServer(configuration, board: board, desk: desk, log: log)
        self.board = board
        LogFollower(configuration.log, archive: nil, board: board, log: log).start()
        self.desk = Task { try await desk.run() }
        let told = PortBox()
        self.server = Task { try await server.run { told.set($0) } }
        guard poll(atMost: .seconds(60), { told.value != nil }), let port = told.value else { throw NotUp() }
        self.port = port
    }

    struct NotUp: Error {}

    func stop() async {
        server.cancel()
        desk.cancel()
        // How they end is not what a test of answers is about.
        _ = try? await desk.value
        _ = try? await server.value
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Reply {
        try await send("GET", path, headers, body: nil)
    }

    func post(_ path: String, _ body: String, key: String? = "first-key") async throws -> Reply {
        try await send("POST", "/api/v1/commands/" + path, key.map { ["X-API-Key": $0] } ?? [:], body: body)
    }

    func send(_ method: String, _ path: String, _ headers: [String: String], body: String?) async throws -> Reply {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw NotUp() }
        var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 60)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let session = URLSession(configuration: .ephemeral)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw NotUp() }
        var found: [String: String] = [:]
        for (name, value) in response.allHeaderFields { found["\(name)".lowercased()] = "\(value)" }
        return Reply(status: response.statusCode, body: data, headers: found)
    }

    /// Puts a log's entries behind what stands in Redis.
    func restore(_ entries: [RawEntry]) throws {
        var keeper = try LogKeeper(on: address)
        try keeper.restore(entries)
    }

    func waitUntilRead(_ offset: LogOffset) -> Bool { poll(atMost: .seconds(60)) { self.board.offset >= offset } }

    private static func settings(
        _ redis: PrivateRedis, _ book: BookConfiguration, approver: String
    ) throws -> ServiceKit.Configuration {
        let yaml = """
            book:
              name: \(book.book)
              mode: paper
              universe: [\(book.universe.symbols.map(\.name).joined(separator: ", "))]
              starting-cash: \(book.startingCash)
            strategies:
              - { name: sma-cross, enabled: true, share: 1, parameters: { fast: 5 } }
            allocation: { method: equal-weight, rebalance: every-frame, volatility-window: 20, gross-cap: 1, minimum-trade: 0 }
            risk:
              daily-loss-basis-points: 200
              maximum-drawdown-basis-points: 1500
              order-notional: 50000
              position-notional: 60000
              gross-exposure-basis-points: 10000
              suspect-move-basis-points: 2000
            redis: { address: "\(redis.address)" }
            api:
              host: 127.0.0.1
              port: 0
              keys: { ada: first-key, grace: second-key }
              approvers: { grace: "\(approver)" }
            """
        return try ServiceKit.Configuration(layers: [ConfigurationLayer(yaml: yaml, name: "test.yaml")])
    }
}

/// The port, told from the server's thread.
private final class PortBox: Sendable {
    private let port = Mutex<Int?>(nil)
    var value: Int? { port.withLock { $0 } }
    func set(_ new: Int?) { port.withLock { $0 = new } }
}
