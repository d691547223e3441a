import EventLog
import Supervision
import Testing

@Suite struct `A Redis address` {
    @Test func `is a unix socket or a host and port`() {
        #expect(RedisAddress(parsing: "unix:/run/redis.sock") == .unix(path: "/run/redis.sock"))
        #expect(RedisAddress(parsing: "localhost:6379") == .tcp(host: "localhost", port: 6379))
        #expect(RedisAddress(parsing: "[::1]:6379") == .tcp(host: "::1", port: 6379))
    }

    @Test(arguments: [
        "", "unix:", "unix:redis.sock", "localhost", ":6379", "localhost:0", "localhost:70000", "host:port",
    ])
    func `is nothing else`(text: String) {
        #expect(RedisAddress(parsing: text) == nil)
    }

    @Test(arguments: ["unix:/run/redis.sock", "10.0.0.1:6380", "[::1]:6379"])
    func `reads as it is written`(text: String) {
        #expect(RedisAddress(parsing: text)?.description == text)
    }
}

@Suite struct `A Redis connection` {
    @Test func `carries any bytes over both kinds of socket`() throws {
        let redis = try PrivateRedis(durability: .none)
        for text in [redis.address, redis.loopbackAddress] {
            var connection = try RedisConnection(try #require(RedisAddress(parsing: text)))
            #expect(try connection.send("SET", "key", "a\r\n\0ü") == .status("OK"))
            #expect(try connection.send("GET", "key") == .bytes(Array("a\r\n\0ü".utf8)))
            #expect(try connection.send("GET", "nothing") == .null)
            #expect(try connection.send("INCRBY", "number", "-5").integer != nil)
        }
    }

    @Test func `sends many commands at once`() throws {
        let redis = try PrivateRedis(durability: .none)
        var connection = try RedisConnection(try #require(RedisAddress(parsing: redis.address)))
        let replies = try connection.send((1...500).map { ["INCRBY", "sum", "\($0)"] })
        #expect(replies.count == 500)
        #expect(replies.last?.integer == 125_250)
    }

    @Test func `survives a refusal`() throws {
        let redis = try PrivateRedis(durability: .none)
        var connection = try RedisConnection(try #require(RedisAddress(parsing: redis.address)))
        #expect { try connection.send([["SET", "a", "1"], ["HGET", "a", "b"], ["SET", "c", "2"]]) } throws: { error in
            guard case .refused(let message)? = error as? RedisError else { return false }
            return message.hasPrefix("WRONGTYPE")
        }
        #expect(try connection.send("GET", "c").text == "2")
    }

    @Test func `signs in with a password`() throws {
        let redis = try PrivateRedis(durability: .none, password: "secret")
        let address = try #require(RedisAddress(parsing: redis.address))
        var connection = try RedisConnection(address, password: "secret")
        #expect(try connection.send("PING") == .status("PONG"))
        #expect(throws: RedisError.self) { _ = try RedisConnection(address, password: "wrong") }
        var stranger = try RedisConnection(address)
        #expect(throws: RedisError.self) { try stranger.send("PING") }
    }

    @Test func `says that nobody is there`() throws {
        let redis = try PrivateRedis(durability: .none)
        let address = try #require(RedisAddress(parsing: redis.address))
        redis.stop()
        #expect { _ = try RedisConnection(address) } throws: { ($0 as? RedisError)?.isConnectionLoss == true }
    }

    @Test func `says that the server has gone and lets the process live`() throws {
        let redis = try PrivateRedis(durability: .none)
        var connection = try RedisConnection(try #require(RedisAddress(parsing: redis.address)))
        redis.kill()
        for _ in 0..<3 {
            #expect { try connection.send("PING") } throws: { ($0 as? RedisError)?.isConnectionLoss == true }
        }
    }
}
