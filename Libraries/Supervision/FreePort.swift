import Foundation

/// A TCP port on the loopback interface that nobody listens on.
public enum FreePort {
    /// Asks the kernel for a free port.
    ///
    /// Someone else may take it before the caller binds it; the kernel hands ports out in a spread order, so that is
    /// rare.
    public static func find() throws(SupervisionError) -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", about: "127.0.0.1", code: errno) }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
                if bind(descriptor, generic, length) != 0 { return errno }
                return getsockname(descriptor, generic, &length) == 0 ? 0 : errno
            }
        }
        guard code == 0 else { throw .system(call: "bind", about: "127.0.0.1:0", code: code) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
