import Archive
import Contracts
import EventLog
import Hosting
import ServiceKit

/// How the recorder is run: read once at start, then never changed.
/// - `redis.address`, `redis.password`, `postgres.url`
/// - `book.name` and `book.mode`, which the archive is stamped with
struct RecorderSettings: Sendable {
    let log: LogAddress
    let mode: BookMode
    /// A libpq connection string; it may hold a password.
    let postgres: Secret
    /// How many entries stay in Redis although they are archived and read.
    var keptEntries: UInt64 = 200_000
    /// How many entries one transaction takes at most.
    var batchSize = 512

    init(log: LogAddress, mode: BookMode, postgres: Secret) {
        self.log = log
        self.mode = mode
        self.postgres = postgres
    }

    init(reading configuration: Configuration) throws {
        self.init(
            log: try LogAddress(reading: configuration), mode: try configuration.choice("book.mode"),
            postgres: Secret(try configuration.string("postgres.url")))
    }
}
