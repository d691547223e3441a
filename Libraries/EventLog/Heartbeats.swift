import Contracts

/// A service's sign of life.
public struct Heartbeat: Hashable, Sendable {
    public let service: String
    public let instance: String
    /// The service's committed cursor when it gave the sign.
    public let cursor: String
    /// How long ago that was, by the clock of Redis.
    public let age: Duration

    static func text(instance: String, cursor: String) -> String { "\(instance) \(cursor)" }
}

/// The signs of life of a book's services.
///
/// A service on the log gives them by itself, whenever it renews its lease; others call `beat`.
public struct Heartbeats: ~Copyable {
    /// The services that a book normally has.
    public static let services: [String] = Author.allCases.map(\.rawValue)

    private let keys: BookKeys
    private let lifetime: Duration
    private var connection: RedisConnection

    /// - Parameter lifetime: after how long without a beat a service counts as silent. All services of a book must
    ///   agree on it.
    public init(on address: LogAddress, lifetime: Duration = LogOptions().heartbeatDuration) throws(RedisError) {
        connection = try address.connect()
        keys = address.keys
        self.lifetime = lifetime
    }

    /// Gives a sign of life.
    public mutating func beat(service: String, instance: String, cursor: String = "") throws(RedisError) {
        _ = try connection.send(
            "SET", keys.heartbeat(service), Heartbeat.text(instance: instance, cursor: cursor), "PX",
            String(lifetime.milliseconds))
    }

    /// The services among `services` that have given a sign within its lifetime.
    public mutating func read(_ services: [String] = Heartbeats.services) throws(RedisError) -> [Heartbeat] {
        let questions = services.flatMap { service in
            [["GET", keys.heartbeat(service)], ["PTTL", keys.heartbeat(service)]]
        }
        let replies = try connection.send(questions)
        return services.indices.compactMap { index in
            guard let text = replies[2 * index].text, let remaining = replies[2 * index + 1].integer, remaining > 0
            else { return nil }
            let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            return Heartbeat(
                service: services[index], instance: String(parts[0]), cursor: parts.count > 1 ? String(parts[1]) : "",
                age: max(.zero, lifetime - .milliseconds(remaining)))
        }
    }
}
