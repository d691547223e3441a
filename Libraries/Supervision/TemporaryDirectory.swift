import Foundation

/// A directory of its own under `/tmp` that is removed, with all it holds, when the last user lets go of it.
///
/// The path is short, since the path of a unix socket has at most 107 bytes.
public final class TemporaryDirectory: Sendable {
    /// The absolute path, without a slash at its end.
    public let path: String

    /// Makes the directory, readable for everyone so that servers under another user can enter it.
    public init(named name: String = "bullion") throws(SupervisionError) {
        var template = Array("/tmp/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system(call: "mkdtemp", about: "/tmp/\(name)", code: errno) }
        path = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        chmod(path, 0o755)
    }

    /// The path of `name` inside.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    deinit {
        // What can't be removed is left to the system's cleaning of /tmp: a test has nothing better to do about it.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Creates a directory and those above it; fine if it is there.
func makeDirectory(_ path: String) throws(SupervisionError) {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw .system(call: "mkdir", about: path, code: errno)
    }
}
