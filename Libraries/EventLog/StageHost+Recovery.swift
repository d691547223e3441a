import Contracts
import LogRules

extension StageHost {
    /// Replaces a lost connection and brings the state in line with what the log holds. Other errors are thrown on.
    mutating func reconnect(after error: LogError) throws(LogError) {
        guard error.isConnectionLoss else { throw error }
        bell.reset()
        try settle(try writer.reopen())
    }

    private mutating func settle(_ reopening: Reopening) throws(LogError) {
        switch reopening {
        case .unchanged: isBehind = true
        case .landed:
            // Whether its snapshot was in it does not matter: the next one comes a little early or late.
            acceptCommit(snapshot: nil)
            isBehind = true
        case .changed: try recover()
        }
    }

    /// Loads the snapshot and folds to the committed cursor without emitting.
    mutating func recover() throws(LogError) {
        pending.removeAll()
        let committed = try committedOffset()
        progress.beginRecovery(from: try storedSnapshot(), committed: committed)
        let range = try LogRange(writer.keys, on: &writer.connection)
        do {
            try progress.checkLog(first: range.first, tip: range.tip, committed: committed)
        } catch {
            throw LogError(error, service: writer.service)
        }
        while cursor < committed {
            let reply = try read(after: cursor, through: committed)
            let before = cursor
            try reply.read { (view) throws(LogError) in
                try view.forEachEntry { (entry) throws(LogError) in try fold(entry, emitting: false) }
            }
            guard cursor > before else {
                throw .gap(service: writer.service, expected: cursor.next, found: range.tip)
            }
        }
        progress.endRecovery()
        try findAnswers(through: range.tip)
        recoveries += 1
        isBehind = true
    }

    private func committedOffset() throws(LogError) -> LogOffset {
        if writer.cursor.isEmpty { return .start }
        guard let number = UInt64(writer.cursor) else {
            throw .redis(.unexpectedReply(to: "HMGET \(writer.service) cursor", reply: writer.cursor))
        }
        return LogOffset(number)
    }

    /// The newest snapshot; `nil` if there is none, or none that this release reads.
    private mutating func storedSnapshot() throws(LogError) -> (offset: LogOffset, stage: S)? {
        let snapshot: Snapshot?
        do {
            snapshot = try Snapshot.load(writer.service, writer.keys, on: &writer.connection)
        } catch {
            throw .redis(error)
        }
        guard let snapshot, let stage = snapshot.stage(S.self) else { return nil }
        return (snapshot.offset, stage)
    }

    /// Counts the answers that the log holds to entries which, by the cursor, have not been answered.
    private mutating func findAnswers(through tip: LogOffset) throws(LogError) {
        let author = Array(S.author.rawValue.utf8)
        var position = committedCursor
        while position < tip {
            let reply = try read(after: position, through: tip)
            let before = position
            try reply.read { (view) throws(LogError) in
                try view.forEachEntry { (entry) throws(LogError) in
                    position = entry.offset
                    guard entry.by.elementsEqual(author) else { return }
                    progress.noteAnswer(to: try entry.cause())
                }
            }
            if position == before { return }
        }
    }

    private mutating func read(after first: LogOffset, through last: LogOffset) throws(LogError) -> OwnedReply {
        commands.removeAll()
        // A long log takes longer than a lease lasts.
        let renews = writer.frameRenewal(into: &commands)
        commands.range(writer.keys.log, from: first.rawValue + 1, through: last.rawValue, limit: 512)
        try writer.submit(commands)
        if renews { try writer.receiveRenewal() }
        return try writer.receive()
    }

    // MARK: Facts

    /// Appends facts, and finds out what became of them when the connection is lost in between.
    mutating func append(_ facts: [PendingEntry]) throws(LogError) -> [LogOffset] {
        var doubt = FactsInDoubt(facts)
        while !doubt.isSettled {
            let known = writer.tip
            let outputCount = pending.count
            pending.append(contentsOf: doubt.missing)
            do throws(LogError) {
                try commitPending(withSnapshot: isSnapshotDue)
                doubt.settle(tip: writer.tip)
            } catch {
                guard error.isConnectionLoss else { throw error }
                let reopening = try writer.reopen()
                pending.removeLast(pending.count - outputCount)
                try settle(reopening)
                guard doubt.settle(reopening, tip: writer.tip) else { continue }
                // The log is not the one that the rest was concluded from: the caller concludes anew from what it says now.
                try writer.search(for: &doubt, after: known, by: facts[0].by)
                break
            }
        }
        return doubt.offsets
    }
}
