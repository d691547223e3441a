internal import Contracts

/// Who has a place of its own in the log.
enum Role: Int, CaseIterable {
    case features, strategy, allocator, risk, oms, reconciler, recorder, ingest, scheduler, api, watchdog

    var name: String { String(describing: self) }
}

/// The log of a book as the Redis function keeps it: commits are atomic, checked before they write, and a restart may lose what was
/// not flushed.
///
/// It has the semantics of `LogFunctions` word for word; a test holds the two against each other in one script.
struct SimulatedLog {
    /// One service's hash, lease and snapshot.
    struct Place {
        var epoch: Int64 = 0
        var cursor = ""
        var count: Int64 = 0
        var tip = LogOffset.start
        var holder: Int?
        var leaseUntil: Int64 = 0
        var snapshotOffset: LogOffset?
        var snapshot: (any Sendable)?
        var heartbeatAt: Int64?
    }

    /// All that a restart takes back to the last flush, but for the entries, which are only cut.
    struct Flushed {
        var places: [Place]
        var tip: LogOffset
        var firstKept: LogOffset
        var archivedMark: LogOffset
        var publishedRun: Int?
    }

    enum CommitAnswer: Equatable {
        case taken(tip: LogOffset)
        case fenced(epoch: Int64)
        case stale
    }

    private(set) var entries: [Entry] = []
    /// The oldest entry that is still there; what was trimmed stays in `entries` and can't be read.
    private(set) var firstKept = LogOffset(1)
    var places = Array(repeating: Place(), count: Role.allCases.count)
    var archivedMark = LogOffset.start
    /// Which run the recorder has compared with the archive.
    var publishedRun: Int?
    /// Another number after every start.
    private(set) var run = 1
    /// Nobody reaches it before this instant.
    var downUntil: Int64 = 0
    private var flushed: Flushed?

    /// The offset of the newest entry that was ever appended in this life of the log.
    var tip: LogOffset { LogOffset(UInt64(entries.count)) }
    var first: LogOffset? { firstKept <= tip ? firstKept : nil }
    var isPublished: Bool { publishedRun == run }

    /// Everything that was appended after an offset; nothing if the log does not reach it.
    func entries(after offset: LogOffset) -> ArraySlice<Entry> {
        entries[min(entries.count, Int(offset.rawValue))...]
    }

    func entry(at offset: LogOffset) -> Entry? {
        guard offset >= firstKept, offset <= tip, offset > .start else { return nil }
        return entries[Int(offset.rawValue) - 1]
    }
}

// MARK: The functions

extension SimulatedLog {
    /// `bullion_commit`: all of `outputs`, the cursor and the snapshot, or nothing.
    mutating func commit(
        _ role: Role, epoch: Int64, cursor: String, count: Int64, newCursor: String, outputs: [Draft],
        snapshot: (offset: LogOffset, stage: any Sendable)?, checksEpoch: Bool = true
    ) -> CommitAnswer {
        let place = places[role.rawValue]
        if checksEpoch, place.epoch != epoch { return .fenced(epoch: place.epoch) }
        if place.cursor != cursor || place.count != count { return .stale }
        for output in outputs { entries.append(output.placed(at: tip.next)) }
        places[role.rawValue].cursor = newCursor
        places[role.rawValue].count += 1
        if !outputs.isEmpty { places[role.rawValue].tip = tip }
        if let snapshot {
            places[role.rawValue].snapshotOffset = snapshot.offset
            places[role.rawValue].snapshot = snapshot.stage
        }
        return .taken(tip: outputs.isEmpty ? .start : tip)
    }

    /// `bullion_acquire`: takes the lease and answers the place before it; `nil` while another instance holds it.
    mutating func acquire(_ role: Role, instance: Int, now: Int64, lasting nanoseconds: Int64) -> Place? {
        let place = places[role.rawValue]
        if let holder = place.holder, holder != instance, place.leaseUntil > now { return nil }
        places[role.rawValue].holder = instance
        places[role.rawValue].leaseUntil = now + nanoseconds
        // The server's clock in microseconds: given once, even when the log has lost an epoch.
        places[role.rawValue].epoch = max(place.epoch + 1, now / 1_000)
        return place
    }

    /// `bullion_renew`: `false` when another epoch has begun.
    mutating func renew(_ role: Role, epoch: Int64, instance: Int, now: Int64, lasting nanoseconds: Int64) -> Bool {
        guard places[role.rawValue].epoch == epoch else { return false }
        places[role.rawValue].holder = instance
        places[role.rawValue].leaseUntil = now + nanoseconds
        places[role.rawValue].heartbeatAt = now
        return true
    }

    /// `bullion_restore`: puts entries back behind the tip.
    mutating func restore(_ lost: ArraySlice<Entry>) {
        guard let first = lost.first else { return }
        precondition(first.offset == tip.next, "entries are put back where they stood")
        entries += lost
    }

    mutating func trim(below offset: LogOffset) { firstKept = max(firstKept, offset) }
}

// MARK: What happens to a server

extension SimulatedLog {
    /// The append-only file reaches the disk.
    mutating func flush() {
        flushed = Flushed(
            places: places, tip: tip, firstKept: firstKept, archivedMark: archivedMark, publishedRun: publishedRun)
    }

    /// Starts anew, with what was flushed or with everything.
    mutating func restart(losingUnflushed: Bool) {
        run += 1
        guard losingUnflushed, let flushed else { return }
        entries.removeLast(entries.count - Int(flushed.tip.rawValue))
        places = flushed.places
        archivedMark = flushed.archivedMark
        publishedRun = flushed.publishedRun
        firstKept = flushed.firstKept
    }

    /// `FLUSHALL`: every key is gone, and the server runs on.
    mutating func flushAll() {
        entries = []
        firstKept = LogOffset(1)
        places = Array(repeating: Place(), count: Role.allCases.count)
        archivedMark = .start
        publishedRun = nil
        flush()
    }
}
