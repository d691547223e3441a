import Contracts
import Glibc
import Kernel

/// The operator's way to stop trading that needs neither the api nor Redis: one word in a file, or in the environment.
///
/// The file is looked at, not watched: it may appear on any file system, and a look costs microseconds.
struct KillSwitch {
    static let variable = "BULLION_KILL_MODE"
    let path: String
    let environment: KillMode

    init(path: String) {
        self.path = path
        environment = getenv(Self.variable).map { KillMode(killText: String(cString: $0)) } ?? .none
    }

    /// The stricter of both. A file that is there and can't be read counts as an empty one.
    var mode: KillMode { max(environment, fileMode) }

    private var fileMode: KillMode {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno == ENOENT || errno == ENOTDIR ? .none : .haltAll }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(descriptor, &bytes, bytes.count)
        return KillMode(killText: String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
    }
}
