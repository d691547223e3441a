public import EventLog
public import ServiceKit

extension LogAddress {
    /// Where the configuration says the book's log is: `redis.address`, `redis.password` and `book.name`.
    public init(reading configuration: Configuration) throws(ConfigurationError) {
        let address = try configuration.string("redis.address")
        guard let redis = RedisAddress(parsing: address) else {
            throw configuration.error("redis.address", "\"\(address)\" is neither unix:/path nor host:port")
        }
        self.init(
            redis: redis, password: try configuration.optional("redis.password", configuration.secret)?.revealed,
            book: try configuration.string("book.name"))
    }
}
