public import Contracts
import Glibc
public import Logging
import Synchronization

/// What a running service has at hand: its name, its configuration, its log, and the ways to say that it is alive.
public final class ServiceContext: Sendable {
    /// The service's short name, such as `risk`.
    public let name: String
    /// Tells two processes of the same service apart: given with `--instance`, else host and process id.
    public let instance: String
    /// The book's name.
    public let book: String
    public let mode: BookMode
    /// Names this life of the process.
    public let run: String
    public let log: Logger
    public let configuration: Configuration

    private struct Said {
        var state = ServiceStatus.State.starting
        var offset = LogOffset.start
        var note = ""
        var lastNanoseconds = Int64.min / 2
        var fileFailed = false
    }

    private let said = Mutex(Said())
    private let notifier: SystemdNotifier
    private let statusFile: StatusFile
    private let heartbeat: DatagramSender?

    init(
        name: String, givenInstance: String?, configuration: Configuration, environment: [String: String],
        startedAt: Timestamp
    ) throws(ConfigurationError) {
        self.name = name
        self.configuration = configuration
        instance = givenInstance ?? "\(hostName())-\(getpid())"
        book = try configuration.string("book.name")
        mode = try configuration.choice("book.mode")
        run = "\(startedAt.compact)-\(getpid())"
        log = makeLogger(name, instance, run, mode, try LogSettings(reading: configuration))
        notifier = SystemdNotifier(environment: environment)
        let directory = try configuration.string("runtime.directory")
        statusFile = StatusFile(directory: directory, service: name, instance: givenInstance)
        // A crash may have left the file of another life, which would pass for ours.
        statusFile.remove()
        let socket = try configuration.optional("watchdog.socket", configuration.string)
        heartbeat = name == "watchdog" ? nil : socket.flatMap { DatagramSender(path: $0) }
    }

    /// Says that the service does its work now: dependents may start.
    public func ready() {
        let isNews = said.withLock { said in
            defer { said.state = .ready }
            return said.state != .ready
        }
        guard isNews else { return }
        log.notice("service ready")
        tell()
        notifier.ready()
    }

    /// Says that the loop turns, and how far it has folded. Cheap enough for every turn: it tells the outside once a second.
    public func progress(_ offset: LogOffset? = nil) {
        let now = WallClock.monotonicNanoseconds()
        let isDue = said.withLock { said in
            if let offset { said.offset = offset }
            guard now - said.lastNanoseconds >= 1_000_000_000 else { return false }
            said.lastNanoseconds = now
            return true
        }
        if isDue { tell() }
    }

    /// Says in a few words what the service waits for; empty when it is simply at work.
    public func note(_ text: String) {
        let isNews = said.withLock { said in
            defer { said.note = text }
            return said.note != text
        }
        if isNews { tell() }
    }

    func stopping() {
        said.withLock { $0.state = .stopping }
        notifier.stopping()
        statusFile.remove()
    }

    private func tell() {
        let (state, offset, note) = said.withLock { ($0.state, $0.offset, $0.note) }
        notifier.alive(note.isEmpty ? "\(state.rawValue) at \(offset)" : "\(state.rawValue) at \(offset): \(note)")
        heartbeat?.send(LocalHeartbeat(service: name, instance: instance, book: book, offset: offset).datagram)
        guard state == .ready else { return }
        let status = ServiceStatus(
            service: name, instance: instance, book: book, mode: mode.rawValue, run: run, pid: getpid(), state: state,
            offset: offset, note: note, updatedAt: WallClock.now(),
            updatedMonotonicNanoseconds: WallClock.monotonicNanoseconds())
        do {
            try statusFile.write(status)
        } catch {
            // The service works without its file; health checks will fail and say so. Once is enough in the log.
            let isNews = said.withLock { said in
                defer { said.fileFailed = true }
                return !said.fileFailed
            }
            if isNews { log.warning("status file not written", metadata: ["error": "\(error)"]) }
        }
    }
}

private func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "host" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
