import Glibc
import ServiceKit

/// The receiving end of the local heartbeats: a datagram socket in the runtime directory.
struct HeartbeatSocket: ~Copyable {
    let descriptor: Int32
    private let path: String

    /// Takes the path over from a watchdog that ended without cleaning up.
    init(path: String) throws(HeartbeatSocketError) {
        unlink(path)
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0, let address = UnixAddress(path: path),
            address.withSocketAddress({ bind(descriptor, $0, $1) }) == 0
        else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { close(descriptor) }
            throw HeartbeatSocketError(path: path, reason: reason)
        }
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Every heartbeat that has arrived. What is none is dropped.
    func receive() -> [LocalHeartbeat] {
        var heartbeats: [LocalHeartbeat] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return heartbeats }
            if let heartbeat = LocalHeartbeat(datagram: String(decoding: buffer[..<count], as: UTF8.self)) {
                heartbeats.append(heartbeat)
            }
        }
    }
}

/// The socket for local heartbeats cannot be opened.
struct HeartbeatSocketError: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "watchdog.socket \(path): \(reason)" }
}
