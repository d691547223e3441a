import EventLog
import Hosting
import ServiceKit
import Web

/// How the reconciler is run: read once at start, then never changed.
/// - `redis.address`, `redis.password`, `book.name` (the log) · `broker.url`, `broker.key-id`, `broker.secret-key`
struct ReconcilerConfiguration: Sendable {
    let log: LogAddress
    let brokerURL: String
    let credentials: Credentials

    init(reading configuration: Configuration) throws {
        log = try LogAddress(reading: configuration)
        brokerURL = try configuration.string("broker.url")
        credentials = Credentials(
            keyID: try configuration.string("broker.key-id"),
            secret: try configuration.secret("broker.secret-key").revealed)
    }
}
