/// Calls for a comparison with the broker at a fixed pace, by the clock that does not jump.
struct ReconciliationTimer {
    let intervalNanoseconds: Int64
    private var last: Int64?

    init(seconds: Int) { intervalNanoseconds = Int64(seconds) * 1_000_000_000 }

    /// Whether a comparison is due. The first is at once; after a pause there is one, not one for each that was missed.
    mutating func isDue(at now: Int64) -> Bool {
        if let last, now - last < intervalNanoseconds { return false }
        last = now
        return true
    }
}
