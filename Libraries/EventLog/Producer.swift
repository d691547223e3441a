public import Contracts
import LogRules

/// A service that appends facts from outside: ingest, scheduler, api, reconciler, the command line.
///
/// It keeps a cursor of its source (any text) that moves in the same step as the facts are appended, so that a crash
/// neither loses nor repeats any.
public struct Producer: ~Copyable {
    /// The source's cursor at the last commit; `nil` before the first.
    public var sourceCursor: String? { writer.cursor.isEmpty ? nil : writer.cursor }
    /// Entries of this author that stand in the log behind the last commit that appended something.
    ///
    /// Normally none. After Redis has lost its last second, the recorder puts back what the archive holds, but not
    /// the cursor: whoever reads a source passes over what is here before it goes on. The cursor may account for some of
    /// them already, when a commit found its facts in the log: they are taken by what they say, and never counted.
    public private(set) var unaccounted: [RawEntry]
    private let author: Author
    private var writer: LogWriter

    /// Connects and takes the lease, waiting while another instance holds it. The parameters are those of `StageHost`.
    public init(
        _ author: Author, on address: LogAddress, instance: String, options: LogOptions = LogOptions(),
        stopWaiting: @escaping @Sendable () -> Bool = { false }
    ) throws(LogError) {
        let writer = try LogWriter.open(
            service: author.rawValue, on: address, instance: instance, options: options, stopWaiting: stopWaiting)
        self = try Self.recovered(author, writer)
    }

    private static func recovered(
        _ author: Author, _ writer: consuming LogWriter
    ) throws(LogError) -> Producer {
        var producer = Producer(author, writer)
        try producer.findUnaccounted()
        return producer
    }

    private init(_ author: Author, _ writer: consuming LogWriter) {
        self.author = author
        self.writer = writer
        unaccounted = []
    }

    /// How long the lease holds at least.
    public var leaseRemaining: Duration { writer.leaseRemaining }

    /// Appends `drafts` and moves the source's cursor in one step. Returns the offsets of the drafts.
    ///
    /// A `nil` cursor stays where it is. If the connection is lost on the way, this finds out whether the step was
    /// taken, and takes it once. Throws `fenced` when another instance has taken over, and `rewound` when Redis has
    /// lost earlier commits: the service then starts anew from the older cursor.
    @discardableResult
    public mutating func commit(_ drafts: [Draft], sourceCursor: String? = nil) throws(LogError) -> [LogOffset] {
        var doubt = FactsInDoubt(drafts.map { PendingEntry($0) })
        let newCursor = sourceCursor ?? writer.cursor
        while true {
            let (known, epoch, oldCursor) = (writer.tip, writer.epoch, writer.cursor)
            do throws(LogError) {
                try writer.commit(Array(doubt.missing), cursor: newCursor)
                doubt.settle(tip: writer.tip)
                return doubt.offsets
            } catch {
                guard error.isConnectionLoss else { throw error }
                let reopening = try writer.reopen()
                if doubt.settle(reopening, tip: writer.tip) {
                    // Although nothing may be missing then, the source's cursor still has to move.
                    try checkPlace(epoch: epoch, cursor: oldCursor)
                    if try writer.search(for: &doubt, after: known, by: author) { throw rewound(from: oldCursor) }
                } else if reopening != .unchanged {
                    return doubt.offsets
                }
            }
        }
    }

    /// Renews the lease if it is time. A producer with nothing to say calls this at least once a second.
    public mutating func keepAlive() throws(LogError) {
        var commands = CommandBuffer()
        guard writer.frameRenewal(into: &commands) else { return }
        do throws(LogError) {
            try writer.submit(commands)
            try writer.receiveRenewal()
        } catch {
            guard error.isConnectionLoss else { throw error }
            let (epoch, oldCursor) = (writer.epoch, writer.cursor)
            if try writer.reopen() != .unchanged { try checkPlace(epoch: epoch, cursor: oldCursor) }
        }
    }

    /// After a new connection found things changed: whether this is still our service, where we left it.
    private func checkPlace(epoch: Int64, cursor: String) throws(LogError) {
        guard writer.epochBefore <= epoch else { throw .fenced(service: author.rawValue, epoch: writer.epoch) }
        guard writer.cursor == cursor else { throw rewound(from: cursor) }
    }

    private func rewound(from cursor: String) -> LogError {
        .rewound(service: author.rawValue, from: cursor, to: writer.cursor)
    }

    /// Gives the lease back.
    public consuming func stop() throws(LogError) { try writer.release() }

    private mutating func findUnaccounted() throws(LogError) {
        var position = writer.tip
        while true {
            var commands = CommandBuffer()
            commands.range(writer.keys.log, from: position.rawValue + 1, through: nil, limit: 512)
            try writer.submit(commands)
            let reply = try writer.receive()
            let before = position
            let author = author.rawValue
            try reply.read { (view) throws(LogError) in
                try view.forEachEntry { (entry) throws(LogError) in
                    position = entry.offset
                    if entry.by.elementsEqual(author.utf8) { unaccounted.append(try entry.raw()) }
                }
            }
            if position == before { return }
        }
    }
}
