import Contracts

extension LogWriter {
    mutating func receive() throws(LogError) -> OwnedReply {
        do { return try connection.receiveAccepted() } catch { throw .redis(error) }
    }

    /// The offsets of the last `count` entries of the last commit.
    func newest(_ count: Int) -> [LogOffset] {
        (0..<UInt64(count)).map { LogOffset(tip.rawValue - UInt64(count) + 1 + $0) }
    }

    /// The offsets of those first facts that stand in the log after `known`, in their order.
    ///
    /// After a restart of Redis a commit may be in the log although the count of commits has gone back: the recorder
    /// has put the entries back from the archive.
    mutating func standing(_ facts: ArraySlice<PendingEntry>, after known: LogOffset) throws(LogError) -> [LogOffset] {
        var offsets: [LogOffset] = []
        var rest = facts
        var position = known
        while !rest.isEmpty {
            var commands = CommandBuffer()
            commands.range(keys.log, from: position.rawValue + 1, through: nil, limit: 512)
            try submit(commands)
            let reply = try receive()
            let before = position
            try reply.read { (view) throws(LogError) in
                try view.forEachEntry { (entry) throws(LogError) in
                    position = entry.offset
                    guard let fact = rest.first, fact.stands(as: try entry.raw()) else { return }
                    offsets.append(entry.offset)
                    rest = rest.dropFirst()
                }
            }
            if position == before { break }
        }
        return offsets
    }
}
