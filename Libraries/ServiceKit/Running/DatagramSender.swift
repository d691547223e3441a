import Glibc

/// A unix datagram socket that tells and never asks: a receiver that is away or slow costs the sender nothing.
final class DatagramSender: Sendable {
    private let descriptor: Int32
    private let address: UnixAddress

    /// `nil` when the path is too long for a unix socket or there is no descriptor left.
    init?(path: String) {
        guard let address = UnixAddress(path: path) else { return nil }
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        self.descriptor = descriptor
        self.address = address
    }

    deinit { close(descriptor) }

    /// Answers whether the datagram reached the receiver's queue.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return address.withSocketAddress { pointer, length in
            sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length) == bytes.count
        }
    }
}
