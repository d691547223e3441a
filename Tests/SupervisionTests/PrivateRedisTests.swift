import Foundation
import Supervision
import Testing

@Suite struct `A private Redis` {
    @Test func `keeps its data across a restart`() throws {
        let redis = try PrivateRedis()
        #expect(try ask(redis, "SET", "metal", "gold") == "OK")
        redis.kill()
        #expect(redis.pid == nil)
        try redis.start()
        #expect(try ask(redis, "GET", "metal") == "gold")
    }

    @Test func `without durability forgets everything`() throws {
        let redis = try PrivateRedis(durability: .none)
        #expect(try ask(redis, "SET", "metal", "gold") == "OK")
        redis.stop()
        try redis.start()
        #expect(try ask(redis, "GET", "metal") == "")
    }

    @Test func `two of them live side by side`() throws {
        let first = try PrivateRedis()
        let second = try PrivateRedis()
        #expect(first.port != second.port)
        #expect(try ask(first, "PING") == "PONG")
        #expect(try ask(second, "PING") == "PONG")
    }

    @Test func `refuses writes while its disk is full, keeps what it had, and goes on after`() throws {
        let redis = try PrivateRedis()
        #expect(try ask(redis, "SET", "metal", "gold") == "OK")
        try redis.fillDisk()
        // The write that meets the full disk may still be answered; the one after it is refused.
        #expect(
            poll(atMost: .seconds(20)) {
                (try? ask(redis, "SET", "metal", String(repeating: "x", count: 10_000)))?.hasPrefix("MISCONF") ?? false
            })
        #expect(try ask(redis, "GET", "other") == "")
        try redis.freeDisk()
        #expect(poll(atMost: .seconds(20)) { (try? ask(redis, "SET", "metal", "silver")) == "OK" })
        redis.kill()
        try redis.start()
        #expect(try ask(redis, "GET", "metal") == "silver")
    }

    @Test func `stands still with its connections open`() throws {
        let redis = try PrivateRedis()
        redis.pause()
        let answer = redis.directory + "/ping"
        let asking = try ChildProcess("redis-cli", ["-s", redis.socketPath, "PING"], logPath: answer)
        #expect(asking.wait(atMost: .milliseconds(300)) == nil)
        redis.resume()
        #expect(asking.wait().isSuccess)
        #expect(try String(contentsOfFile: answer, encoding: .utf8) == "PONG\n")
    }

    private func ask(_ redis: PrivateRedis, _ command: String...) throws -> String {
        let answer = redis.directory + "/answer"
        try? FileManager.default.removeItem(atPath: answer)  // Absent on the first question.
        #expect(try ChildProcess("redis-cli", ["-s", redis.socketPath] + command, logPath: answer).wait().isSuccess)
        return try String(contentsOfFile: answer, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
