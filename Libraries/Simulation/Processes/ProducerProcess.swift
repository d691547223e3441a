internal import Contracts
internal import LogRules

/// A service that appends facts from outside and keeps its place in their source: the counterpart of `Producer`.
class ProducerProcess: Process {
    private(set) var seat: Seat
    /// Entries of this author behind the last commit that appended something: the cursor may or may not account for them.
    private(set) var unaccounted: [Entry] = []

    override init(_ plant: Plant, _ role: Role, instance: Int) {
        seat = Seat(plant, role, instance: instance)
        super.init(plant, role, instance: instance)
    }

    var author: Author { preconditionFailure("every producer has an author") }
    /// Takes up the source's cursor, and what stands in the log beyond it.
    func recover(_ cursor: String) {}
    func say() throws(Stop) { preconditionFailure("every producer has something to say") }

    override func start() throws(Stop) -> Bool {
        seat = Seat(plant, role, instance: instance)
        guard seat.open() else { return false }
        try plant.pass(.duringRecovery, role)
        unaccounted = plant.log.entries(after: seat.tip).filter { $0.by == author }
        recover(seat.cursor)
        return true
    }

    override func turn() throws(Stop) {
        if seat.isCut {
            guard let reopening = try seat.reopen() else { return }
            // What the log may have lost is read again from an older cursor, by a process that knows nothing else.
            if reopening != .unchanged { throw .gaveUp }
        }
        do throws(Stop) {
            try say()
        } catch {
            guard error == .connectionLost else { throw error }
        }
    }

    /// Appends facts and moves the source's cursor in one step; finds out what became of it when the connection is lost on the way.
    func commit(_ drafts: [Draft], cursor: String) throws(Stop) {
        var doubt = FactsInDoubt(drafts)
        while true {
            let (known, left) = (seat.tip, (epoch: seat.epoch, cursor: seat.cursor))
            do throws(Stop) {
                return try seat.commit(Array(doubt.missing), cursor: cursor)
            } catch {
                guard error == .connectionLost else { throw error }
                plant.maybeRestartInTheMiddle()
                guard let reopening = try seat.reopen() else { throw .gaveUp }
                if doubt.settle(reopening, tip: seat.tip) {
                    guard seat.epochBefore <= left.epoch else { throw .fenced }
                    guard seat.cursor == left.cursor else { throw .gaveUp }
                    for entry in plant.log.entries(after: known) where entry.by == author {
                        // Another instance had the place, and the log has lost that it did.
                        guard doubt.compare(entry.offset, { entry == $0.placed(at: entry.offset) }) else {
                            throw .gaveUp
                        }
                    }
                } else if reopening != .unchanged {
                    return
                }
            }
        }
    }
}

/// Ingest: hands the market's frames to the log, and tells of splits before the frame that shows them.
final class FeedProcess: ProducerProcess {
    private var told = 0

    override var author: Author { .ingest }
    override var hasWork: Bool { isRunning && told < plant.market.items.count }

    override func recover(_ cursor: String) {
        told = Int(cursor) ?? 0
        // As ingest takes them: by what they say, since the cursor may account for some of them already.
        for entry in unaccounted {
            let place = plant.market.items.lastIndex { $0.at == entry.at && $0.event == entry.event }
            if let place { told = max(told, place + 1) }
        }
    }

    override func say() throws(Stop) {
        guard told < plant.market.items.count else { return try seat.renewIfDue() }
        let item = plant.market.items[told]
        let draft = Draft(at: item.at, by: .ingest, cause: .start, trace: item.at.compact, event: item.event)
        try commit([draft], cursor: String(told + 1))
        told += 1
    }
}

/// The scheduler: the shipped `WallSchedule` and `ScheduleCursor` by a clock that jumps.
final class SchedulerProcess: ProducerProcess {
    private static let reconciliationNanoseconds: Int64 = 4_000_000_000

    private var cursor = ScheduleCursor()
    private var comparedAt: Int64 = 0
    private let schedule = WallSchedule(calendar: .nyse)

    override var author: Author { .scheduler }

    override func recover(_ text: String) {
        cursor = ScheduleCursor(text) ?? ScheduleCursor()
        for entry in unaccounted { cursor.record(entry.event) }
    }

    override func say() throws(Stop) {
        let now = plant.market.now + plant.wallOffset
        var jobs = schedule.due(at: now, after: cursor)
        if plant.now - comparedAt >= Self.reconciliationNanoseconds {
            comparedAt = plant.now
            jobs.append(Job(at: now, event: .reconciliationDue(ReconciliationDue(cycle: cursor.cycle + 1))))
        }
        guard !jobs.isEmpty else { return try seat.renewIfDue() }
        var next = cursor
        for job in jobs { next.record(job.event) }
        try commit(jobs.map(\.draft), cursor: next.description)
        cursor = next
    }
}
