import Archive
import Contracts
import EventLog
import LogRules
import Logging
import ServiceKit

/// Copies the log of one book into the archive, and says how far it has come.
///
/// Nobody sends an order before its entry is archived, so a turn waits for the bell of order events and not longer than 20 ms.
/// Losing Redis or Postgres is part of the work: the turn says what it waits for, and a later one goes on where Postgres stands.
struct Recorder: ~Copyable {
    /// What one turn did.
    enum Turn: Hashable {
        case archived(through: LogOffset, count: Int)
        case idle(at: LogOffset)
        /// A peer is away; try again after the pause.
        case waiting(for: String, pause: Duration)
    }

    private let settings: RecorderSettings
    private let instance: String
    private let logger: Logger
    private let stopWaiting: @Sendable () -> Bool

    private var archive: ArchiveWriter?
    private var log: LogSide?
    private var backoff = Backoff()
    private var isComplete = false
    private var held = LogOffset.start
    private var lastUpkeep: ContinuousClock.Instant?
    private var lastTrim = ContinuousClock.now

    init(
        _ settings: RecorderSettings, instance: String, logger: Logger,
        stopWaiting: @escaping @Sendable () -> Bool = { false }
    ) {
        self.settings = settings
        self.instance = instance
        self.logger = logger
        self.stopWaiting = stopWaiting
    }

    /// Does the next piece of work. Throws only what waiting would not mend.
    mutating func turn() throws -> Turn {
        do {
            let turn = try work()
            backoff.reset()
            return turn
        } catch let error as ArchiveError where error.isTransient {
            archive = nil
            holdLease()
            return waiting(for: "Postgres", error)
        } catch let error as LogError where error.isConnectionLoss {
            forgetLog()
            return waiting(for: "Redis", error)
        } catch let error as RedisError where error.isConnectionLoss {
            forgetLog()
            return waiting(for: "Redis", error)
        }
    }

    /// Gives the lease back.
    consuming func stop() throws { if let log { try log.release() } }

    private mutating func work() throws -> Turn {
        if archive == nil { archive = try openArchive() }
        if log == nil { log = try LogSide(settings.log, instance: instance, stopWaiting: stopWaiting) }
        if lastUpkeep.map({ $0.duration(to: .now) >= .milliseconds(200) }) ?? true { try upkeep() }
        guard let cursor = archive?.cursor else { preconditionFailure("the archive was opened above") }

        let entries = try gather(after: cursor)
        guard !entries.isEmpty else { return .idle(at: cursor) }
        guard let appended = try archive?.append(entries) else { preconditionFailure("the archive was opened above") }
        let through = LogOffset(appended.head.size)
        try log?.mark.publish(through)
        for entry in appended.undecodable {
            logger.error(
                "entry archived without its rows",
                metadata: ["log.offset": "\(entry.offset)", "reason": "\(entry.reason)"])
        }
        return .archived(through: through, count: appended.count)
    }

    /// What is new, gathered for 20 ms or until an order's intent is among it.
    ///
    /// An intent must find the archive free: were every entry written at once, it would mostly wait for the disk twice.
    private mutating func gather(after cursor: LogOffset) throws -> [RawEntry] {
        let deadline = ContinuousClock.now + .milliseconds(20)
        var entries: [RawEntry] = []
        while true {
            let seen = entries.last?.offset ?? cursor
            let more = try log?.reader.read(after: seen, limit: settings.batchSize - entries.count) ?? []
            entries += more
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, entries.count < settings.batchSize, !more.contains(where: \.isIntent) else {
                return entries
            }
            _ = try log?.reader.wait(for: [.orderEvent], after: entries.last?.offset ?? cursor, atMost: left)
        }
    }

    /// What is done a few times a second: see that this run of Redis is the one we know, keep lease and cursor, trim.
    private mutating func upkeep() throws {
        guard let archived = archive?.cursor else { return }
        held = archived
        if try log?.keeper.isGenerationPublished() != true { isComplete = false }
        if !isComplete { try complete() }
        try log?.hold(archived)
        if lastTrim.duration(to: .now) >= .seconds(10) {
            lastTrim = .now
            try trim(archived)
        }
        lastUpkeep = .now
    }

    /// Compares the log with the archive, puts back what Redis lost, and lets the others go on.
    private mutating func complete() throws {
        var reader = try ArchiveReader(try connect(), book: settings.log.book, mode: settings.mode)
        guard var side = log.take() else { return }
        let restored = try LogComparison.run(&side.reader, &side.keeper, &reader)
        if let cursor = archive?.cursor, cursor > .start { try side.mark.publish(cursor) }
        try side.keeper.publishGeneration()
        log = consume side
        isComplete = true
        logger.notice("log compared with archive", metadata: ["restored": "\(restored)"])
    }

    private mutating func trim(_ archived: LogOffset) throws {
        guard let states = try log?.keeper.states(),
            let first = TrimPlan.firstKept(archived: archived, keeping: settings.keptEntries, states: states)
        else { return }
        let count = try log?.keeper.trim(below: first) ?? 0
        if count > 0 { logger.info("log trimmed", metadata: ["entries": "\(count)", "log.offset": "\(first)"]) }
    }

    private mutating func openArchive() throws -> ArchiveWriter {
        var connection = try connect()
        let applied = try Migrator.migrate(&connection)
        if !applied.isEmpty { logger.notice("archive migrated", metadata: ["versions": "\(applied)"]) }
        let writer = try ArchiveWriter(connection, book: settings.log.book, mode: settings.mode)
        logger.notice("archive opened", metadata: ["log.offset": "\(writer.cursor)"])
        return writer
    }

    private func connect() throws -> PostgresConnection {
        do {
            return try PostgresConnection(settings.postgres.revealed, applicationName: "bullion-recorder")
        } catch {
            throw ArchiveError.postgres(error)
        }
    }

    /// Keeps the lease while Postgres is away: the place of this recorder is not free.
    private mutating func holdLease() {
        // A lease that can't be kept is a log that can't be reached, which the next turn finds out by itself.
        do { try log?.hold(held) } catch { forgetLog() }
    }

    private mutating func forgetLog() {
        log = nil
        isComplete = false
        lastUpkeep = nil
    }

    private mutating func waiting(for peer: String, _ error: any Error) -> Turn {
        let pause = backoff.afterFailure()
        logger.warning("recorder waits", metadata: ["for": "\(peer)", "error": "\(error)"])
        return .waiting(for: "\(peer): \(error)", pause: pause)
    }
}

extension LogError {
    fileprivate var isConnectionLoss: Bool {
        if case .redis(let error) = self { error.isConnectionLoss } else { false }
    }
}

extension RawEntry {
    /// Whether it is the OMS's own step in an order's life, which waits for the archive before it has an effect.
    fileprivate var isIntent: Bool { kind == EventKind.orderEvent.rawValue && by == Author.oms.rawValue }
}
