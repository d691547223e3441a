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

    private func ask(_ redis: PrivateRedis, _ command: String...) throws -> String {
        let answer = redis.directory + "/answer"
        try? FileManager.default.removeItem(atPath: answer)  // Absent on the first question.
        #expect(try ChildProcess("redis-cli", ["-s", redis.socketPath] + command, logPath: answer).wait().isSuccess)
        return try String(contentsOfFile: answer, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
