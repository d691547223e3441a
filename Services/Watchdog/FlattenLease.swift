import EventLog

/// The right to close positions, which the watchdog shares with the OMS: they never both sell.
struct FlattenLease {
    enum Answer: Equatable {
        case ours
        /// Somebody else is closing; the lease ends by itself when they die.
        case held(by: String)
        /// Redis does not answer. The one who shares the lease has been silent on both paths, so whoever asks goes on alone.
        case unreachable(String)
    }

    static let milliseconds = 30_000

    let log: LogAddress
    let instance: String

    /// Takes the lease or keeps it.
    func take() -> Answer {
        do throws(RedisError) {
            var connection = try log.connect(timeout: .seconds(2))
            let holder = try connection.send(
                "EVAL", Self.script, "1", log.keys.lease("flatten"), instance, String(Self.milliseconds))
            guard let name = holder.text, name != instance else { return .ours }
            return .held(by: name)
        } catch {
            return .unreachable("\(error)")
        }
    }

    /// Gives the lease back; where Redis is away it ends by itself.
    func release() {
        guard var connection = try? log.connect(timeout: .seconds(2)) else { return }
        _ = try? connection.send(
            "EVAL", "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end", "1",
            log.keys.lease("flatten"), instance)
    }

    /// Answers whose lease it is now.
    private static let script = """
        local holder = redis.call('GET', KEYS[1])
        if not holder or holder == ARGV[1] then
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          return ARGV[1]
        end
        return holder
        """
}
