import Contracts
import LogRules

extension LogWriter {
    mutating func receive() throws(LogError) -> OwnedReply {
        do { return try connection.receiveAccepted() } catch { throw .redis(error) }
    }

    /// Finds those first facts that stand in the log after `known`, in their order. Answers whether `author` has said anything else there:
    /// then another instance had the place, and the log has lost that it did.
    @discardableResult
    mutating func search(
        for facts: inout FactsInDoubt<PendingEntry>, after known: LogOffset, by author: Author
    ) throws(LogError) -> Bool {
        var position = known
        var othersSpoke = false
        while true {
            var commands = CommandBuffer()
            commands.range(keys.log, from: position.rawValue + 1, through: nil, limit: 512)
            try submit(commands)
            let reply = try receive()
            let before = position
            try reply.read { (view) throws(LogError) in
                try view.forEachEntry { (entry) throws(LogError) in
                    position = entry.offset
                    guard entry.by.elementsEqual(author.rawValue.utf8) else { return }
                    let raw = try entry.raw()
                    if !facts.compare(entry.offset, { $0.stands(as: raw) }) { othersSpoke = true }
                }
            }
            if position == before { return othersSpoke }
        }
    }
}
