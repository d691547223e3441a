internal import Contracts
internal import LogRules

/// Why a process of the simulation stops what it does.
enum Stop: Error, Equatable {
    /// Killed at a named instant.
    case crashed
    /// The connection to the log is gone, and what became of a commit in flight is not known.
    case connectionLost
    /// Another instance has the lease: this process ends.
    case fenced
    /// The log did not come back within the patience of this process: it ends, and starts again.
    case gaveUp
    /// The log does not hold what the stage needs.
    case mismatch(LogMismatch)
}

/// One process's end of the log: its lease, and what it believes the log holds about its service.
///
/// It is the counterpart of `LogWriter` over an array. What it concludes after a lost connection is `Reopening`, as there.
final class Seat {
    static let leaseNanoseconds: Int64 = 4_500_000_000

    unowned let plant: Plant
    let role: Role
    let instance: Int
    private(set) var epoch: Int64 = 0
    private(set) var epochBefore: Int64 = 0
    private(set) var cursor = ""
    private(set) var count: Int64 = 0
    private(set) var tip = LogOffset.start
    private var run = 0
    private var inFlight: String?
    private var renewedAt: Int64 = 0
    private(set) var isCut = false

    init(_ plant: Plant, _ role: Role, instance: Int) {
        self.plant = plant
        self.role = role
        self.instance = instance
    }

    /// Whether the log answers at all, and is known to be complete unless the caller is who finds that out.
    private var isReady: Bool {
        guard plant.now >= plant.log.downUntil else { return false }
        return role == .recorder || plant.log.isPublished || plant.brokenGuard == .rollbackNotNoticed
    }

    /// Takes the lease and adopts what the log holds; `false` while that has to wait.
    func open() -> Bool {
        guard isReady, let place = plant.acquire(role, instance) else { return false }
        adopt(place)
        run = plant.log.run
        isCut = false
        inFlight = nil
        return true
    }

    private func adopt(_ place: SimulatedLog.Place) {
        (epoch, epochBefore) = (plant.log.places[role.rawValue].epoch, place.epoch)
        (cursor, count, tip) = (place.cursor, place.count, place.tip)
        renewedAt = plant.now
    }

    func cut() { isCut = true }

    /// Throws when the connection does not carry a command any more.
    func checkConnection() throws(Stop) {
        if isCut || run != plant.log.run || plant.now < plant.log.downUntil {
            isCut = true
            throw .connectionLost
        }
    }

    func commit(
        _ outputs: [Draft], cursor newCursor: String, snapshot: (offset: LogOffset, stage: any Sendable)? = nil
    ) throws(Stop) {
        try checkConnection()
        try renewIfDue()
        try plant.pass(.beforeCommit, role)
        inFlight = newCursor
        let fate = plant.fateOfCommit(role)
        if fate == .lostBefore {
            isCut = true
            throw .connectionLost
        }
        switch plant.commit(self, outputs, newCursor: newCursor, snapshot: snapshot) {
        case .fenced:
            plant.tally.count("commit refused: fenced")
            throw .fenced
        case .stale:
            plant.tally.count("commit refused: stale")
            isCut = true
            throw .connectionLost
        case .taken(let last):
            // What would follow from a log that is wrong does not matter.
            guard plant.violation == nil else { throw .crashed }
            try plant.pass(.afterCommit, role)
            if fate == .lostAfter {
                isCut = true
                throw .connectionLost
            }
            if last > .start { tip = last }
            cursor = newCursor
            count += 1
            inFlight = nil
        }
    }

    /// Whether this process still has the place: another may stand at the same offsets of a log that began anew.
    var isHolder: Bool { plant.log.places[role.rawValue].epoch == epoch }

    /// After a read of the log: what was read is our log if the service is still in our epoch.
    func checkEpoch() throws(Stop) {
        guard isHolder else { throw .fenced }
    }

    /// Renews the lease after a third of it.
    func renewIfDue(evenIfFresh: Bool = false) throws(Stop) {
        try checkConnection()
        guard evenIfFresh || plant.now - renewedAt >= Self.leaseNanoseconds / 3 else { return }
        guard
            plant.log.renew(
                role, epoch: epoch, instance: instance, now: plant.now, lasting: Self.leaseNanoseconds)
        else { throw .fenced }
        renewedAt = plant.now
    }

    var leaseRemaining: Int64 { max(0, Self.leaseNanoseconds - (plant.now - renewedAt)) }

    /// A new connection; `nil` while the log is away or not known to be complete.
    func reopen() throws(Stop) -> Reopening? {
        guard isReady else { return nil }
        guard let place = plant.acquire(role, instance) else { throw .fenced }
        let left = Reopening.Place(epoch: epoch, cursor: cursor, count: count)
        let found = Reopening.Place(epoch: place.epoch, cursor: place.cursor, count: place.count)
        let wanted = inFlight
        let isSameRun = run == plant.log.run
        adopt(place)
        run = plant.log.run
        isCut = false
        inFlight = nil
        let reopening = Reopening(left: left, found: found, wanted: wanted, isSameRun: isSameRun)
        return plant.brokenGuard == .commitRepeated && reopening == .landed ? .unchanged : reopening
    }
}
