import EventLog
import Hosting
import ServiceKit

/// How the risk service is run: read once at start. The limits are not here: they come through the log.
/// - `redis.address`, `redis.password`, `book.name` (the log) · `risk.kill-file`
struct RiskConfiguration: Sendable {
    let log: LogAddress
    let killFile: String

    init(reading configuration: Configuration) throws {
        log = try LogAddress(reading: configuration)
        killFile = try configuration.string("risk.kill-file")
    }
}
