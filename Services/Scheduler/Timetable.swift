import Contracts
import EventLog
import LogRules
import ServiceKit

/// The scheduler's end of the log: it appends jobs and remembers, in the same step, that it did.
struct Timetable: ~Copyable {
    private(set) var cursor: ScheduleCursor
    private var producer: Producer

    init(_ service: ServiceContext, on log: LogAddress) throws {
        var producer = try Producer(
            .scheduler, on: log, instance: service.instance, stopWaiting: { Shutdown.isRequested })
        cursor = try Self.recovered(&producer)
        self.producer = producer
    }

    /// The cursor of the last commit, and what stands in the log although the cursor does not know of it.
    private static func recovered(_ producer: inout Producer) throws -> ScheduleCursor {
        var cursor = ScheduleCursor()
        if let text = producer.sourceCursor {
            guard let known = ScheduleCursor(text) else { throw BadCursor(text: text) }
            cursor = known
        }
        for entry in producer.unaccounted { cursor.record(try entry.decoded().event) }
        return cursor
    }

    /// Appends the jobs, and answers the offset of the last one; `nil` if there was nothing to append.
    mutating func say(_ jobs: [Job]) throws -> LogOffset? {
        guard !jobs.isEmpty else {
            try producer.keepAlive()
            return nil
        }
        var next = cursor
        for job in jobs { next.record(job.event) }
        let offsets = try producer.commit(jobs.map(\.draft), sourceCursor: next.description)
        cursor = next
        return offsets.last
    }

    consuming func stop() throws { try producer.stop() }
}

/// The log holds a cursor that is not the scheduler's.
struct BadCursor: Error, CustomStringConvertible {
    let text: String
    var description: String { "the scheduler's cursor in the log is \"\(text)\", which is none" }
}
