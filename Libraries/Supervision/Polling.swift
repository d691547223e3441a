import Foundation

/// Looks at `condition` every five milliseconds until it holds; `false` when `limit` has passed first.
public func poll(atMost limit: Duration, _ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
        if condition() { return true }
        if ContinuousClock.now >= deadline { return false }
        usleep(5_000)
    }
}
