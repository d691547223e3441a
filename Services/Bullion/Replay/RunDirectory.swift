import Foundation

/// The folder that one local stack lives in, held by one process at a time.
final class RunDirectory {
    let path: String
    private let lock: Int32

    /// Takes the folder and empties it of what an earlier run left. Fails if another run holds it.
    init(taking path: String) throws {
        let full = URL(fileURLWithPath: path).standardizedFileURL.path
        try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
        let descriptor = open(full + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure.failed("\(full) is in use by another run: stop it first, or choose --run-directory")
        }
        lock = descriptor
        self.path = full
        for name in try FileManager.default.contentsOfDirectory(atPath: full) where name != "lock" {
            try FileManager.default.removeItem(atPath: full + "/" + name)
        }
        for name in ["logs", "status"] {
            try FileManager.default.createDirectory(atPath: full + "/" + name, withIntermediateDirectories: true)
        }
    }

    deinit { close(lock) }

    func file(_ name: String) -> String { path + "/" + name }
}
