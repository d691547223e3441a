/// What the watchdog knows of the services it watches, and what follows from it. It reads no clock and does no I/O.
///
/// Silence counts only where it can be heard: a path that cannot be observed, such as Redis while it is away, makes nothing stale, and
/// when it comes back its silence is counted anew. So an outage of Redis alone flattens nothing, and neither does its end.
public struct Vigil: Sendable {
    /// The two ways on which a service says that it is alive.
    public enum Path: Int, Hashable, Sendable, CaseIterable {
        /// The heartbeat key in Redis.
        case redis
        /// The datagram on the local socket.
        case local
    }

    public enum Health: Hashable, Sendable {
        case healthy, stale, unknown
    }

    /// What follows from all that was heard.
    public enum Decision: Hashable, Sendable {
        case wait
        /// Nobody of these has been heard of on either path for too long.
        case flatten([String])
        /// All are heard of again after a flatten.
        case rearm
    }

    private struct Silence: Sendable {
        /// When the service was last heard of on this path.
        var heardAt: Int64?
    }

    public let services: [String]
    public let limitNanoseconds: Int64
    private var silences: [[Silence]]
    /// Since when each path can be observed; `nil` while it cannot.
    private var observedSince: [Int64?] = Path.allCases.map { _ in nil }
    /// Whether this alarm has been answered; a new one is possible once all are healthy again.
    public private(set) var isLatched = false

    public init(services: [String], staleAfterSeconds: Int) {
        self.services = services
        limitNanoseconds = Int64(staleAfterSeconds) * 1_000_000_000
        silences = services.map { _ in Path.allCases.map { _ in Silence() } }
    }

    /// Takes note whether a path can be observed right now.
    public mutating func observe(_ path: Path, isPossible: Bool, at now: Int64) {
        if !isPossible {
            observedSince[path.rawValue] = nil
        } else if observedSince[path.rawValue] == nil {
            observedSince[path.rawValue] = now
        }
    }

    /// Takes note of a sign of life. Services that nobody watches are ignored.
    public mutating func heard(_ service: String, on path: Path, at instant: Int64) {
        guard let place = services.firstIndex(of: service) else { return }
        let before = silences[place][path.rawValue].heardAt ?? instant
        silences[place][path.rawValue].heardAt = max(before, instant)
    }

    public func health(of service: String, on path: Path, at now: Int64) -> Health {
        guard let place = services.firstIndex(of: service), let since = observedSince[path.rawValue],
            let heardAt = silences[place][path.rawValue].heardAt
        else { return .unknown }
        if now - heardAt < limitNanoseconds { return .healthy }
        return now - since < limitNanoseconds ? .unknown : .stale
    }

    /// Healthy when either path says so, stale only when both do.
    public func health(of service: String, at now: Int64) -> Health {
        let paths = Path.allCases.map { health(of: service, on: $0, at: now) }
        if paths.contains(.healthy) { return .healthy }
        return paths.allSatisfy { $0 == .stale } ? .stale : .unknown
    }

    /// What to do now. A flatten is decided once; the next needs all services healthy in between.
    public mutating func decide(at now: Int64) -> Decision {
        let health = services.map { self.health(of: $0, at: now) }
        let stale = zip(services, health).filter { $0.1 == .stale }.map(\.0)
        if isLatched {
            guard health.allSatisfy({ $0 == .healthy }) else { return .wait }
            isLatched = false
            return .rearm
        }
        guard !stale.isEmpty else { return .wait }
        isLatched = true
        return .flatten(stale)
    }
}
