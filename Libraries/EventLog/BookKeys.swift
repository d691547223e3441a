public import Contracts

/// The names of everything that one book keeps in Redis.
///
/// They share the hash tag `{BOOK}`, so that a book lives in one slot of a Redis Cluster.
public struct BookKeys: Hashable, Sendable {
    /// The book's name.
    public let book: String
    private let prefix: String

    public init(book: String) {
        self.book = book
        prefix = "bullion:{\(book)}:"
    }

    /// The log itself, a stream whose ids are `0-<offset>`.
    public var log: String { prefix + "log" }
    /// Up to where the archive holds the log.
    public var archived: String { prefix + "archived" }
    /// The run of Redis that the recorder has compared with the archive.
    public var generation: String { prefix + "generation" }
    /// The channel for wake-ups and live pictures. Facts never travel here.
    public var hint: String { prefix + "hint" }
    /// Rings when `archived` moves.
    public var archivedBell: String { prefix + "bell:archived" }

    /// A hash: the lease's epoch, the cursor, and how many commits there were.
    public func service(_ name: String) -> String { prefix + "service:" + name }
    /// Who holds the lease; it expires by itself.
    public func lease(_ service: String) -> String { prefix + "lease:" + service }
    /// A hash: a stage's state and the offset that it includes.
    public func snapshot(_ service: String) -> String { prefix + "snapshot:" + service }
    /// A sign of life that expires by itself.
    public func heartbeat(_ service: String) -> String { prefix + "heartbeat:" + service }
    /// A stream that holds the ids of the newest entries of one kind.
    public func bell(_ kind: EventKind) -> String { prefix + "bell:" + kind.rawValue }
}

/// Where a book's log is, and how to get in.
public struct LogAddress: Hashable, Sendable {
    public let redis: RedisAddress
    public let password: String?
    public let book: String

    public init(redis: RedisAddress, password: String? = nil, book: String) {
        self.redis = redis
        self.password = password
        self.book = book
    }

    /// The names of the book's keys.
    public var keys: BookKeys { BookKeys(book: book) }

    /// Opens a connection of its own.
    public func connect(timeout: Duration = .seconds(10)) throws(RedisError) -> RedisConnection {
        try RedisConnection(redis, password: password, timeout: timeout)
    }
}
