public import Contracts

/// Whether the archive still moves, for who waits for it.
public struct ArchivePatience: Hashable, Sendable {
    /// An archive that has not moved for so long while something waits for it counts as down.
    public static let nanoseconds: Int64 = 5_000_000_000

    private var waitingSince: Int64?

    public init() {}

    /// Takes note of one look at the archive; `now` is a clock that does not jump.
    ///
    /// - Parameter awaited: the entry that is waited for; `nil` when nothing waits.
    public mutating func look(for awaited: LogOffset?, before: LogOffset, archived: LogOffset, now: Int64) {
        guard let awaited else {
            waitingSince = nil
            return
        }
        if archived > before || waitingSince == nil { waitingSince = now }
        if archived >= awaited { waitingSince = nil }
    }

    public func isUp(at now: Int64) -> Bool { waitingSince.map { now - $0 < Self.nanoseconds } ?? true }
}
