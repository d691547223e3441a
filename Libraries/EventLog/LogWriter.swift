import Contracts
import LogRules

/// The writing end of the log: one service's connection, lease and cursor.
///
/// It knows what the service's hash in Redis should hold. Every commit says so, and is refused if Redis knows better.
struct LogWriter: ~Copyable {
    /// What the service's hash held when the lease was taken.
    struct State: Equatable {
        /// The epoch before ours.
        var epoch: Int64
        var cursor: String
        var count: Int64
        var tip: LogOffset
    }

    let address: LogAddress
    let keys: BookKeys
    let service: String
    let instance: String
    let options: LogOptions
    let stopWaiting: @Sendable () -> Bool

    var connection: RedisConnection
    /// The run of Redis behind the connection.
    var run: String
    /// Our epoch: whoever takes the lease after us has a higher one, and nobody ever had it before.
    var epoch: Int64
    /// The epoch that the service's hash held when we took the lease.
    var epochBefore: Int64
    /// The cursor as the last commit left it.
    var cursor: String
    /// How many commits the service has made in its life.
    var count: Int64
    /// The newest entry of ours.
    var tip: LogOffset
    var inFlightCursor: String?
    var renewedAt: ContinuousClock.Instant
    var renewalSentAt: ContinuousClock.Instant

    let serviceKey: String
    let leaseKey: String
    let snapshotKey: String
    let heartbeatKey: String
    let bellKeys: [EventKind: String]
    var bells: [EventKind] = []

    /// Connects and takes the lease, waiting as a hot standby while another instance holds it.
    static func open(
        service: String, on address: LogAddress, instance: String, options: LogOptions,
        stopWaiting: @escaping @Sendable () -> Bool
    ) throws(LogError) -> LogWriter {
        let session = try LogSession.open(address, options, stopWaiting: stopWaiting)
        var writer = LogWriter(
            session, service: service, on: address, instance: instance, options: options, stopWaiting: stopWaiting)
        while try writer.acquire() == nil {
            if stopWaiting() { throw .canceled }
            pause(.milliseconds(50))
        }
        return writer
    }

    private init(
        _ session: consuming LogSession, service: String, on address: LogAddress, instance: String,
        options: LogOptions, stopWaiting: @escaping @Sendable () -> Bool
    ) {
        let keys = address.keys
        run = session.run
        connection = session.connection
        self.address = address
        self.keys = keys
        self.service = service
        self.instance = instance
        self.options = options
        self.stopWaiting = stopWaiting
        serviceKey = keys.service(service)
        leaseKey = keys.lease(service)
        snapshotKey = keys.snapshot(service)
        heartbeatKey = keys.heartbeat(service)
        bellKeys = Dictionary(uniqueKeysWithValues: EventKind.allCases.map { ($0, keys.bell($0)) })
        (epoch, epochBefore, cursor, count, tip) = (0, 0, "", 0, .start)
        renewedAt = .now
        renewalSentAt = renewedAt
    }

    mutating func submit(_ commands: borrowing CommandBuffer) throws(LogError) {
        do { try connection.submit(commands) } catch { throw .redis(error) }
    }

    /// Opens a new connection, takes the lease again, and finds out what became of the commit in flight.
    mutating func reopen() throws(LogError) -> Reopening {
        let oldRun = run
        let left = Reopening.Place(epoch: epoch, cursor: cursor, count: count)
        let wanted = inFlightCursor
        inFlightCursor = nil
        var state: State?
        let deadline = ContinuousClock.now + options.patience
        while true {
            let session = try LogSession.open(address, options, stopWaiting: stopWaiting)
            run = session.run
            connection = session.connection
            do throws(LogError) {
                state = try acquire()
                break
            } catch {
                guard error.isConnectionLoss, ContinuousClock.now < deadline else { throw error }
                // Redis may answer at once and refuse, for want of memory say.
                pause(.milliseconds(50))
            }
        }
        guard let state else { throw .fenced(service: service, epoch: left.epoch) }
        return Reopening(
            left: left, found: Reopening.Place(epoch: state.epoch, cursor: state.cursor, count: state.count),
            wanted: wanted, isSameRun: run == oldRun)
    }
}
