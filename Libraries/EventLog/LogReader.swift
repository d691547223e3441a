public import Contracts

/// A reader of the log that takes no part in it: recorder, api, reconciler and the command line read like this.
///
/// Reading changes nothing, so a lost connection is replaced and the question asked again, once.
public struct LogReader: ~Copyable {
    private let address: LogAddress
    private let keys: BookKeys
    private var connection: RedisConnection
    private var commands = CommandBuffer()

    public init(on address: LogAddress) throws(LogError) {
        connection = try wrapping { () throws(RedisError) in try address.connect() }
        self.address = address
        keys = address.keys
    }

    /// The entries after `cursor`, oldest first, `limit` of them at most.
    ///
    /// Throws `gap` if the entry behind `cursor` has been trimmed.
    public mutating func read(after cursor: LogOffset, limit: Int = 512) throws(LogError) -> [RawEntry] {
        try scan(after: cursor, limit: limit, of: nil).entries
    }

    /// The entries of some kinds among the next `limit`, and the offset through which the log has been looked at.
    public mutating func read(
        after cursor: LogOffset, limit: Int = 512, of kinds: [EventKind]
    ) throws(LogError) -> (entries: [RawEntry], through: LogOffset) {
        try scan(after: cursor, limit: limit, of: kinds)
    }

    private mutating func scan(
        after cursor: LogOffset, limit: Int, of kinds: [EventKind]?
    ) throws(LogError) -> (entries: [RawEntry], through: LogOffset) {
        var entries: [RawEntry] = []
        var through = cursor
        let reply = try range(from: cursor.rawValue + 1, through: nil, limit: limit)
        try reply.read { (view) throws(LogError) in
            if kinds == nil { entries.reserveCapacity(view.count) }
            try view.forEachEntry { (entry) throws(LogError) in
                guard entry.offset == through.next else {
                    throw .gap(service: "reader", expected: through.next, found: entry.offset)
                }
                through = entry.offset
                if let kinds, !kinds.contains(where: { entry.kind.elementsEqual($0.rawValue.utf8) }) { return }
                entries.append(try entry.raw())
            }
        }
        return (entries, through)
    }

    /// The entry at `offset`; `nil` if it is trimmed or not written yet.
    public mutating func entry(at offset: LogOffset) throws(LogError) -> RawEntry? {
        let reply = try range(from: offset.rawValue, through: offset.rawValue, limit: 1)
        return try reply.read { (view) throws(LogError) in
            view.count == 0 ? nil : try EntryView(view[0]).raw()
        }
    }

    /// The newest entry of a kind, found by its bell; `nil` if there is none in the log.
    public mutating func newest(of kind: EventKind) throws(LogError) -> RawEntry? {
        let bell = try send(["XREVRANGE", keys.bell(kind), "+", "-", "COUNT", "1"])
        guard let id = bell.elements?.first?.elements?.first?.text, let offset = UInt64(id.dropFirst(2)) else {
            return nil
        }
        return try entry(at: LogOffset(offset))
    }

    /// The offset of the newest entry that was ever appended; `start` while there is none.
    public mutating func tip() throws(LogError) -> LogOffset {
        try range().tip
    }

    /// The offset of the oldest entry that is still there; `nil` if the log is empty.
    public mutating func first() throws(LogError) -> LogOffset? {
        try range().first
    }

    private mutating func range() throws(LogError) -> LogRange {
        try again { (connection, keys) throws(LogError) in try LogRange(keys, on: &connection) }
    }

    /// Waits until an entry of one of `kinds` follows `cursor`, for `limit` at most; says whether there is one.
    public mutating func wait(
        for kinds: [EventKind], after cursor: LogOffset, atMost limit: Duration
    ) throws(LogError) -> Bool {
        let milliseconds = min(max(limit.milliseconds, 1), 4_000)
        let bells = kinds.map { keys.bell($0) }
        let ids = kinds.map { _ in "0-\(cursor.rawValue)" }
        return try send(["XREAD", "COUNT", "1", "BLOCK", String(milliseconds), "STREAMS"] + bells + ids) != .null
    }

    private mutating func range(from first: UInt64, through last: UInt64?, limit: Int) throws(LogError) -> OwnedReply {
        try again { (connection, keys) throws(LogError) in
            var commands = CommandBuffer()
            commands.range(keys.log, from: first, through: last, limit: limit)
            do throws(RedisError) {
                try connection.submit(commands)
                return try connection.receiveAccepted()
            } catch {
                throw .redis(error)
            }
        }
    }

    private mutating func send(_ arguments: [String]) throws(LogError) -> RedisReply {
        try again { (connection, _) throws(LogError) in
            do throws(RedisError) { return try connection.send(arguments) } catch { throw .redis(error) }
        }
    }

    /// Asks, and asks once more over a new connection if the old one is lost.
    private mutating func again<Result: ~Copyable>(
        _ question: (inout RedisConnection, BookKeys) throws(LogError) -> Result
    ) throws(LogError) -> Result {
        do throws(LogError) {
            return try question(&connection, keys)
        } catch {
            guard error.isConnectionLoss else { throw error }
            connection = try wrapping { () throws(RedisError) in try address.connect() }
            return try question(&connection, keys)
        }
    }
}

/// Where the log in Redis begins and ends.
struct LogRange {
    /// The newest offset that was ever given.
    var tip = LogOffset.start
    /// The oldest entry that is still there.
    var first: LogOffset?

    init(_ keys: BookKeys, on connection: inout RedisConnection) throws(LogError) {
        let reply: RedisReply
        do {
            reply = try connection.send("XINFO", "STREAM", keys.log)
        } catch .refused(let message) where message.hasPrefix("ERR no such key") {
            return
        } catch {
            throw .redis(error)
        }
        let fields = reply.elements ?? []
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            switch fields[index].text {
            case "last-generated-id": tip = Self.offset(fields[index + 1]) ?? .start
            case "first-entry": first = fields[index + 1].elements?.first.flatMap(Self.offset)
            default: break
            }
        }
    }

    private static func offset(_ reply: RedisReply) -> LogOffset? {
        reply.text.flatMap { UInt64($0.dropFirst(2)) }.map { LogOffset($0) }
    }
}

extension CommandBuffer {
    /// XRANGE over the log; `nil` is its end.
    mutating func range(_ log: String, from first: UInt64, through last: UInt64?, limit: Int) {
        open(argumentCount: 6)
        argument("XRANGE" as StaticString)
        argument(log)
        streamID(first)
        if let last { streamID(last) } else { argument("+" as StaticString) }
        argument("COUNT" as StaticString)
        argument(Int64(limit))
    }
}
