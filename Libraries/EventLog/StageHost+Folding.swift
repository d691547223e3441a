import Contracts
import LogRules

extension StageHost {
    /// One step: the commit of the last batch, the wait on the bells and the read of the log leave in one write.
    mutating func foldBatch(waitingAtMost limit: Duration) throws(LogError) -> Int {
        let waits = limit > .zero && !isBehind && !bellKeys.isEmpty
        commands.removeAll()
        let renews = writer.frameRenewal(into: &commands)
        let snapshot = try snapshotIfDue()
        let commits = !pending.isEmpty || snapshot != nil || isCursorDue
        if commits { writer.frameCommit(pending, cursor: cursor.description, snapshot: snapshot, into: &commands) }
        if waits { commands.bellRead(bellKeys, after: cursor, blocking: blockingTime(limit)) }
        commands.logRead(writer.keys.log, after: cursor, limit: writer.options.batchSize)
        writer.frameEpoch(into: &commands)
        try writer.submit(commands)
        if renews { try writer.receiveRenewal() }
        if commits {
            try writer.receiveCommit()
            acceptCommit(snapshot: snapshot?.offset)
        }
        wasQuiet = waits ? try writer.receive().read { $0.isNull } : false
        return try foldReceived()
    }

    private mutating func foldReceived() throws(LogError) -> Int {
        let before = cursor
        let reply = try writer.receive()
        try writer.receiveEpoch()
        try reply.read { (view) throws(LogError) in
            try view.forEachReadEntry { (entry) throws(LogError) in try fold(entry, emitting: true) }
        }
        let folded = Int(cursor.rawValue - before.rawValue)
        isBehind = folded == writer.options.batchSize
        return folded
    }

    /// Folds one entry, which must be the one after the cursor.
    mutating func fold(_ view: EntryView, emitting: Bool) throws(LogError) {
        do { try progress.advance(to: view.offset) } catch { throw LogError(error, service: writer.service) }
        let kind = view.kind
        guard wakingNames.contains(where: { kind.elementsEqual($0) }) else { return }
        let entry = try decoded(try view.raw())
        for event in progress.fold(entry, emitting: emitting) {
            pending.append(PendingEntry(Draft(answering: entry, by: S.author, event: event)))
        }
    }

    private func decoded(_ raw: RawEntry) throws(LogError) -> Entry {
        do {
            return try raw.decoded()
        } catch {
            throw .unreadable(raw.offset, reason: error.description)
        }
    }

    // MARK: Commit

    /// Commits on its own, without reading on.
    mutating func commitPending(withSnapshot: Bool) throws(LogError) {
        commands.removeAll()
        let renews = writer.frameRenewal(into: &commands)
        let snapshot = withSnapshot ? (offset: cursor, body: try Snapshot.text(of: stage)) : nil
        writer.frameCommit(pending, cursor: cursor.description, snapshot: snapshot, into: &commands)
        try writer.submit(commands)
        if renews { try writer.receiveRenewal() }
        try writer.receiveCommit()
        acceptCommit(snapshot: snapshot?.offset)
    }

    /// Renews the lease if it is time, for a host that has nothing to commit.
    mutating func keepLease(evenIfFresh: Bool = false) throws(LogError) {
        commands.removeAll()
        guard writer.frameRenewal(into: &commands, evenIfFresh: evenIfFresh) else { return }
        do throws(LogError) {
            try writer.submit(commands)
            try writer.receiveRenewal()
        } catch {
            try reconnect(after: error)
        }
    }

    mutating func acceptCommit(snapshot: LogOffset?) {
        progress.noteCommit(snapshot: snapshot)
        pending.removeAll(keepingCapacity: true)
    }

    var isSnapshotDue: Bool { progress.isSnapshotDue(every: writer.options.snapshotInterval) }

    private func snapshotIfDue() throws(LogError) -> (offset: LogOffset, body: [UInt8])? {
        isSnapshotDue ? (cursor, try Snapshot.text(of: stage)) : nil
    }

    private var isCursorDue: Bool {
        progress.isCursorDue(every: writer.options.cursorInterval, wasQuiet: wasQuiet)
    }

    /// Redis takes a block of zero for "forever", and hiredis a late answer for a broken connection.
    private func blockingTime(_ limit: Duration) -> Int64 {
        min(max(limit.milliseconds, 1), writer.options.timeout.milliseconds / 2)
    }
}

extension CommandBuffer {
    /// Waits until one of the bells has rung for an entry after `cursor`.
    mutating func bellRead(_ bells: [String], after cursor: LogOffset, blocking milliseconds: Int64) {
        open(argumentCount: 6 + 2 * bells.count)
        argument("XREAD" as StaticString)
        argument("COUNT" as StaticString)
        argument(1)
        argument("BLOCK" as StaticString)
        argument(milliseconds)
        argument("STREAMS" as StaticString)
        for bell in bells { argument(bell) }
        for _ in bells { streamID(cursor.rawValue) }
    }

    /// Reads the log after `cursor` without waiting.
    mutating func logRead(_ log: String, after cursor: LogOffset, limit: Int) {
        open(argumentCount: 6)
        argument("XREAD" as StaticString)
        argument("COUNT" as StaticString)
        argument(Int64(limit))
        argument("STREAMS" as StaticString)
        argument(log)
        streamID(cursor.rawValue)
    }
}
