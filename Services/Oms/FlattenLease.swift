import EventLog

/// The right to close the book, which the watchdog shares: they never both sell.
///
/// It ends by itself half a minute after it was last asked for, so whoever dies with it stands in nobody's way for long.
struct FlattenLease: ~Copyable {
    private static let milliseconds = 30_000

    private let address: LogAddress
    private let instance: String
    private var connection: RedisConnection

    init(on address: LogAddress, instance: String) throws(LogError) {
        self.address = address
        self.instance = instance
        do throws(RedisError) { connection = try address.connect() } catch { throw .redis(error) }
    }

    /// Takes the lease or keeps it, and answers who has it if it is somebody else.
    mutating func holder() throws(LogError) -> String? {
        do throws(RedisError) {
            do throws(RedisError) {
                return try ask()
            } catch {
                connection = try address.connect()
                return try ask()
            }
        } catch {
            throw .redis(error)
        }
    }

    private mutating func ask() throws(RedisError) -> String? {
        let reply = try connection.send(
            "EVAL", Self.script, "1", address.keys.lease("flatten"), instance, String(Self.milliseconds))
        guard let holder = reply.text else { throw .unexpectedReply(to: "EVAL flatten lease", reply: "\(reply)") }
        return holder == instance ? nil : holder
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
