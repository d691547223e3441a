/// Why a conversation with Redis ended badly.
public enum RedisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody answered at the address.
    case cannotConnect(RedisAddress, reason: String)
    /// The connection broke, or an answer took longer than the time limit. The connection is dead, and what was sent
    /// may have happened.
    case connectionLost(reason: String)
    /// Redis refused a command; the connection lives.
    case refused(String)
    /// An answer has another form than the command's.
    case unexpectedReply(to: String, reply: String)

    /// Whether a new connection may help.
    public var isConnectionLoss: Bool {
        switch self {
        case .cannotConnect, .connectionLost: true
        // A server that loads its files, has just become a replica, or is out of disk or memory, answers like this for a while.
        case .refused(let message): Self.passing.contains { message.hasPrefix($0) }
        case .unexpectedReply: false
        }
    }

    private static let passing = ["LOADING", "READONLY", "BUSY", "MASTERDOWN", "MISCONF", "OOM"]

    public var description: String {
        switch self {
        case .cannotConnect(let address, let reason): "cannot connect to Redis at \(address): \(reason)"
        case .connectionLost(let reason): "connection to Redis lost: \(reason)"
        case .refused(let message): "Redis refused: \(message)"
        case .unexpectedReply(let command, let reply): "unexpected reply of Redis to \(command): \(reply)"
        }
    }
}
