import Contracts
import EventLog
import Hosting
import ServiceKit
import Web

/// How the OMS is run: read once at start, then never changed.
/// - `redis.address`, `redis.password`, `book.name` (the log) · `book.mode` · `risk.kill-file`
/// - `broker.url`, `broker.stream-url`, `broker.key-id`, `broker.secret-key`
struct OmsConfiguration: Sendable {
    let log: LogAddress
    let mode: BookMode
    let killFile: String
    let brokerURL: String
    let streamURL: String
    let credentials: Credentials

    init(reading configuration: Configuration) throws {
        log = try LogAddress(reading: configuration)
        mode = try configuration.choice("book.mode")
        killFile = try configuration.string("risk.kill-file")
        brokerURL = try configuration.string("broker.url")
        streamURL = try configuration.string("broker.stream-url")
        credentials = Credentials(
            keyID: try configuration.string("broker.key-id"),
            secret: try configuration.secret("broker.secret-key").revealed)
    }
}
