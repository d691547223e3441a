public import Contracts

/// The mark up to which the archive holds the log durably.
///
/// The recorder moves it after its transaction; whoever sends an order waits for it, so that no effect leaves before
/// its cause is archived. It is only ever behind the archive, never ahead.
public struct ArchiveMark: ~Copyable {
    private let keys: BookKeys
    private let address: LogAddress
    private var connection: RedisConnection

    public init(on address: LogAddress) throws(RedisError) {
        connection = try address.connect()
        self.address = address
        keys = address.keys
    }

    /// Says that every entry through `offset` is archived.
    public mutating func publish(_ offset: LogOffset) throws(RedisError) {
        var commands = CommandBuffer()
        commands.open(argumentCount: 3)
        commands.argument("SET" as StaticString)
        commands.argument(keys.archived)
        commands.argument(Int64(offset.rawValue))
        commands.open(argumentCount: 8)
        commands.argument("XADD" as StaticString)
        commands.argument(keys.archivedBell)
        commands.argument("MAXLEN" as StaticString)
        commands.argument("~" as StaticString)
        commands.argument("1" as StaticString)
        commands.streamID(offset.rawValue)
        commands.argument("x" as StaticString)
        commands.argument("" as StaticString)
        try connection.submit(commands)
        let marked = try connection.receive().read { $0.isError ? $0.text : nil }
        // The bell refuses an offset that it has rung for already; then nobody waits for it.
        _ = try connection.receive()
        if let marked { throw .refused(marked) }
    }

    /// The mark; `start` as long as nothing is archived.
    public mutating func read() throws(RedisError) -> LogOffset {
        let reply = try connection.send("GET", keys.archived)
        if reply == .null { return .start }
        guard let number = reply.integer, number >= 0 else {
            throw .unexpectedReply(to: "GET \(keys.archived)", reply: "\(reply)")
        }
        return LogOffset(UInt64(number))
    }

    /// Waits until the mark has reached `offset`, for `limit` at most; says whether it has.
    public mutating func wait(until offset: LogOffset, atMost limit: Duration) throws(RedisError) -> Bool {
        let deadline = ContinuousClock.now + limit
        while true {
            if try read() >= offset { return true }
            let rest = min(ContinuousClock.now.duration(to: deadline), .seconds(4)).milliseconds
            if rest <= 0 { return false }
            _ = try connection.send(
                "XREAD", "BLOCK", String(rest), "COUNT", "1", "STREAMS", keys.archivedBell, "0-\(offset.rawValue - 1)")
        }
    }

    /// Replaces a connection that was lost.
    public mutating func reconnect() throws(RedisError) { connection = try address.connect() }
}
