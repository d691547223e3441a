import Contracts
import EventLog

/// Everything the recorder holds on Redis: a reader, the keeper's rights, the archive's mark, and its own lease and cursor.
struct LogSide: ~Copyable {
    var reader: LogReader
    var keeper: LogKeeper
    var mark: ArchiveMark
    private var place: Producer

    /// Connects, and waits as a hot standby while another recorder of this book is at work.
    init(_ address: LogAddress, instance: String, stopWaiting: @escaping @Sendable () -> Bool) throws {
        var options = LogOptions()
        // The recorder is who publishes the generation, and it has its own way of trying again.
        options.checksGeneration = false
        options.patience = .zero
        let place = try Producer(.recorder, on: address, instance: instance, options: options, stopWaiting: stopWaiting)
        let reader = try LogReader(on: address)
        let keeper = try LogKeeper(on: address)
        let mark = try ArchiveMark(on: address)
        self.place = place
        self.reader = reader
        self.keeper = keeper
        self.mark = mark
    }

    /// Notes how far the log is archived as the recorder's cursor, or renews the lease when nothing has moved.
    mutating func hold(_ cursor: LogOffset) throws {
        if place.sourceCursor == cursor.description {
            try place.keepAlive()
        } else {
            try place.commit([], sourceCursor: cursor.description)
        }
    }

    /// Lets a standby take over at once.
    consuming func release() throws { try place.stop() }
}
