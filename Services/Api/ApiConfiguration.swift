import Contracts
import EventLog
import Kernel
import ServiceKit

/// How the api is run: read once at start, then never changed.
/// - `api.host`, `api.port` (where it listens) · `api.keys` (name → key) · `api.approvers` (name → Ed25519 public key)
/// - `venue.simulated-seed` (whether the market is made up, which the page then says)
/// - `redis.address`, `redis.password` (the log) · `postgres.url` (the archive; optional) · all of the book
struct ApiConfiguration: Sendable {
    let host: String
    let port: Int
    let keys: KeyRing
    let approvers: ApproverRing
    let log: LogAddress
    /// Where the archive is; without it there is no audit root, and history that was trimmed from Redis stays unknown.
    let archive: ArchiveAddress?
    let book: BookConfiguration
    let marketIsSimulated: Bool

    init(reading configuration: Configuration) throws {
        let book = try BookConfiguration(reading: configuration)
        do {
            try StrategyCatalogue.validate(book)
        } catch {
            throw configuration.error("strategies", "\(error)")
        }
        host = try configuration.string("api.host")
        port = try configuration.int("api.port")
        keys = KeyRing(try configuration.secretMap("api.keys"))
        do {
            approvers = try ApproverRing(try configuration.map("api.approvers"))
        } catch let error as ApproverRing.BadKey {
            throw configuration.error("api.approvers", error.description)
        }
        let address = try configuration.string("redis.address")
        guard let redis = RedisAddress(parsing: address) else {
            throw configuration.error("redis.address", "\"\(address)\" is neither unix:/path nor host:port")
        }
        let password = try configuration.optional("redis.password", configuration.secret)
        log = LogAddress(redis: redis, password: password?.revealed, book: book.book)
        archive = try configuration.optional("postgres.url", configuration.string).map {
            ArchiveAddress(connection: $0, book: book.book, mode: book.mode)
        }
        self.book = book
        marketIsSimulated = configuration.contains("venue.simulated-seed")
    }
}
