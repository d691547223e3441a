import Contracts
import EventLog
import ServiceKit

/// How far the archive is, and whether it still moves.
struct ArchiveWatch: ~Copyable {
    /// An archive that has not moved for so long while something waits for it counts as down.
    private static let patienceNanoseconds: Int64 = 5_000_000_000

    private var mark: ArchiveMark
    private(set) var archived = LogOffset.start
    private var waitingSince: Int64?

    init(on address: LogAddress) throws(LogError) {
        do throws(RedisError) { mark = try ArchiveMark(on: address) } catch { throw .redis(error) }
    }

    var isUp: Bool {
        guard let waitingSince else { return true }
        return WallClock.monotonicNanoseconds() - waitingSince < Self.patienceNanoseconds
    }

    /// Looks whether the archive has reached `offset`, and waits for that a moment; `nil` means that nothing waits for it.
    mutating func look(for offset: LogOffset?, waitingAtMost limit: Duration) throws(LogError) {
        guard let offset else {
            waitingSince = nil
            return
        }
        let before = archived
        do throws(RedisError) {
            if limit > .zero { _ = try mark.wait(until: offset, atMost: limit) }
            archived = try mark.read()
        } catch {
            do throws(RedisError) { try mark.reconnect() } catch { throw .redis(error) }
        }
        if archived > before || waitingSince == nil { waitingSince = WallClock.monotonicNanoseconds() }
        if archived >= offset { waitingSince = nil }
    }
}
