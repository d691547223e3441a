/// A connection that is ready for commits: functions loaded, generation published.
struct LogSession: ~Copyable {
    var connection: RedisConnection
    /// The run of Redis behind it.
    let run: String

    /// Connects, trying again while Redis is away, within the patience of the options.
    static func open(
        _ address: LogAddress, _ options: LogOptions, stopWaiting: () -> Bool
    ) throws(LogError) -> LogSession {
        let deadline = ContinuousClock.now + options.patience
        while true {
            do throws(LogError) {
                return try attempt(address, options, stopWaiting: stopWaiting)
            } catch {
                guard error.isConnectionLoss, ContinuousClock.now < deadline else { throw error }
                if stopWaiting() { throw .canceled }
                pause(.milliseconds(20))
            }
        }
    }

    private static func attempt(
        _ address: LogAddress, _ options: LogOptions, stopWaiting: () -> Bool
    ) throws(LogError) -> LogSession {
        var connection = try wrapping { () throws(RedisError) in
            var connection = try address.connect(timeout: options.timeout)
            try LogFunctions.load(on: &connection)
            return connection
        }
        let run =
            if options.checksGeneration {
                try Generation.awaitPublished(
                    address.keys, on: &connection, atMost: options.patience, stopWaiting: stopWaiting)
            } else {
                try wrapping { () throws(RedisError) in try Generation.currentRun(on: &connection) }
            }
        return LogSession(connection: connection, run: run)
    }
}

extension LogError {
    /// Whether a new connection may help.
    var isConnectionLoss: Bool {
        if case .redis(let error) = self { error.isConnectionLoss } else { false }
    }
}
