public import Contracts
import LogRules

/// A stage on the log: it reads, folds and commits, so that each entry is folded exactly once and in order.
///
/// Outputs, cursor and snapshot go into the log in one atomic step, and the stage's state is a function of the log up
/// to the cursor. So a process may end at any instant: the next one loads the snapshot, folds to the cursor without a
/// word, and goes on.
public struct StageHost<S: Stage>: ~Copyable {
    /// How often the state was read back from the log, the start included: what a caller has concluded from it must be looked at anew.
    public internal(set) var recoveries: Int

    var progress: StageFold<S>
    var writer: LogWriter
    /// Answers that wait for the next commit.
    var pending: [PendingEntry]
    /// Whether there may be more in the log than the last read brought.
    var isBehind: Bool
    /// Whether the last wait ended without a bell.
    var wasQuiet: Bool
    var commands: CommandBuffer
    let wakingNames: [[UInt8]]
    let bellKeys: [String]
    var bell: BellWaiter

    /// Connects, takes the lease (waiting as a hot standby while another instance holds it) and recovers the state.
    ///
    /// - Parameters:
    ///   - instance: names the place where this process runs, such as the host. A process that starts again under the
    ///     name of one that crashed takes its lease at once, so two that run at a time must have different names.
    ///   - stopWaiting: is asked while waiting for Redis, the lease or the recorder; `true` ends that with `canceled`.
    public init(
        _: S.Type, on address: LogAddress, instance: String, options: LogOptions = LogOptions(),
        stopWaiting: @escaping @Sendable () -> Bool = { false }
    ) throws(LogError) {
        let writer = try LogWriter.open(
            service: S.author.rawValue, on: address, instance: instance, options: options, stopWaiting: stopWaiting)
        self = try Self.recovered(writer)
    }

    private static func recovered(_ writer: consuming LogWriter) throws(LogError) -> StageHost {
        var host = StageHost(writer)
        try host.recover()
        return host
    }

    private init(_ writer: consuming LogWriter) {
        let keys = writer.keys
        self.writer = writer
        recoveries = 0
        progress = StageFold()
        wakingNames = S.wakingKinds.map { Array($0.rawValue.utf8) }
        bellKeys = S.wakingKinds.map { keys.bell($0) }
        pending = []
        isBehind = true
        wasQuiet = false
        commands = CommandBuffer()
        bell = BellWaiter(self.writer.address, bellKeys)
    }

    /// The stage's state after the entry at `cursor`.
    public var stage: S { progress.stage }
    /// The last entry that has been folded.
    public var cursor: LogOffset { progress.cursor }
    /// The last entry whose outputs are in the log.
    public var committedCursor: LogOffset { progress.committedCursor }
    var snapshotOffset: LogOffset { progress.snapshotOffset }

    /// How long the lease holds at least.
    public var leaseRemaining: Duration { writer.leaseRemaining }

    /// Renews the lease and answers whether it holds for `span` from now. What acts on the world asks this before each act, so that no
    /// act follows from a log that is not there any more.
    public mutating func holdsLease(for span: Duration) throws(LogError) -> Bool {
        try keepLease(evenIfFresh: true)
        return leaseRemaining >= span
    }

    /// Commits what the last call folded, waits up to `limit` for an entry that wakes the stage, and folds the next
    /// batch.
    ///
    /// Returns how many entries were folded, of any kind. A lost connection is replaced on the way; `fenced` means
    /// that another instance has taken over and this process must end.
    public mutating func foldNext(waitingAtMost limit: Duration) throws(LogError) -> Int {
        do throws(LogError) {
            return try foldBatch(waitingAtMost: limit)
        } catch {
            try reconnect(after: error)
            return 0
        }
    }

    /// Folds and commits everything that stands in the log, without waiting for more.
    public mutating func foldToTip() throws(LogError) {
        while try foldNext(waitingAtMost: .zero) > 0 || isBehind || !pending.isEmpty {}
        try commit()
    }

    /// Commits what has been folded so far. Afterwards the outputs are in the log.
    public mutating func commit() throws(LogError) {
        while !pending.isEmpty || cursor != committedCursor {
            do throws(LogError) {
                try commitPending(withSnapshot: isSnapshotDue)
            } catch {
                try reconnect(after: error)
            }
        }
    }

    /// Appends facts from outside, together with the outputs that still wait. Returns their offsets.
    ///
    /// Each fact is in the log once, even if the answer to the commit is lost on the way. If the log has started anew or gone back
    /// meanwhile, those that it does not hold are left out, and `recoveries` has moved on: they were concluded from a log that is not
    /// there any more.
    public mutating func append(facts: [Draft]) throws(LogError) -> [LogOffset] {
        guard !facts.isEmpty else { return [] }
        return try append(facts.map { PendingEntry($0) })
    }

    /// Waits until an entry wakes the stage, `descriptor` can be read, or `limit` has passed. Outputs are committed
    /// first.
    ///
    /// For services with a second source, such as a thread that reads a socket and writes a byte to a pipe. The
    /// caller then looks at both.
    public mutating func wait(atMost limit: Duration, orReadable descriptor: Int32) throws(LogError) -> Awakening {
        try commit()
        try keepLease()
        if isBehind { return .entries }
        do throws(LogError) {
            return try bell.wait(after: cursor, atMost: limit, orReadable: descriptor)
        } catch {
            guard error.isConnectionLoss else { throw error }
            bell.reset()
            // The main connection will find out what is wrong.
            isBehind = true
            return .entries
        }
    }

    /// Commits, stores a snapshot and gives the lease back.
    public consuming func stop() throws(LogError) {
        try commit()
        if cursor > snapshotOffset { try commitPending(withSnapshot: true) }
        try writer.release()
    }
}
