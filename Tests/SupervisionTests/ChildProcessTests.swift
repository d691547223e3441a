import Foundation
import Supervision
import Testing

@Suite struct `A child process` {
    let directory: TemporaryDirectory
    init() throws { directory = try TemporaryDirectory() }

    @Test func `reports its exit code`() throws {
        #expect(try ChildProcess("sh", ["-c", "exit 7"]).wait() == .exited(7))
    }

    @Test func `reports the signal that ended it`() throws {
        let child = try ChildProcess("sleep", ["600"])
        #expect(child.isRunning)
        #expect(child.residentBytes ?? 0 > 0)
        child.kill()
        #expect(child.wait() == .signaled(SIGKILL))
        #expect(child.residentBytes == nil)
    }

    @Test func `writes both outputs to its log`() throws {
        let child = try ChildProcess(
            "sh", ["-c", "echo $GREETING; pwd; echo wrong >&2"],
            environment: ["GREETING": "hello", "PATH": "/usr/bin:/bin"], directory: directory.path,
            logPath: directory.file("log"))
        #expect(child.wait().isSuccess)
        #expect(child.logTail() == "hello\n\(directory.path)\nwrong")
    }

    @Test func `takes its helpers down with it`() throws {
        let child = try ChildProcess(
            "sh", ["-c", "sleep 600 & echo $!; wait"], logPath: directory.file("log"))
        #expect(poll(atMost: .seconds(10)) { !child.logTail().isEmpty })
        let helper = try #require(pid_t(child.logTail()))
        child.stop()
        #expect(poll(atMost: .seconds(10)) { kill(helper, 0) != 0 || isZombie(helper) })
    }

    @Test func `is killed when it ignores the request to end`() throws {
        let child = try ChildProcess(
            "sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"], logPath: directory.file("log"))
        try child.waitUntilReady(atMost: .seconds(10)) { child.logTail().contains("ready") }
        #expect(child.stop(grace: .milliseconds(100)) == .signaled(SIGKILL))
    }

    @Test func `that ends before it is ready is an error with its log`() throws {
        let child = try ChildProcess("sh", ["-c", "echo no config; exit 78"], logPath: directory.file("log"))
        #expect(throws: SupervisionError.ended(program: "sh", status: .exited(78), log: "no config")) {
            try child.waitUntilReady(atMost: .seconds(10)) { false }
        }
    }

    @Test func `that does not exist is an error`() {
        #expect(throws: SupervisionError.system(call: "posix_spawnp", about: "/no/such/program", code: ENOENT)) {
            try ChildProcess("/no/such/program")
        }
    }
}

/// An orphan's zombie lives until the container's first process reaps it.
private func isZombie(_ pid: pid_t) -> Bool {
    guard let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return true }
    return String(decoding: status, as: UTF8.self).contains("State:\tZ")
}

@Suite struct `A temporary directory` {
    @Test func `is gone with its last user`() throws {
        var directory: TemporaryDirectory? = try TemporaryDirectory()
        let path = try #require(directory?.path)
        #expect(FileManager.default.createFile(atPath: "\(path)/file", contents: Data()))
        directory = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
