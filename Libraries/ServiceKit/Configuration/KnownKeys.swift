import Contracts

/// A key that a configuration may hold.
public struct KnownKey: Hashable, Sendable {
    /// The dotted path, such as `risk.order-notional`.
    public let path: String
    public let type: KeyType
    /// What it decides, in a sentence.
    public let documentation: String

    init(_ path: String, _ type: KeyType, _ documentation: String) {
        self.path = path
        self.type = type
        self.documentation = documentation
    }

    /// The environment variable that overrides it: `BULLION_RISK_ORDER_NOTIONAL`.
    public var environmentVariable: String {
        "BULLION_"
            + String(path.map { $0 == "." || $0 == "-" ? "_" : Character($0.uppercased()) })
    }
}

/// The one list of everything that can be configured. What is not here is refused.
public enum KnownKeys {
    /// In the order in which they are explained and shown.
    public static let all: [KnownKey] =
        book + allocation + risk + stores + broker + watchdog + ingest + api + scheduler + venue + process

    /// The key at a path, if there is one.
    public static func key(_ path: String) -> KnownKey? { byPath[path] }

    private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

    /// Every `a` and `a.b` that is the beginning of a known path.
    static let sections: Set<String> = {
        var sections: Set<String> = []
        for key in all {
            let parts = key.path.split(separator: ".")
            for count in 1..<max(1, parts.count) { sections.insert(parts.prefix(count).joined(separator: ".")) }
        }
        return sections
    }()

    private static let book: [KnownKey] = [
        KnownKey("book.name", .string, "Short name of the account: 1 to 12 of a-z and 0-9, part of every order id."),
        KnownKey("book.mode", .choice(BookMode.allCases.map(\.rawValue)), "Which world the orders reach."),
        KnownKey(
            "book.universe", .symbols, "The instruments, in the order that gives each its index; never reordered later."
        ),
        KnownKey("book.starting-cash", .money(.smallest ... .largest), "Cash that the ledger begins with."),
        KnownKey("strategies", .strategies, "The strategies of the book and their shares, which sum to at most 1."),
    ]

    private static let allocation: [KnownKey] = [
        KnownKey(
            "allocation.method", .choice(AllocationConfiguration.Method.allCases.map(\.rawValue)),
            "How a signal becomes a weight of the book."),
        KnownKey(
            "allocation.rebalance", .choice(AllocationConfiguration.Rebalance.allCases.map(\.rawValue)),
            "When targets follow signals."),
        KnownKey("allocation.volatility-window", .integer(2...2520), "Bars that volatility is measured over."),
        KnownKey(
            "allocation.gross-cap", .number(0.01...10), "Largest sum of absolute weights, as a multiple of equity."),
        KnownKey(
            "allocation.minimum-trade", .number(0...1), "A change smaller than this share of equity is left undone."),
        KnownKey(
            "allocation.fixed-quantity", .quantity(.zero ... .largest),
            "Shares per full signal, with method fixed-quantity."),
    ]

    private static let risk: [KnownKey] = [
        KnownKey(
            "risk.daily-loss-basis-points", .integer(1...10_000),
            "Loss allowed in a session, of the equity it began with."),
        KnownKey(
            "risk.maximum-drawdown-basis-points", .integer(1...10_000), "Fall from the peak that flattens the book."),
        KnownKey("risk.order-notional", .money(.smallest ... .largest), "Largest value of one order; has no default."),
        KnownKey(
            "risk.position-notional", .money(.smallest ... .largest), "Largest value of one position; has no default."),
        KnownKey(
            "risk.gross-exposure-basis-points", .integer(1...100_000),
            "Largest sum of absolute position values, of equity; has no default."),
        KnownKey(
            "risk.suspect-move-basis-points", .integer(1...10_000),
            "A close this far from the last one must be confirmed before a tier moves on it."),
        KnownKey(
            "risk.kill-file", .runtimePath,
            "File whose word (close_only, halt_all, hard) stops trading without Redis or API."),
    ]

    private static let stores: [KnownKey] = [
        KnownKey("redis.address", .string, "Where the log is: unix:/path or host:port."),
        KnownKey("redis.password", .secret, "Password of Redis, if it asks for one."),
        KnownKey("postgres.url", .url, "Where the archive is: a libpq conninfo or a postgres:// address."),
    ]

