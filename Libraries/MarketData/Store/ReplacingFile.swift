import Glibc

/// The system's reason why bytes could not be written.
struct WriteFailure: Error {
    let reason: String

    static var current: WriteFailure { WriteFailure(reason: String(cString: strerror(errno))) }
}

/// A file that takes the place of another in one step, when it is whole and on the disk.
struct ReplacingFile: ~Copyable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isFinished = false

    /// Begins a file beside `path`. Without `finish` it is removed again.
    init(_ path: String) throws(WriteFailure) {
        self.path = path
        var template = Array("\(path).XXXXXX".utf8CString)
        let opened = template.withUnsafeMutableBufferPointer { $0.baseAddress.map { mkstemp($0) } ?? -1 }
        // mkstemp lets nobody else read; a bar file holds no secret.
        guard opened >= 0, fchmod(opened, 0o644) == 0 else { throw .current }
        descriptor = opened
        temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(temporary) }
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(WriteFailure) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .current }
            written += count
        }
    }

    /// Makes the file durable and gives it its name.
    mutating func finish() throws(WriteFailure) {
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw .current }
        isFinished = true
    }
}
