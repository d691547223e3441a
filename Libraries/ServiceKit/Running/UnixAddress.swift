public import Glibc

/// The address of a unix socket: a path, or an abstract name when it begins with `@`.
public struct UnixAddress: Sendable {
    private let bytes: [UInt8]

    /// `nil` when the path is empty or longer than the system takes.
    public init?(path: String) {
        var bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < 108 else { return nil }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        self.bytes = bytes
    }

    /// Lends the address in the form that `bind`, `connect` and `sendto` take.
    public func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let header = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        // A path ends with a zero byte; an abstract name is as long as it says.
        let length = socklen_t(header + bytes.count + (bytes[0] == 0 ? 0 : 1))
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
