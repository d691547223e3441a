public import Foundation
import Synchronization

/// A Postgres server of one's own: a unix socket, a loopback port and a data directory that no one else uses.
///
/// Postgres refuses to run as root, so root starts it as the user `postgres`. The socket asks for no password and stands in a
/// directory of its own; the port asks for the one in `password`.
public final class PrivatePostgres: Sendable {
    /// Where the server keeps its data, its log and its password.
    public let directory: String
    /// The port on 127.0.0.1, which also names the unix socket.
    public let port: Int
    /// The directory of the unix socket.
    public let socketDirectory: String
    /// What a connection over the port must know.
    public let password: String
    private let isDurable: Bool
    /// Removed with the server, unless the caller gave a directory.
    private let temporaries: [TemporaryDirectory]
    private let process = Mutex<ChildProcess?>(nil)

    /// Starts a server and waits until it takes connections.
    /// - Parameters:
    ///   - directory: where it lives and is found again by the next start; a temporary one when `nil`.
    ///   - port: a free one when `nil`.
    ///   - isDurable: whether a commit waits for the disk.
    public init(in directory: String? = nil, port: Int? = nil, isDurable: Bool = true) throws(SupervisionError) {
        var temporaries: [TemporaryDirectory] = []
        if let directory {
            self.directory = directory
        } else {
            let temporary = try TemporaryDirectory(named: "postgres")
            temporaries.append(temporary)
            self.directory = temporary.path
        }
        // The path of a unix socket has at most 107 bytes; `/.s.PGSQL.65535` and the lock beside it take twenty.
        if self.directory.utf8.count <= 80 {
            socketDirectory = self.directory
        } else {
            let temporary = try TemporaryDirectory(named: "postgres-socket")
            temporaries.append(temporary)
            socketDirectory = temporary.path
        }
        self.temporaries = temporaries
        self.port = if let port { port } else { try FreePort.find() }
        self.isDurable = isDurable
        password = try preparedPassword(in: self.directory)
        for path in Set([self.directory, socketDirectory]) { try giveToServer(path) }
        if !FileManager.default.fileExists(atPath: "\(self.directory)/data/PG_VERSION") { try initialize() }
        try start()
    }

    /// A libpq connection string over the unix socket, as the server's superuser.
    public func connectionString(database: String = "postgres") -> String {
        "host=\(socketDirectory) port=\(port) user=bullion dbname=\(database)"
    }

    /// A libpq connection URL over the loopback port. It holds the password.
    public func loopbackURL(database: String = "postgres") -> String {
        "postgresql://bullion:\(password)@127.0.0.1:\(port)/\(database)"
    }

    /// The server's process id; `nil` while it is stopped.
    public var pid: pid_t? { process.withLock { $0?.pid } }

    /// Starts the server again on the same data, socket and port, after `stop` or `kill`.
    public func start() throws(SupervisionError) {
        let settings = [
            "listen_addresses=127.0.0.1", "unix_socket_directories=\(socketDirectory)", "max_connections=50",
            "shared_buffers=64MB", "fsync=\(isDurable ? "on" : "off")", "logging_collector=off",
        ]
        let child = try serverProcess(
            "postgres", ["-D", data, "-p", "\(port)"] + settings.flatMap { ["-c", $0] }, logName: "postgres.log")
        process.withLock { $0 = child }
        try child.waitUntilReady(atMost: .seconds(60)) { isReady(pid: child.pid) }
    }

    /// Stops the server in an orderly way: SIGINT, which ends its sessions and writes a last checkpoint.
    public func stop() {
        process.withLock { child in
            guard let server = child else { return }
            server.signal(SIGINT)
            if server.wait(atMost: .seconds(30)) == nil { server.stop(grace: .zero) }
            child = nil
        }
    }

    /// Ends the server at once, sessions included, as a crash would: SIGQUIT, after which the next start recovers from the log.
    public func kill() {
        process.withLock { child in
            guard let server = child else { return }
            server.signal(SIGQUIT)
            if server.wait(atMost: .seconds(10)) == nil { server.stop(grace: .zero) }
            child = nil
        }
    }

    deinit { stop() }

    private var data: String { "\(directory)/data" }

    private func initialize() throws(SupervisionError) {
        var arguments = [
            "-D", data, "-U", "bullion", "-E", "UTF8", "--locale=C.UTF-8", "--auth-local=trust",
            "--auth-host=scram-sha-256", "--pwfile=\(passwordPath(in: directory))",
        ]
        if !isDurable { arguments.append("--no-sync") }
        let child = try serverProcess("initdb", arguments, logName: "initdb.log")
        let status = child.wait()
        guard status.isSuccess else { throw .ended(program: "initdb", status: status, log: child.logTail()) }
    }

    /// Starts one of Postgres's programs from the server's directory, as a user that Postgres accepts.
    private func serverProcess(
        _ program: String, _ arguments: [String], logName: String
    ) throws(SupervisionError) -> ChildProcess {
        let path = try programPath(program, data: data)
        let log = "\(directory)/\(logName)"
        guard geteuid() == 0 else {
            return try ChildProcess(path, arguments, directory: directory, logPath: log)
        }
        return try ChildProcess(
            "setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", path] + arguments,
            directory: directory, logPath: log)
    }

    /// Whether the file that the server keeps about itself names this process and says that it is ready.
    private func isReady(pid: pid_t) -> Bool {
        guard let contents = FileManager.default.contents(atPath: "\(data)/postmaster.pid") else { return false }
        let lines = String(decoding: contents, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count >= 8 && lines[0] == "\(pid)" && lines[7].hasPrefix("ready")
    }
}

/// The newest installed version of a Postgres program, or the one that made the data directory.
private func programPath(_ program: String, data: String) throws(SupervisionError) -> String {
    let root = "/usr/lib/postgresql"
    let made = FileManager.default.contents(atPath: "\(data)/PG_VERSION").map {
        String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    // An unreadable folder is the same to us as an empty one: the message below says what is missing.
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    let candidates = made.map { [$0] } ?? versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
    for version in candidates {
        let path = "\(root)/\(version)/bin/\(program)"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw .system(call: "find", about: "\(root)/\(made ?? "*")/bin/\(program)", code: ENOENT)
}

private func passwordPath(in directory: String) -> String { "\(directory)/password" }

/// The password of an earlier start, or a new one of 128 random bits.
private func preparedPassword(in directory: String) throws(SupervisionError) -> String {
    let path = passwordPath(in: directory)
    if let known = FileManager.default.contents(atPath: path) { return String(decoding: known, as: UTF8.self) }
    let password = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    do {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch { throw .system(call: "mkdir", about: directory, code: EACCES) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { throw .system(call: "open", about: path, code: errno) }
    defer { close(descriptor) }
    guard write(descriptor, password, password.utf8.count) == password.utf8.count else {
        throw .system(call: "write", about: path, code: errno)
    }
    return password
}

/// Lets the user that root runs the server as own `path` and its password. Does nothing for anyone but root.
private func giveToServer(_ path: String) throws(SupervisionError) {
    guard geteuid() == 0 else { return }
    guard let user = getpwnam("postgres") else { throw .system(call: "getpwnam", about: "postgres", code: ENOENT) }
    for owned in [path, passwordPath(in: path)] where FileManager.default.fileExists(atPath: owned) {
        guard chown(owned, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
            throw .system(call: "chown", about: owned, code: errno)
        }
    }
}
