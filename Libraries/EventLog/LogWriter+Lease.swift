import Contracts

extension LogWriter {
    /// Takes the lease and adopts what the hash holds; `nil` while another instance has it.
    mutating func acquire() throws(LogError) -> State? {
        let milliseconds = String(options.leaseDuration.milliseconds)
        let askedAt = ContinuousClock.now
        let reply = try wrapping { () throws(RedisError) in
            try connection.send("FCALL", "\(LogFunctions.acquire)", "2", serviceKey, leaseKey, instance, milliseconds)
        }
        let parts = (reply.elements ?? []).map { $0.text ?? "" }
        if parts.first == "HELD" { return nil }
        guard parts.count == 6, let epoch = Int64(parts[1]), let before = Int64(parts[2]), let count = Int64(parts[4]),
            let tip = UInt64(parts[5])
        else { throw .redis(.unexpectedReply(to: "\(LogFunctions.acquire)", reply: "\(parts)")) }
        (self.epoch, epochBefore) = (epoch, before)
        (cursor, self.count, self.tip) = (parts[3], count, LogOffset(tip))
        renewedAt = askedAt
        return State(epoch: before, cursor: cursor, count: count, tip: self.tip)
    }

    /// How long the lease holds at least, by our own clock.
    var leaseRemaining: Duration { max(.zero, options.leaseDuration - renewedAt.duration(to: .now)) }

    /// Adds the renewal of lease and heartbeat to `commands` when it is due, which is after a third of the lease.
    mutating func frameRenewal(into commands: inout CommandBuffer, evenIfFresh: Bool = false) -> Bool {
        let now = ContinuousClock.now
        guard evenIfFresh || renewedAt.duration(to: now) >= options.leaseDuration / 3 else { return false }
        commands.open(argumentCount: 11)
        commands.argument("FCALL" as StaticString)
        commands.argument(LogFunctions.renew)
        commands.argument(3)
        commands.argument(serviceKey)
        commands.argument(leaseKey)
        commands.argument(heartbeatKey)
        commands.argument(epoch)
        commands.argument(instance)
        commands.argument(options.leaseDuration.milliseconds)
        commands.argument(Heartbeat.text(instance: instance, cursor: cursor))
        commands.argument(options.heartbeatDuration.milliseconds)
        renewalSentAt = now
        return true
    }

    mutating func receiveRenewal() throws(LogError) {
        let reply = try wrapping { () throws(RedisError) in try connection.receiveAccepted() }
        try checkFence(reply)
        renewedAt = renewalSentAt
    }

    /// Adds the question which epoch the service is in. Behind a read of the log it tells whether what was read is our log: after a
    /// restart, a rollback or FLUSHALL another may stand at the same offsets.
    func frameEpoch(into commands: inout CommandBuffer) {
        commands.open(argumentCount: 3)
        commands.argument("HGET" as StaticString)
        commands.argument(serviceKey)
        commands.argument("epoch" as StaticString)
    }

    mutating func receiveEpoch() throws(LogError) {
        let found = try receive().read { $0.decimal } ?? 0
        guard found == epoch else { throw .fenced(service: service, epoch: found) }
    }

    /// Gives the lease back, so that a standby need not wait for its end.
    mutating func release() throws(LogError) {
        _ = try wrapping { () throws(RedisError) in
            try connection.send(
                "FCALL", "\(LogFunctions.release)", "3", serviceKey, leaseKey, heartbeatKey, String(epoch))
        }
    }

    func checkFence(_ reply: borrowing OwnedReply) throws(LogError) {
        let service = service
        try reply.read { (view) throws(LogError) in
            guard view.count > 1, view[0].bytes.elementsEqual("FENCED".utf8) else { return }
            throw .fenced(service: service, epoch: view[1].decimal ?? 0)
        }
    }
}
