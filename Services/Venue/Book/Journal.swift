import Contracts
import Glibc

/// Why a journal cannot be opened, continued or written.
enum JournalError: Error, Hashable, CustomStringConvertible {
    case system(path: String, action: String, reason: String)
    case foreign(path: String, found: String, expected: String)
    case unreadable(path: String, line: Int, problem: String)

    var description: String {
        switch self {
        case .system(let path, let action, let reason): "journal \(path): \(action): \(reason)"
        case .foreign(let path, let found, let expected):
            "journal \(path) belongs to another market (\(found), this one is \(expected)); remove it or name another"
        case .unreadable(let path, let line, let problem): "journal \(path):\(line): \(problem)"
        }
    }
}

/// The file of accepted commands. Each is written before it is answered, so that a killed venue continues where it was.
///
/// A write reaches the kernel, which keeps it when the process dies. The last line may be cut by a death in mid-write; it was never
/// answered, and is dropped.
final class Journal {
    let path: String
    /// The commands that were in the file when it was opened.
    private(set) var recovered: [VenueCommand] = []
    private let descriptor: Int32

    /// Opens or begins a journal.
    init(opening path: String, market: String) throws(JournalError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw failure(path, "open") }
        self.path = path
        self.descriptor = descriptor
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw failure(path, "lock, another venue may use it") }
        let bytes = try contents()
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end < bytes.count, ftruncate(descriptor, off_t(end)) != 0 { throw failure(path, "drop the cut last line") }
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first else {
            try append(line: ["venue": .integer(1), "market": .text(market)])
            return
        }
        try checkHead(Array(first), market: market)
        for (place, line) in lines.enumerated().dropFirst() {
            recovered.append(try command(Array(line), at: place + 1))
        }
    }

    /// Forgets the recovered commands, which may be many.
    func release() { recovered = [] }

    deinit { close(descriptor) }

    func append(_ command: VenueCommand) throws(JournalError) { try append(line: command.wire) }

    private func append(line: WireValue) throws(JournalError) {
        let bytes = line.json + [UInt8(ascii: "\n")]
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(path, "write") }
            done += count
        }
    }

    private func contents() throws(JournalError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, "look at") }
        let size = Int(status.st_size)
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = pread(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled, off_t(filled))
                if count < 0, errno == EINTR { continue }
                failed = count < 0
                if count <= 0 { return }
                filled += count
            }
        }
        guard !failed else { throw failure(path, "read") }
        return bytes
    }

    private func checkHead(_ line: [UInt8], market: String) throws(JournalError) {
        let head = try value(line, at: 1)
        guard head["venue"]?.whole == 1, let found = head["market"]?.text else {
            throw .unreadable(path: path, line: 1, problem: "not the head of a venue's journal")
        }
        guard found == market else { throw .foreign(path: path, found: found, expected: market) }
    }

    private func command(_ line: [UInt8], at number: Int) throws(JournalError) -> VenueCommand {
        guard let command = VenueCommand(wire: try value(line, at: number)) else {
            throw .unreadable(path: path, line: number, problem: "not a command")
        }
        return command
    }

    private func value(_ line: [UInt8], at number: Int) throws(JournalError) -> WireValue {
        do {
            return try JSONReader.read(line)
        } catch {
            throw .unreadable(path: path, line: number, problem: error.description)
        }
    }
}

private func failure(_ path: String, _ action: String) -> JournalError {
    .system(path: path, action: action, reason: String(cString: strerror(errno)))
}
