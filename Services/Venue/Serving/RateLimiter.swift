import Contracts

/// Counts requests in fixed minutes, one count for the account.
struct RateLimiter: Sendable {
    /// What clients are told when there is no limit.
    static let unlimited = 1_000_000

    private let limit: Int
    private var minute: Int64 = 0
    private var used = 0

    /// - Parameter requestsPerMinute: 0 means no limit.
    init(requestsPerMinute: Int) { limit = requestsPerMinute }

    /// Counts one request; `isAllowed` is false above the limit.
    mutating func count(at now: Timestamp) -> (isAllowed: Bool, limit: Int, remaining: Int, resetsAt: Int64) {
        let minute = now.nanoseconds / nanosPerUnit / 60
        if minute != self.minute { (self.minute, used) = (minute, 0) }
        let resetsAt = (minute + 1) * 60
        guard limit > 0 else { return (true, Self.unlimited, Self.unlimited, resetsAt) }
        let isAllowed = used < limit
        if isAllowed { used += 1 }
        return (isAllowed, limit, limit - used, resetsAt)
    }
}
