import CHiredis
import Glibc

/// One blocking connection to Redis. One thread uses it at a time, and the compiler sees to that.
///
/// After a `connectionLost` it is dead: open a new one. A command that blocks on the server must end before
/// `timeout`, since hiredis takes a late answer for a broken connection.
public struct RedisConnection: ~Copyable {
    private let context: UnsafeMutablePointer<redisContext>
    private var buffer: CommandBuffer

    /// Connects, and signs in when there is a password.
    public init(
        _ address: RedisAddress, password: String? = nil, timeout: Duration = .seconds(10)
    ) throws(RedisError) {
        self = try Self.opened(address, password: password, timeout: timeout)
    }

    private init(_ context: UnsafeMutablePointer<redisContext>) {
        self.context = context
        buffer = CommandBuffer()
    }

    private static func opened(
        _ address: RedisAddress, password: String?, timeout: Duration
    ) throws(RedisError) -> RedisConnection {
        ignoreBrokenPipes
        let limit = timeval(timeout)
        let opened: UnsafeMutablePointer<redisContext>? =
            switch address {
            case .unix(let path): redisConnectUnixWithTimeout(path, limit)
            case .tcp(let host, let port): redisConnectWithTimeout(host, Int32(port), limit)
            }
        guard let opened else { throw .cannotConnect(address, reason: "out of memory") }
        let context = opened
        var connection = RedisConnection(context)
        guard context.pointee.err == 0 else { throw .cannotConnect(address, reason: context.reason) }
        redisSetTimeout(context, limit)
        if case .tcp = address { setNoDelay(context.pointee.fd) }
        if let password { _ = try connection.send("AUTH", password) }
        return connection
    }

    deinit { redisFree(context) }

    /// The socket, for `poll(2)`.
    var descriptor: Int32 { context.pointee.fd }

    /// Sends one command and waits for the reply.
    public mutating func send(_ arguments: String...) throws(RedisError) -> RedisReply { try send(arguments) }

    /// Sends one command and waits for the reply.
    public mutating func send(_ arguments: [String]) throws(RedisError) -> RedisReply {
        try send([arguments])[0]
    }

    /// Sends several commands in one write and waits for all replies. A refusal is thrown once all of them are read.
    public mutating func send(_ commands: [[String]]) throws(RedisError) -> [RedisReply] {
        buffer.removeAll()
        for command in commands {
            buffer.open(argumentCount: command.count)
            for argument in command { buffer.argument(argument) }
        }
        try submit(buffer)
        var replies: [RedisReply] = []
        for _ in commands { replies.append(try receive().read { RedisReply($0) }) }
        for case .error(let message) in replies { throw .refused(message) }
        return replies
    }

    /// Writes the commands without waiting for their replies.
    mutating func submit(_ commands: borrowing CommandBuffer) throws(RedisError) {
        let queued = commands.bytes.withUnsafeBytes { bytes in
            redisAppendFormattedCommand(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard queued == REDIS_OK else { throw .connectionLost(reason: context.reason) }
        var isDone: Int32 = 0
        while isDone == 0 {
            guard redisBufferWrite(context, &isDone) == REDIS_OK else { throw .connectionLost(reason: context.reason) }
        }
    }

    /// Waits for the next reply.
    mutating func receive() throws(RedisError) -> OwnedReply {
        var pointer: UnsafeMutableRawPointer?
        guard redisGetReply(context, &pointer) == REDIS_OK, let pointer else {
            throw .connectionLost(reason: context.reason)
        }
        return OwnedReply(pointer.assumingMemoryBound(to: redisReply.self))
    }

    /// Waits for the next reply and throws if it is a refusal.
    mutating func receiveAccepted() throws(RedisError) -> OwnedReply {
        let reply = try receive()
        try reply.read { (view) throws(RedisError) in
            if view.isError { throw .refused(view.text) }
        }
        return reply
    }
}

/// hiredis writes with `write(2)`, so a Redis that goes away would end this process.
private let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

private func setNoDelay(_ descriptor: Int32) {
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
}

extension timeval {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}

extension UnsafeMutablePointer<redisContext> {
    /// hiredis' own words for what went wrong.
    fileprivate var reason: String {
        withUnsafeBytes(of: pointee.errstr) { bytes in
            let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            return text.isEmpty ? "no reply" : text
        }
    }
}
