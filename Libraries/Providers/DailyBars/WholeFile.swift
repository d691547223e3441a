import Glibc

/// Reads a file to its end, at most 256 MiB of it.
func readWholeFile(_ path: String) throws(DailyBarError) -> [UInt8] {
    let limit = 256 * 1024 * 1024
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
        throw .unreadable(file: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(file: path, reason: "not a regular file") }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLarge(file: path, bytes: size, limit: limit) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        while filled < size {
            let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
            if count < 0, errno == EINTR { continue }
            if count < 0 { failure = errno }
            if count <= 0 { return }
            filled += count
        }
    }
    guard failure == 0 else { throw .unreadable(file: path, reason: String(cString: strerror(failure))) }
    return bytes
}
