public import Foundation
import Synchronization

/// A program that this process started and answers for, in a process group of its own.
///
/// Signals go to the whole group, so that helpers of the program end with it. A child does not outlive its
/// `ChildProcess`: letting go of it kills the group and reaps the child.
public final class ChildProcess: Sendable {
    /// What was started: the name for messages.
    public let program: String
    /// The process id, which is the id of its group too.
    public let pid: pid_t
    /// The file that its standard output and standard error are appended to.
    public let logPath: String
    private let ended = Mutex<ExitStatus?>(nil)

    /// Starts `program` (looked up in `PATH` when it has no slash).
    ///
    /// The child gets an empty signal mask, default signal actions and no open file besides the three standard ones.
    /// - Parameters:
    ///   - environment: the child's whole environment; the caller's when `nil`.
    ///   - directory: where the child starts; the caller's working directory when `nil`.
    ///   - logPath: where its output goes.
    ///   - inputPath: what it reads on its standard input.
    ///   - errorPath: where its standard error goes; to `logPath` when `nil`.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, directory: String? = nil,
        logPath: String = "/dev/null", inputPath: String = "/dev/null", errorPath: String? = nil
    ) throws(SupervisionError) {
        self.program = program
        self.logPath = logPath
        pid = try spawn(
            program, arguments, environment: environment, directory: directory,
            files: StandardFiles(input: inputPath, output: logPath, error: errorPath))
    }

    deinit {
        kill()
        _ = wait()
    }

    /// Asks the group to end (SIGTERM).
    public func terminate() { signal(SIGTERM) }

    /// Ends the group at once (SIGKILL).
    public func kill() { signal(SIGKILL) }

    /// Sends `number` to the group, unless the child has been reaped: its id may belong to someone else by then.
    public func signal(_ number: Int32) {
        ended.withLock { status in
            if status == nil { _ = Glibc.kill(-pid, number) }
        }
    }

    /// Reaps the child if it has ended; `nil` while it runs.
    public func reap() -> ExitStatus? {
        ended.withLock { status in
            if let status { return status }
            var word: Int32 = 0
            while true {
                let result = waitpid(pid, &word, WNOHANG)
                if result == pid { break }
                if result == -1, errno == EINTR { continue }
                return nil
            }
            // What is left of the group has lost its leader; nothing of it shall stay behind.
            _ = Glibc.kill(-pid, SIGKILL)
            status = ExitStatus(statusWord: word)
            return status
        }
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { reap() == nil }

    /// Waits until the child has ended, and reaps it.
    public func wait() -> ExitStatus {
        while true {
            if let status = reap() { return status }
            // WNOWAIT leaves the reaping to `reap`, which holds the lock that guards `pid`.
            var information = siginfo_t()
            _ = waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT)
        }
    }

    /// Waits until the child has ended, for `limit` at most; `nil` if it still runs then.
    public func wait(atMost limit: Duration) -> ExitStatus? {
        var status: ExitStatus?
        _ = poll(atMost: limit) {
            status = reap()
            return status != nil
        }
        return status
    }

    /// Asks the group to end, gives it `grace`, then kills it.
    @discardableResult
    public func stop(grace: Duration = .seconds(10)) -> ExitStatus {
        terminate()
        if let status = wait(atMost: grace) { return status }
        kill()
        return wait()
    }

    /// The memory it holds in RAM, from `/proc`; `nil` once it has ended.
    public var residentBytes: Int? {
        guard isRunning else { return nil }
        return processStatusKibibytes(pid, field: "VmRSS").map { $0 * 1024 }
    }

    /// How many descriptors it has open, from `/proc`; `nil` once it has ended.
    public var openDescriptors: Int? {
        guard isRunning else { return nil }
        // It may end between the question and the answer.
        return (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd"))?.count
    }

    /// The last `lines` lines of its log, for error messages.
    public func logTail(lines: Int = 20) -> String {
        guard let data = FileManager.default.contents(atPath: logPath) else { return "" }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    /// Waits until `condition` holds; throws if the child ends before that or `limit` passes.
    public func waitUntilReady(
        atMost limit: Duration, _ condition: () -> Bool
    ) throws(SupervisionError) {
        var status: ExitStatus?
        let settled = poll(atMost: limit) {
            if condition() { return true }
            status = reap()
            return status != nil
        }
        if let status { throw .ended(program: program, status: status, log: logTail()) }
        if !settled { throw .notReady(program: program, after: limit, log: logTail()) }
    }
}

/// One number in kibibytes from `/proc/<pid>/status`.
private func processStatusKibibytes(_ pid: pid_t, field: String) -> Int? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return nil }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix(field + ":") {
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
    }
    return nil
}
