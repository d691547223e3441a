/// Which run of Redis the recorder has compared with the archive.
///
/// A start of Redis may have lost its last second. Until the recorder has put back what the archive holds and published
/// the run's id, the state is unknown, and nobody commits.
public enum Generation {
    /// The id of this run of the server: another one after every start.
    public static func currentRun(on connection: inout RedisConnection) throws(RedisError) -> String {
        let reply = try connection.send("INFO", "server")
        let lines = (reply.text ?? "").split { $0 == "\r\n" || $0 == "\n" }
        guard let line = lines.first(where: { $0.hasPrefix("run_id:") }) else {
            throw .unexpectedReply(to: "INFO server", reply: "no run_id")
        }
        return String(line.dropFirst("run_id:".count))
    }

    /// Whether the recorder has published the current run.
    public static func isPublished(
        _ keys: BookKeys, on connection: inout RedisConnection
    ) throws(RedisError) -> Bool {
        let run = try currentRun(on: &connection)
        return try connection.send("GET", keys.generation).text == run
    }

    /// Declares this run's log complete. Only the recorder does this, after the comparison.
    public static func publish(_ keys: BookKeys, on connection: inout RedisConnection) throws(RedisError) {
        let run = try currentRun(on: &connection)
        _ = try connection.send("SET", keys.generation, run)
    }

    /// Waits until the recorder has published the current run, and returns its id.
    public static func awaitPublished(
        _ keys: BookKeys, on connection: inout RedisConnection, atMost limit: Duration,
        stopWaiting: () -> Bool = { false }
    ) throws(LogError) -> String {
        let run = try wrapping { () throws(RedisError) in try currentRun(on: &connection) }
        let deadline = ContinuousClock.now + limit
        while try wrapping({ () throws(RedisError) in try connection.send("GET", keys.generation).text }) != run {
            if stopWaiting() { throw .canceled }
            if ContinuousClock.now >= deadline { throw .generationUnpublished(run: run, waited: limit) }
            pause(.milliseconds(20))
        }
        return run
    }
}
