internal import Contracts
internal import LogRules

/// A stage on the simulated log: the counterpart of `StageHost`, around the same `StageFold`.
final class SeatedStage<S: Stage> {
    private static var batchSize: Int { 16 }
    private static var snapshotInterval: Int { 48 }
    private static var cursorInterval: Int { 32 }

    let seat: Seat
    private unowned let plant: Plant
    private(set) var progress = StageFold<S>()
    private(set) var recoveries = 0
    private var pending: [Draft] = []
    private let waking: Set<EventKind>

    init(_ plant: Plant, _ role: Role, instance: Int) {
        self.plant = plant
        seat = Seat(plant, role, instance: instance)
        waking = Set(S.wakingKinds)
    }

    var stage: S { progress.stage }
    var isBehind: Bool { progress.cursor < plant.log.tip || progress.cursor != progress.committedCursor }

    /// Takes the lease and recovers; `false` while that has to wait.
    func open() throws(Stop) -> Bool {
        guard seat.open() else { return false }
        try recover()
        return true
    }

    /// Replaces a lost connection; `false` while the log is away.
    func mend() throws(Stop) -> Bool {
        guard seat.isCut else { return true }
        guard let reopening = try seat.reopen() else { return false }
        try settle(reopening)
        return true
    }

    private func settle(_ reopening: Reopening) throws(Stop) {
        plant.tally.count("reopened: \(reopening.name)")
        switch reopening {
        case .unchanged: break
        case .landed: acceptCommit(snapshot: nil)
        case .changed: try recover()
        }
    }

    private func recover() throws(Stop) {
        try plant.pass(.duringRecovery, seat.role)
        pending.removeAll(keepingCapacity: true)
        let committed = seat.cursor.isEmpty ? LogOffset.start : LogOffset(UInt64(seat.cursor) ?? 0)
        progress.beginRecovery(from: storedSnapshot(committed), committed: committed)
        do {
            try progress.checkLog(first: plant.log.first, tip: plant.log.tip, committed: committed)
            while progress.cursor < committed { try fold(plant.log.entry(at: progress.cursor.next), emitting: false) }
        } catch {
            plant.violate(.recovery, "\(seat.role.name) can't recover: \(error)")
            throw .mismatch(error)
        }
        progress.endRecovery()
        for entry in plant.log.entries(after: committed) where entry.by == S.author {
            progress.noteAnswer(to: entry.cause)
        }
        recoveries += 1
    }

    private func storedSnapshot(_ committed: LogOffset) -> (offset: LogOffset, stage: S)? {
        let place = plant.log.places[seat.role.rawValue]
        guard let offset = place.snapshotOffset, let stage = place.snapshot as? S else { return nil }
        let skipsTail = plant.brokenGuard == .recoverySkipsTail && seat.role == .oms
        return (skipsTail ? max(offset, committed) : offset, stage)
    }

    private func fold(_ entry: Entry?, emitting: Bool) throws(LogMismatch) {
        guard let entry else {
            throw .gap(expected: progress.cursor.next, found: plant.log.first ?? plant.log.tip.next)
        }
        try progress.advance(to: entry.offset)
        guard waking.contains(entry.event.kind) else { return }
        plant.tally.folded += 1
        for event in progress.fold(entry, emitting: emitting) {
            pending.append(Draft(answering: entry, by: S.author, event: plant.seam.answer(event, of: S.author)))
        }
        if emitting { plant.seam.afterFold(entry, of: S.author, pending: &pending) }
    }

    private func acceptCommit(snapshot: LogOffset?) {
        progress.noteCommit(snapshot: snapshot)
        pending.removeAll(keepingCapacity: true)
    }

    private func commitPending() throws(Stop) {
        let isDue = progress.isSnapshotDue(every: Self.snapshotInterval)
        try seat.commit(
            pending, cursor: progress.cursor.description,
            snapshot: isDue ? (progress.cursor, progress.stage) : nil)
        acceptCommit(snapshot: isDue ? progress.cursor : nil)
    }

    /// Folds a batch and commits what came of it; `false` if there was nothing to do.
    func foldBatch() throws(Stop) -> Bool {
        try seat.checkConnection()
        try seat.checkEpoch()
        let end = min(plant.log.tip.rawValue, progress.cursor.rawValue + UInt64(Self.batchSize))
        let before = progress.cursor
        do {
            while progress.cursor.rawValue < end {
                try fold(plant.log.entry(at: progress.cursor.next), emitting: true)
            }
        } catch {
            plant.violate(.recovery, "\(seat.role.name) can't read on: \(error)")
            throw .mismatch(error)
        }
        let wasQuiet = progress.cursor == before
        if !pending.isEmpty || progress.isSnapshotDue(every: Self.snapshotInterval)
            || progress.isCursorDue(every: Self.cursorInterval, wasQuiet: wasQuiet)
        {
            try commitPending()
            return true
        }
        try seat.renewIfDue()
        return !wasQuiet
    }

    func foldToTip() throws(Stop) {
        while progress.cursor < plant.log.tip { _ = try foldBatch() }
        if !pending.isEmpty || progress.cursor != progress.committedCursor { try commitPending() }
    }

    /// Appends facts with the outputs that still wait, each at most once, whatever happens to the connection on the way.
    func append(_ facts: [Draft]) throws(Stop) {
        var doubt = FactsInDoubt(facts)
        while !doubt.isSettled {
            let known = seat.tip
            let outputCount = pending.count
            pending += doubt.missing
            do throws(Stop) {
                try commitPending()
                doubt.settle(tip: seat.tip)
            } catch {
                guard error == .connectionLost else { throw error }
                plant.maybeRestartInTheMiddle()
                guard let reopening = try seat.reopen() else { throw .gaveUp }
                pending.removeLast(pending.count - outputCount)
                try settle(reopening)
                guard doubt.settle(reopening, tip: seat.tip) else { continue }
                for entry in plant.log.entries(after: known) {
                    doubt.compare(entry.offset) { entry == $0.placed(at: entry.offset) }
                }
                return
            }
        }
    }
}

extension Reopening {
    var name: String {
        switch self {
        case .unchanged: "unchanged"
        case .landed: "landed"
        case .changed(landed: true): "changed, landed"
        case .changed(landed: false): "changed"
        }
    }
}
