import Contracts
import Glibc

/// Why `StageHost.wait` came back.
public enum Awakening: Hashable, Sendable {
    /// There may be entries that wake the stage.
    case entries
    /// The descriptor can be read.
    case descriptor
    /// Nothing happened.
    case timeLimit
}

/// A second connection that blocks on a stage's bells, so that one thread can wait for them and for something else.
///
/// A question may stay open from one wait to the next: an answer that comes late wakes the stage once too often,
/// never too rarely.
struct BellWaiter: ~Copyable {
    private static let blockMilliseconds: Int64 = 4_000
    private let address: LogAddress
    private let bells: [String]
    /// Opened by the first wait: most stages have no second source.
    private var connection: RedisConnection?
    private var isAsking = false

    init(_ address: LogAddress, _ bells: [String]) {
        self.address = address
        self.bells = bells
    }

    /// Lets go of the connection, because it or its sibling is lost.
    mutating func reset() {
        connection = nil
        isAsking = false
    }

    mutating func wait(
        after cursor: LogOffset, atMost limit: Duration, orReadable descriptor: Int32
    ) throws(LogError) -> Awakening {
        let bellDescriptor = try ask(after: cursor)
        var sources = [
            pollfd(fd: bellDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // An interrupted wait is over: the caller looks at its signals.
        let count = poll(&sources, nfds_t(sources.count), Int32(clamping: max(limit.milliseconds, 0)))
        if count <= 0 { return .timeLimit }
        if sources[0].revents != 0, try hasRung() { return .entries }
        return sources[1].revents != 0 ? .descriptor : .timeLimit
    }

    /// Asks the bells, unless a question is open; returns the socket on which the answer will come.
    private mutating func ask(after cursor: LogOffset) throws(LogError) -> Int32 {
        do throws(RedisError) {
            var open = if let connection = connection.take() { connection } else { try address.connect() }
            if !isAsking {
                var commands = CommandBuffer()
                commands.bellRead(bells, after: cursor, blocking: Self.blockMilliseconds)
                try open.submit(commands)
                isAsking = true
            }
            let descriptor = open.descriptor
            connection = consume open
            return descriptor
        } catch {
            isAsking = false
            throw .redis(error)
        }
    }

    private mutating func hasRung() throws(LogError) -> Bool {
        isAsking = false
        guard var open = connection.take() else { return true }
        do throws(RedisError) {
            let answer = try open.receiveAccepted().read { !$0.isNull }
            connection = consume open
            return answer
        } catch {
            throw .redis(error)
        }
    }
}
