import Contracts
import EventLog
import Hosting
import ServiceKit
import Web

/// How the watchdog is run: read once at start, then never changed.
/// - `watchdog.key-id`, `watchdog.secret-key` (a broker key of its own) · `watchdog.stale-after-seconds` · `watchdog.socket`
/// - `broker.url` · `redis.address`, `redis.password` (heartbeats, and the log for its reports)
struct WatchdogConfiguration: Sendable {
    let log: LogAddress
    let brokerURL: String
    let credentials: Credentials
    let staleAfterSeconds: Int
    let socket: String

    init(reading configuration: Configuration) throws {
        log = try LogAddress(reading: configuration)
        brokerURL = try configuration.string("broker.url")
        credentials = Credentials(
            keyID: try configuration.string("watchdog.key-id"),
            secret: try configuration.secret("watchdog.secret-key").revealed)
        if try configuration.optional("broker.key-id", configuration.string) == credentials.keyID {
            throw configuration.error("watchdog.key-id", "is the key of oms; the watchdog needs one of its own")
        }
        staleAfterSeconds = try configuration.int("watchdog.stale-after-seconds")
        socket = try configuration.string("watchdog.socket")
    }
}
