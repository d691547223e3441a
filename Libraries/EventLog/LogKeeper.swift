public import Contracts

/// What the recorder alone may do to the log: put back what Redis lost, and trim what is archived and read.
public struct LogKeeper: ~Copyable {
    private let keys: BookKeys
    private let address: LogAddress
    private var connection: RedisConnection

    public init(on address: LogAddress) throws(RedisError) {
        var connection = try address.connect()
        try LogFunctions.load(on: &connection)
        self.address = address
        self.connection = connection
        keys = address.keys
    }

    /// Replaces a connection that was lost.
    public mutating func reconnect() throws(RedisError) {
        connection = try address.connect()
        try LogFunctions.load(on: &connection)
    }

    /// The run of Redis that this connection speaks to.
    public mutating func currentRun() throws(RedisError) -> String { try Generation.currentRun(on: &connection) }

    /// Whether the log of this run has been declared complete.
    public mutating func isGenerationPublished() throws(RedisError) -> Bool {
        try Generation.isPublished(keys, on: &connection)
    }

    /// Declares the log of this run complete, after it has been compared with the archive.
    public mutating func publishGeneration() throws(RedisError) { try Generation.publish(keys, on: &connection) }

    /// The offset of the newest entry that was ever appended; `start` while there is none.
    public mutating func tip() throws(LogError) -> LogOffset { try LogRange(keys, on: &connection).tip }

    /// Puts entries back behind the tip, under their own offsets and with the time at which they were first recorded.
    ///
    /// They must be dense and follow the tip; into an empty log they may begin anywhere. All of a call is put back,
    /// or nothing.
    public mutating func restore(_ entries: [RawEntry]) throws(LogError) {
        guard let first = entries.first else { return }
        var kinds: [EventKind] = []
        for entry in entries {
            if let kind = EventKind(rawValue: entry.kind), !kinds.contains(kind) { kinds.append(kind) }
        }
        var commands = CommandBuffer()
        commands.open(argumentCount: 3 + 1 + kinds.count + 10 * entries.count)
        commands.argument("FCALL" as StaticString)
        commands.argument(LogFunctions.restore)
        commands.argument(Int64(1 + kinds.count))
        commands.argument(keys.log)
        for kind in kinds { commands.argument(keys.bell(kind)) }
        for entry in entries {
            let bell = kinds.firstIndex { $0.rawValue == entry.kind }
            commands.restored(entry, bell: bell.map { $0 + 1 } ?? 0)
        }
        let refusal = try wrapping { () throws(RedisError) in
            try connection.submit(commands)
            return try connection.receiveAccepted().read { (view) -> LogOffset? in
                guard view.count == 2 else { return nil }
                return LogOffset(UInt64(view[1].decimal ?? 0))
            }
        }
        if let refusal { throw .notAtTip(first: first.offset, tip: refusal) }
    }

    /// Drops the entries below `offset`. They must be archived, and in a snapshot of every service that reads them.
    ///
    /// Returns how many were dropped.
    @discardableResult
    public mutating func trim(below offset: LogOffset) throws(RedisError) -> Int {
        let reply = try connection.send("XTRIM", keys.log, "MINID", "0-\(offset.rawValue)")
        guard let count = reply.integer else { throw .unexpectedReply(to: "XTRIM", reply: "\(reply)") }
        return Int(count)
    }

    /// What Redis knows about services: where they are, and through which entry their snapshots reach.
    public mutating func states(
        of services: [String] = Heartbeats.services
    ) throws(RedisError) -> [ServiceState] {
        let replies = try connection.send(
            services.flatMap { service in
                [
                    ["HMGET", keys.service(service), "epoch", "cursor"], ["HGET", keys.snapshot(service), "offset"],
                    ["GET", keys.lease(service)],
                ]
            })
        return services.indices.compactMap { index in
            guard let state = replies[3 * index].elements, let epoch = state.first?.integer else { return nil }
            return ServiceState(
                service: services[index], epoch: epoch, cursor: state[1].text ?? "",
                snapshot: replies[3 * index + 1].integer.map { LogOffset(UInt64($0)) },
                holder: replies[3 * index + 2].text)
        }
    }
}

/// What Redis knows about one service.
public struct ServiceState: Hashable, Sendable {
    public let service: String
    /// How often its lease has been taken.
    public let epoch: Int64
    /// A stage's committed offset, or a producer's place in its source.
    public let cursor: String
    /// Through which entry its snapshot reaches; `nil` if it has none.
    public let snapshot: LogOffset?
    /// The instance that holds the lease.
    public let holder: String?
}

extension CommandBuffer {
    fileprivate mutating func restored(_ entry: RawEntry, bell: Int) {
        argument(Int64(bell))
        argument(Int64(entry.offset.rawValue))
        argument(entry.kind)
        argument(Int64(entry.version))
        argument(entry.at.nanoseconds)
        argument(entry.recordedAt.nanoseconds)
        argument(entry.by)
        argument(Int64(entry.cause.rawValue))
        argument(entry.trace)
        argument(entry.body)
    }
}
