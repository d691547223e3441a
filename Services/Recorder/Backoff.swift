/// How long to wait before the next try: longer after each failure, up to two seconds.
struct Backoff {
    private var next = Duration.milliseconds(25)

    /// The time to wait after one more failure.
    mutating func afterFailure() -> Duration {
        defer { next = min(next * 2, .seconds(2)) }
        return next
    }

    mutating func reset() { next = .milliseconds(25) }
}