    private static let broker: [KnownKey] = [
        KnownKey("broker.url", .url, "Trading interface of the broker."),
        KnownKey("broker.stream-url", .url, "Trade updates of the broker."),
        KnownKey("broker.data-url", .url, "Market data, by request."),
        KnownKey("broker.data-stream-url", .url, "Market data, as it happens."),
        KnownKey("broker.key-id", .string, "Id of the broker key that oms trades with."),
        KnownKey("broker.secret-key", .secret, "Secret of that key."),
    ]

    private static let watchdog: [KnownKey] = [
        KnownKey("watchdog.key-id", .string, "Id of the watchdog's own broker key."),
        KnownKey("watchdog.secret-key", .secret, "Secret of that key."),
        KnownKey(
            "watchdog.stale-after-seconds", .integer(2...3600),
            "Silence on both heartbeat paths after which the book is flattened."),
        KnownKey("watchdog.socket", .runtimePath, "Datagram socket for heartbeats that need no Redis."),
    ]

    private static let ingest: [KnownKey] = [
        KnownKey("ingest.source", .choice(["stream", "csv"]), "Where bars come from."),
        KnownKey("ingest.timeframe", .choice(["1Day", "1Min"]), "How long a bar is."),
        KnownKey("ingest.directory", .string, "Directory of CSV files, with source csv."),
        KnownKey("ingest.bad-rows", .choice(["quarantine", "stop"]), "What happens at a row that cannot be right."),
        KnownKey("ingest.grace-milliseconds", .integer(0...600_000), "How long a frame waits for its missing bars."),
    ]

    private static let api: [KnownKey] = [
        KnownKey("api.host", .string, "Address that the api listens on."),
        KnownKey("api.port", .integer(0...65_535), "Port that the api listens on; 0 takes a free one."),
        KnownKey("api.keys", .secretNames, "Keys of the people and programs that may ask, by name."),
        KnownKey("api.approvers", .names, "Ed25519 public keys (base 64) of the people who may approve, by name."),
    ]

    private static let scheduler: [KnownKey] = [
        KnownKey("scheduler.clock", .choice(["wall", "venue"]), "Whose time the schedule follows."),
        KnownKey(
            "scheduler.reconciliation-seconds", .integer(1...86_400), "Seconds between comparisons with the broker."),
    ]

    private static let venue: [KnownKey] = [
        KnownKey("venue.host", .string, "Address that the venue listens on."),
        KnownKey("venue.port", .integer(0...65_535), "Port that the venue listens on; 0 takes a free one."),
        KnownKey("venue.directory", .string, "Directory of daily bars, one CSV file a symbol."),
        KnownKey("venue.simulated-seed", .integer(0...Int.max), "Makes bars from this seed instead of reading them."),
        KnownKey("venue.symbols", .symbols, "What is listed; empty means the book's universe."),
        KnownKey("venue.keys", .secrets, "Accepted key pairs, id:secret each."),
        KnownKey(
            "venue.starting-cash", .money(.smallest ... .largest), "Cash of a new account; empty means the book's."),
        KnownKey("venue.slippage-basis-points", .integer(0...1000), "What a market order pays beyond the open."),
        KnownKey("venue.journal", .runtimePath, "File that a restart continues from; empty keeps nothing."),
        KnownKey("venue.admin", .boolean, "Whether the routes that step the replay exist."),
        KnownKey("venue.faults", .boolean, "Whether the route that lets things go wrong exists."),
        KnownKey("venue.timeframe", .choice(["1Day", "1Min"]), "How long a simulated bar is; empty means 1Day."),
        KnownKey("venue.clock", .choice(["replay", "live"]), "Whether sessions are stepped or follow the wall clock."),
        KnownKey("venue.bad-rows", .choice(["quarantine", "stop"]), "What happens at a row that cannot be right."),
        KnownKey("venue.from", .date, "First session of the replay; empty means the first there is."),
        KnownKey("venue.to", .date, "Last session of the replay; empty means the last there is."),
    ]

    private static let process: [KnownKey] = [
        KnownKey("runtime.directory", .string, "Directory of status files, sockets and the kill file."),
        KnownKey(
            "log.level", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
            "Least severity that is logged."),
        KnownKey(
            "log.format", .choice(["auto", "json", "text"]), "Form of log lines; auto is text on a terminal, else json."
        ),
    ]
}
