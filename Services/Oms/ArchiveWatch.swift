import Conduct
import Contracts
import EventLog
import ServiceKit

/// How far the archive is, and whether it still moves.
struct ArchiveWatch: ~Copyable {
    private var mark: ArchiveMark
    private(set) var archived = LogOffset.start
    private var patience = ArchivePatience()

    init(on address: LogAddress) throws(LogError) {
        do throws(RedisError) { mark = try ArchiveMark(on: address) } catch { throw .redis(error) }
    }

    var isUp: Bool { patience.isUp(at: WallClock.monotonicNanoseconds()) }

    /// Looks whether the archive has reached `offset`, and waits for that a moment; `nil` means that nothing waits for it.
    mutating func look(for offset: LogOffset?, waitingAtMost limit: Duration) throws(LogError) {
        guard let offset else {
            patience.look(for: nil, before: archived, archived: archived, now: WallClock.monotonicNanoseconds())
            return
        }
        let before = archived
        do throws(RedisError) {
            if limit > .zero { _ = try mark.wait(until: offset, atMost: limit) }
            archived = try mark.read()
        } catch {
            do throws(RedisError) { try mark.reconnect() } catch { throw .redis(error) }
        }
        patience.look(for: offset, before: before, archived: archived, now: WallClock.monotonicNanoseconds())
    }
}
