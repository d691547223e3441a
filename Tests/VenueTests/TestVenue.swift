import Contracts
import Exchange
import Glibc
import Logging
import ServiceKit
import Testing

@testable import bullion_venue

/// Settings of a venue that replays a made-up market of gold and silver.
func replaySettings(journal: String? = nil) -> VenueSettings {
    var settings = VenueSettings(
        universe: Universe([Symbol("GLD")!, Symbol("SLV")!])!,
        keys: [.init(id: "K", secret: Secret("S")), .init(id: "W", secret: Secret("D"))],
        startingCash: Money(units: 100_000))
    settings.seed = 7
    settings.from = TradingDate("2024-01-02")
    settings.through = TradingDate("2024-03-28")
    settings.rules = ExchangeRules(slippageBasisPoints: 5)
    settings.isAdminAllowed = true
    settings.journal = journal
    return settings
}

func liveSettings(journal: String? = nil) -> VenueSettings {
    var settings = VenueSettings(
        universe: Universe([Symbol("GLD")!])!, keys: [.init(id: "K", secret: Secret("S"))],
        startingCash: Money(units: 100_000))
    settings.clock = .live
    settings.journal = journal
    return settings
}

/// Runs a venue's server while `body` talks to it.
func withVenue(_ settings: VenueSettings, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
    var log = Logger(label: "test")
    log.logLevel = .critical
    let server = try VenueServer(settings, log: log)
    let (ports, listening) = AsyncStream<Int>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { listening.finish() }
            do {
                try await server.run { listening.yield($0) }
            } catch is CancellationError {
                // How a test ends its server.
            }
        }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next(), "the server listens")
        try await body(port)
        group.cancelAll()
    }
}

/// A file in a directory of its own that is removed afterwards.
func withTemporaryFile(_ body: (String) async throws -> Void) async throws {
    var template = Array("/tmp/bullion-venue-test-XXXXXX".utf8CString)
    let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    let path = directory + "/journal"
    defer {
        unlink(path)
        rmdir(directory)
    }
    try await body(path)
}

/// A market order's body.
func order(_ id: String, _ side: String = "buy", _ quantity: Int = 10, _ symbol: String = "GLD") -> WireValue {
    [
        "symbol": .text(symbol), "qty": .text(String(quantity)), "side": .text(side), "type": "market",
        "time_in_force": "day",
        "client_order_id": .text(id),
    ]
}

extension HTTPConnection {
    func step(_ verb: String, _ session: Int) async throws -> WireValue {
        let answer = try await call("POST", "/admin/replay/\(verb)", ["session": .integer(Int64(session))])
        #expect(answer.status == 200)
        return try answer.json
    }

    /// Advances to and publishes a session.
    func play(_ session: Int) async throws {
        _ = try await step("advance", session)
        _ = try await step("publish", session)
    }
}
