internal import Contracts
internal import LogRules

/// The recorder: it compares a new run of the log with the archive, copies, and trims.
final class RecorderProcess: Process {
    private static let batchSize = 64
    private static let keptEntries: UInt64 = 150
    private static let trimNanoseconds: Int64 = 10_000_000_000

    private var seat: Seat
    private var isComplete = false
    private var trimmedAt: Int64 = 0

    override init(_ plant: Plant, _ role: Role, instance: Int) {
        seat = Seat(plant, role, instance: instance)
        super.init(plant, role, instance: instance)
    }

    override var hasWork: Bool {
        isRunning && plant.now >= plant.archive.downUntil && plant.archive.tip < plant.log.tip
    }

    override func start() throws(Stop) -> Bool {
        guard plant.now >= plant.archive.downUntil else { return false }
        seat = Seat(plant, role, instance: instance)
        isComplete = false
        return seat.open()
    }

    override func turn() throws(Stop) {
        do throws(Stop) {
            if seat.isCut {
                isComplete = false
                guard try seat.reopen() != nil else { return }
            }
            try seat.checkConnection()
            guard plant.now >= plant.archive.downUntil else { return try seat.renewIfDue() }
            if !plant.log.isPublished { isComplete = false }
            if !isComplete { try complete() }
            try copy()
            try trim()
        } catch {
            guard error == .connectionLost else { throw error }
        }
    }

    /// Compares the log with the archive, puts back what the log lost, and lets the others go on.
    private func complete() throws(Stop) {
        let plan: ArchiveComparison
        do throws(ArchiveComparison.Difference) {
            plan = try ArchiveComparison(first: plant.log.first, tip: plant.log.tip, archived: plant.archive.tip)
            if let common = plan.common { try compare(common) }
        } catch {
            plant.violate(.auditExtends, "\(error)")
            throw .crashed
        }
        try plant.pass(.beforeRestore, role)
        let lost = plant.archive.entries(after: plan.restoreAfter)
        if !lost.isEmpty { plant.tally.count("entries put back from the archive") }
        plant.log.restore(lost)
        plant.checker.observe(after: plan.restoreAfter)
        if plant.archive.tip > .start { plant.log.archivedMark = plant.archive.tip }
        try plant.pass(.beforePublish, role)
        plant.log.publishedRun = plant.log.run
        isComplete = true
        plant.note { "recorder publishes run \(plant.log.run), \(lost.count) entries put back" }
    }

    private func compare(_ common: ClosedRange<UInt64>) throws(ArchiveComparison.Difference) {
        for offset in common {
            let place = Int(offset) - 1
            if plant.log.entries[place] != plant.archive.entries[place] { throw .differs(LogOffset(offset)) }
        }
    }

    private func copy() throws(Stop) {
        let cursor = plant.archive.tip
        guard cursor < plant.log.tip else { return try hold(cursor) }
        let end = min(plant.log.tip.rawValue, cursor.rawValue + UInt64(Self.batchSize))
        try plant.pass(.beforeArchive, role)
        guard plant.log.entry(at: cursor.next) != nil else {
            plant.violate(.recovery, "entry \(cursor.next) was trimmed before it was archived")
            throw .crashed
        }
        guard plant.archive.append(plant.log.entries[Int(cursor.rawValue)..<Int(end)]) else { throw .crashed }
        try plant.pass(.afterArchive, role)
        plant.log.archivedMark = LogOffset(end)
        try hold(LogOffset(end))
    }

    /// Notes how far the log is archived as the recorder's cursor, or renews the lease when nothing has moved.
    private func hold(_ cursor: LogOffset) throws(Stop) {
        if seat.cursor == cursor.description {
            try seat.renewIfDue()
        } else {
            try seat.commit([], cursor: cursor.description)
        }
    }

    private func trim() throws(Stop) {
        guard plant.now - trimmedAt >= Self.trimNanoseconds else { return }
        trimmedAt = plant.now
        let places = Role.allCases.compactMap { role -> TrimPlan.StagePlace? in
            let place = plant.log.places[role.rawValue]
            guard let author = Author(rawValue: role.name), let cursor = UInt64(place.cursor),
                let snapshot = place.snapshotOffset
            else { return nil }
            return TrimPlan.StagePlace(author, cursor: LogOffset(cursor), snapshot: snapshot)
        }
        var first = TrimPlan.firstKept(archived: plant.archive.tip, keeping: Self.keptEntries, places: places)
        if plant.brokenGuard == .trimmedPastReaders { first = plant.archive.tip }
        guard let first, first > plant.log.firstKept else { return }
        try plant.pass(.beforeTrim, role)
        plant.log.trim(below: first)
        plant.tally.count("log trimmed")
        plant.note { "log trimmed below \(first)" }
    }
}
