import Glibc

/// One line of a file, without its line end. The bytes are good until the next line is asked for.
struct Line {
    let bytes: UnsafeBufferPointer<UInt8>
    /// How long the line is; more than `bytes` where it was too long to keep.
    let length: Int
    let hasEnd: Bool

    var isTooLong: Bool { length > LineSource.longestLine }

    /// At most the first hundred bytes, for a message.
    var text: String { String(decoding: bytes.prefix(100), as: UTF8.self) }
}

/// The lines of a file, read through one buffer of fixed size.
///
/// Not a mapping: a file that another program cuts short while it is mapped ends ours with a bus error, and a bar file may well be
/// written anew during a long run. Reading costs no more, since every byte is looked at once and in order.
struct LineSource: ~Copyable {
    static let longestLine = 64 * 1024
    private static let capacity = 256 * 1024

    private let path: String
    private let descriptor: Int32
    private let buffer: UnsafeMutablePointer<UInt8>
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    init(_ path: String) throws(BarFileError) {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw .unreadable(file: path, reason: "not a regular file")
        }
        self.path = path
        descriptor = opened
        buffer = .allocate(capacity: Self.capacity)
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// The bytes that are in the buffer and not yet taken; none before the first `fill`.
    var upcoming: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: buffer + start, count: end - start) }

    /// Passes over `count` bytes of `upcoming`.
    mutating func skip(_ count: Int) { start += count }

    /// The next line; `nil` behind the last one.
    mutating func next() throws(BarFileError) -> Line? {
        while true {
            if let found = memchr(buffer + start, Int32(UInt8(ascii: "\n")), end - start) {
                let place = buffer.distance(to: found.assumingMemoryBound(to: UInt8.self))
                defer { start = place + 1 }
                return line(through: place, hasEnd: true)
            }
            if isAtEnd {
                guard start < end else { return nil }
                defer { start = end }
                return line(through: end, hasEnd: false)
            }
            guard end - start <= Self.longestLine else { return try longLine() }
            try fill()
        }
    }

    private func line(through place: Int, hasEnd: Bool) -> Line {
        var count = place - start
        if count > 0, buffer[place - 1] == UInt8(ascii: "\r") { count -= 1 }
        let kept = count > Self.longestLine ? 0 : count
        return Line(bytes: UnsafeBufferPointer(start: buffer + start, count: kept), length: count, hasEnd: hasEnd)
    }

    /// Passes over a line that does not fit, and only counts it: its length costs no memory.
    private mutating func longLine() throws(BarFileError) -> Line {
        var length = 0
        var hasEnd = false
        while !hasEnd, start < end {
            let found = memchr(buffer + start, Int32(UInt8(ascii: "\n")), end - start)
            let place = found.map { buffer.distance(to: $0.assumingMemoryBound(to: UInt8.self)) } ?? end
            length += place - start
            hasEnd = found != nil
            start = hasEnd ? place + 1 : end
            if !hasEnd { try fill() }
        }
        return Line(bytes: UnsafeBufferPointer(start: nil, count: 0), length: length, hasEnd: hasEnd)
    }

    /// Moves what is left to the front and reads as much behind it as there is room for.
    mutating func fill() throws(BarFileError) {
        if start > 0 {
            memmove(buffer, buffer + start, end - start)
            end -= start
            start = 0
        }
        while !isAtEnd, end < Self.capacity {
            let count = Glibc.read(descriptor, buffer + end, Self.capacity - end)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
            if count == 0 { isAtEnd = true }
            end += count
        }
    }
}
