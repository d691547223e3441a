public import Foundation
import Synchronization

/// A Redis server of one's own: a unix socket and a loopback port, in a directory that no one else uses.
public final class PrivateRedis: Sendable {
    /// How often the server makes its append-only file durable.
    public enum Durability: String, Sendable {
        /// Nothing is written to disk: a restart forgets everything.
        case none
        case no, everysec, always
    }

    /// Where the server keeps its files.
    public let directory: String
    /// The port on 127.0.0.1.
    public let port: Int
    private let durability: Durability
    private let password: String?
    /// Removed with the server, unless the caller gave a directory.
    private let temporaries: [TemporaryDirectory]
    private let process = Mutex<ChildProcess?>(nil)

    /// The path of the unix socket.
    public let socketPath: String
    /// The address as configuration writes it: `unix:/path`.
    public var address: String { "unix:\(socketPath)" }
    /// The address as configuration writes it: `127.0.0.1:port`.
    public var loopbackAddress: String { "127.0.0.1:\(port)" }

    /// Starts the server and waits until it answers.
    /// - Parameter directory: where it lives; a temporary one when `nil`.
    public init(
        in directory: String? = nil, durability: Durability = .everysec, password: String? = nil
    ) throws(SupervisionError) {
        var temporaries: [TemporaryDirectory] = []
        if let directory {
            self.directory = directory
            try makeDirectory(directory)
        } else {
            let temporary = try TemporaryDirectory(named: "redis")
            temporaries.append(temporary)
            self.directory = temporary.path
        }
        // The path of a unix socket has at most 107 bytes.
        if self.directory.utf8.count <= 90 {
            socketPath = self.directory + "/redis.sock"
        } else {
            let temporary = try TemporaryDirectory(named: "redis-socket")
            temporaries.append(temporary)
            socketPath = temporary.file("redis.sock")
        }
        self.temporaries = temporaries
        port = try FreePort.find()
        self.durability = durability
        self.password = password
        try start()
    }

    /// The server's process id; `nil` while it is stopped.
    public var pid: pid_t? { process.withLock { $0?.pid } }

    /// Starts the server again on the same files, socket and port, after `stop` or `kill`.
    public func start() throws(SupervisionError) {
        // A file that may not grow is an error to be told to clients, as on a full disk, and not the end of the server.
        let child = try ChildProcess(
            "env", ["--ignore-signal=XFSZ", "redis-server"] + arguments, directory: directory,
            logPath: directory + "/redis.log")
        // The lock can't be held by a thread that starts a second server: starting is the owner's business.
        process.withLock { $0 = child }
        try child.waitUntilReady(atMost: .seconds(20)) { answersPing(socketPath: socketPath) }
    }

    private var arguments: [String] {
        var arguments = [
            "--port", "\(port)", "--bind", "127.0.0.1", "--unixsocket", socketPath, "--unixsocketperm", "777",
            "--dir", directory, "--save", "", "--daemonize", "no", "--loglevel", "notice",
        ]
        if durability == .none {
            arguments += ["--appendonly", "no"]
        } else {
            arguments += ["--appendonly", "yes", "--appendfsync", durability.rawValue]
        }
        if let password { arguments += ["--requirepass", password] }
        return arguments
    }

    /// Stops the server in an orderly way (SIGTERM), so that nothing it acknowledged is lost.
    public func stop() {
        process.withLock { child in
            child?.stop(grace: .seconds(10))
            child = nil
        }
    }

    /// Ends the server at once (SIGKILL). What it had handed to the operating system survives.
    public func kill() {
        process.withLock { child in
            child?.kill()
            _ = child?.wait()
            child = nil
        }
    }

    /// Cuts every connection, subscribers included.
    public func cutConnections() {
        for kind in ["normal", "pubsub"] { _ = ask("CLIENT KILL TYPE \(kind)", socketPath: socketPath) }
    }

    /// Forgets every key at once, as an operator's mistake would.
    public func forgetAll() { _ = ask("FLUSHALL", socketPath: socketPath) }

    /// Ends the server as a power cut would and starts it on what it had written `lost` ago: what it has answered since is gone.
    public func rollBack(by lost: Duration) throws(SupervisionError) {
        let before = journalLength
        Thread.sleep(forTimeInterval: lost / .seconds(1))
        kill()
        if let path = journalPath, truncate(path, before) != 0 {
            throw .system(call: "truncate", about: path, code: errno)
        }
        try start()
    }

    /// Lets the server stand still until `resume`: connections stay open and nothing answers.
    public func pause() { process.withLock { $0?.signal(SIGSTOP) } }

    /// Lets a paused server go on.
    public func resume() { process.withLock { $0?.signal(SIGCONT) } }

    /// Lets no file of the server grow any more, as on a full disk, until `freeDisk`.
    public func fillDisk() throws(SupervisionError) { try limitFiles(to: String(journalLength)) }

    /// Lets files grow again.
    public func freeDisk() throws(SupervisionError) { try limitFiles(to: "unlimited") }

    private func limitFiles(to length: String) throws(SupervisionError) {
        guard let pid else { return }
        let tool = try ChildProcess("prlimit", ["--pid", String(pid), "--fsize=\(length):"])
        let status = tool.wait()
        guard status.isSuccess else { throw .ended(program: "prlimit", status: status, log: "") }
    }

    private var journalLength: Int {
        guard let path = journalPath else { return 0 }
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The file that commands are appended to, which holds those since the last snapshot; `nil` where nothing is written to disk.
    private var journalPath: String? {
        let folder = directory + "/appendonlydir"
        // A server that keeps no files has no such folder.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".incr.aof") }.sorted {
            $0.count == $1.count ? $0 < $1 : $0.count < $1.count
        }
        .last.map { "\(folder)/\($0)" }
    }

    deinit { stop() }
}

/// Whether a server behind `socketPath` is past loading its files: `+PONG`, or the demand for a password.
private func answersPing(socketPath: String) -> Bool {
    guard let text = ask("PING", socketPath: socketPath) else { return false }
    return text.hasPrefix("+PONG") || text.hasPrefix("-NOAUTH")
}

/// What a server behind `socketPath` says first to a command; `nil` if it says nothing.
private func ask(_ command: String, socketPath: String) -> String? {
    guard let descriptor = connectUnix(socketPath) else { return nil }
    defer { close(descriptor) }
    let line = Array("\(command)\r\n".utf8)
    guard send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else { return nil }
    var answer = [UInt8](repeating: 0, count: 64)
    let count = recv(descriptor, &answer, answer.count, 0)
    return count > 0 ? String(decoding: answer[..<count], as: UTF8.self) : nil
}

/// A connected unix stream socket whose reads give up after a second; `nil` if nobody listens.
func connectUnix(_ path: String) -> Int32? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var limit = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let connected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
    }
    if connected { return descriptor }
    close(descriptor)
    return nil
}
