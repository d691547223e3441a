import Contracts

extension StageHost {
    /// Replaces a lost connection and brings the state in line with what the log holds. Other errors are thrown on.
    mutating func reconnect(after error: LogError) throws(LogError) {
        guard error.isConnectionLoss else { throw error }
        bell.reset()
        try settle(try writer.reopen())
    }

    private mutating func settle(_ reopening: LogWriter.Reopening) throws(LogError) {
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
        answered.removeAll()
        let committed = try committedOffset()
        try loadSnapshot(notAfter: committed)
        let range = try LogRange(writer.keys, on: &writer.connection)
        guard committed <= range.tip else {
            throw .cursorAheadOfLog(service: writer.service, cursor: committed, tip: range.tip)
        }
        if cursor < range.tip, (range.first ?? range.tip.next) > cursor.next {
            throw .gap(service: writer.service, expected: cursor.next, found: range.first ?? range.tip.next)
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
        committedCursor = committed
        try findAnswers(through: range.tip)
        isBehind = true
    }

    private func committedOffset() throws(LogError) -> LogOffset {
        if writer.cursor.isEmpty { return .start }
        guard let number = UInt64(writer.cursor) else {
            throw .redis(.unexpectedReply(to: "HMGET \(writer.service) cursor", reply: writer.cursor))
        }
        return LogOffset(number)
    }

    private mutating func loadSnapshot(notAfter committed: LogOffset) throws(LogError) {
        let snapshot: Snapshot?
        do {
            snapshot = try Snapshot.load(writer.service, writer.keys, on: &writer.connection)
        } catch {
            throw .redis(error)
        }
        if let snapshot, snapshot.offset <= committed, let state = snapshot.stage(S.self) {
            (stage, cursor) = (state, snapshot.offset)
        } else {
            (stage, cursor) = (S(), .start)
        }
        snapshotOffset = cursor
    }

    /// Counts the answers that the log holds to entries which, by the cursor, have not been answered.
    private mutating func findAnswers(through tip: LogOffset) throws(LogError) {
        let author = Array(S.author.rawValue.utf8)
        let committed = committedCursor
        var position = committed
        while position < tip {
            let reply = try read(after: position, through: tip)
            let before = position
            try reply.read { (view) throws(LogError) in
                try view.forEachEntry { (entry) throws(LogError) in
                    position = entry.offset
                    guard entry.by.elementsEqual(author) else { return }
                    let cause = try entry.cause()
                    if cause > committed { answered[cause, default: 0] += 1 }
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
        var offsets: [LogOffset] = []
        var missing = facts[...]
        while true {
            let known = writer.tip
            let outputCount = pending.count
            pending.append(contentsOf: missing)
            do throws(LogError) {
                try commitPending(withSnapshot: isSnapshotDue)
                return offsets + writer.newest(missing.count)
            } catch {
                guard error.isConnectionLoss else { throw error }
                let reopening = try writer.reopen()
                pending.removeLast(pending.count - outputCount)
                try settle(reopening)
                switch reopening {
                case .unchanged: break
                case .landed, .changed(landed: true): return offsets + writer.newest(missing.count)
                case .changed(landed: false):
                    let standing = try writer.standing(missing, after: known)
                    offsets += standing
                    missing = missing.dropFirst(standing.count)
                    if missing.isEmpty { return offsets }
                }
            }
        }
    }
}
