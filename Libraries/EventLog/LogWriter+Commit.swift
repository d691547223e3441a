import Contracts

extension LogWriter {
    /// Adds a commit to `commands`: all of `outputs`, the new cursor, and the snapshot if there is one.
    mutating func frameCommit(
        _ outputs: [PendingEntry], cursor newCursor: String, snapshot: (offset: LogOffset, body: [UInt8])? = nil,
        into commands: inout CommandBuffer
    ) {
        bells.removeAll(keepingCapacity: true)
        for output in outputs where !bells.contains(output.kind) { bells.append(output.kind) }
        commands.open(argumentCount: 3 + 3 + bells.count + 6 + 8 * outputs.count)
        commands.argument("FCALL" as StaticString)
        commands.argument(LogFunctions.commit)
        commands.argument(Int64(3 + bells.count))
        commands.argument(serviceKey)
        commands.argument(keys.log)
        commands.argument(snapshotKey)
        for kind in bells { commands.argument(bellKeys[kind] ?? keys.bell(kind)) }
        commands.argument(epoch)
        commands.argument(cursor)
        commands.argument(count)
        commands.argument(newCursor)
        if let snapshot {
            commands.argument(Int64(snapshot.offset.rawValue))
            commands.argument(snapshot.body)
        } else {
            commands.argument("" as StaticString)
            commands.argument("" as StaticString)
        }
        for output in outputs { commands.output(output, bell: (bells.firstIndex(of: output.kind) ?? 0) + 1) }
        inFlightCursor = newCursor
    }

    /// Reads the answer to a commit. A stale one is thrown as a lost connection: behind it are answers that nobody
    /// wants any more, and the way back is the same.
    mutating func receiveCommit() throws(LogError) {
        let reply = try wrapping { () throws(RedisError) in try connection.receiveAccepted() }
        try checkFence(reply)
        let last = try reply.read { (view) throws(LogError) in
            guard view.count == 3, view[0].bytes.elementsEqual("OK".utf8), let last = view[2].decimal else {
                throw .redis(.connectionLost(reason: "a commit did not find the cursor where it should be"))
            }
            return LogOffset(UInt64(last))
        }
        if last > .start { tip = last }
        if let inFlightCursor { cursor = inFlightCursor }
        inFlightCursor = nil
        count += 1
    }

    /// Commits and waits for the answer.
    mutating func commit(_ outputs: [PendingEntry], cursor newCursor: String) throws(LogError) {
        var commands = CommandBuffer()
        let renews = frameRenewal(into: &commands)
        frameCommit(outputs, cursor: newCursor, into: &commands)
        try submit(commands)
        if renews { try receiveRenewal() }
        try receiveCommit()
    }
}
