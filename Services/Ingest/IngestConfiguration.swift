import Contracts
import EventLog
import MarketData
import Providers
import ServiceKit
import Web

/// How ingest is run: read once at start, then never changed.
/// - `redis.address`, `redis.password`, `book.name` (the log) · `ingest.source` · `ingest.bad-rows`
/// - from a stream: `ingest.timeframe`, `ingest.grace-milliseconds`, the addresses and keys under `broker`, `venue.from`
/// - from files: `ingest.directory`
struct IngestConfiguration: Sendable {
    enum Source: Sendable {
        case stream(StreamSettings)
        case files(DailyBarFiles)
    }

    enum SourceName: String {
        case stream, csv
    }

    let log: LogAddress
    let source: Source

    init(reading configuration: Configuration) throws {
        let address = try configuration.string("redis.address")
        guard let redis = RedisAddress(parsing: address) else {
            throw configuration.error("redis.address", "\"\(address)\" is neither unix:/path nor host:port")
        }
        log = LogAddress(
            redis: redis, password: try configuration.optional("redis.password", configuration.secret)?.revealed,
            book: try configuration.string("book.name"))
        switch try configuration.choice("ingest.source", as: SourceName.self) {
        case .stream: source = .stream(try StreamSettings(reading: configuration))
        case .csv:
            let policy: BadRowPolicy = try configuration.choice("ingest.bad-rows")
            source = .files(DailyBarFiles(directory: try configuration.string("ingest.directory"), badRows: policy))
        }
    }
}

/// Where live bars come from.
struct StreamSettings: Sendable {
    let timeframe: BarTimeframe
    let grace: Duration
    let stopsAtBadBar: Bool
    let clockURL: String
    let historyURL: String
    let streamURL: String
    let credentials: Credentials
    /// Where the history of an empty log begins; only days have one.
    let firstSession: TradingDate

    init(reading configuration: Configuration) throws(ConfigurationError) {
        timeframe = try configuration.choice("ingest.timeframe")
        grace = try configuration.duration("ingest.grace-milliseconds")
        stopsAtBadBar = try configuration.choice("ingest.bad-rows", as: BadRowPolicy.self) == .stop
        clockURL = try configuration.string("broker.url")
        historyURL = try configuration.string("broker.data-url")
        streamURL = try configuration.string("broker.data-stream-url")
        credentials = Credentials(
            keyID: try configuration.string("broker.key-id"),
            secret: try configuration.secret("broker.secret-key").revealed)
        firstSession = try configuration.optional("venue.from", configuration.date) ?? TradingCalendar.nyse.sessions[0]
        if timeframe == .day, streamURL.contains("alpaca.markets") {
            throw configuration.error(
                "ingest.timeframe", "1Day needs a venue that sends finished days; Alpaca sends the day so far: use 1Min"
            )
        }
    }

    /// The feed that REST must be asked for to get what the stream gives: the last part of the stream's path.
    var feed: String? {
        let last = streamURL.split(separator: "/").last.map(String.init) ?? ""
        return ["iex", "sip", "delayed_sip", "otc", "boats"].contains(last) ? last : nil
    }
}
