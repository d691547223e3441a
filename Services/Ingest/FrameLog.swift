import Contracts
import EventLog
import Logging
import Providers
import ServiceKit

/// The end of the log as ingest sees it: which frame was the last, and how the next is appended.
///
/// The cursor of the source is the last frame's instant, in nanoseconds. It moves in the same step as the frames, so a frame is in
/// the log exactly when the cursor has passed it, whenever the process dies.
struct FrameLog: ~Copyable {
    /// The instant of the last frame; `nil` while there is none.
    private(set) var lastAt: Timestamp?
    private var producer: Producer
    private let service: ServiceContext
    private let instruments: Int
    /// The time that an alarm has before there is a frame.
    private let startedAt: Timestamp

    /// Takes the lease, waiting while another instance holds it.
    static func open(
        _ service: ServiceContext, on address: LogAddress, book: BookConfiguration
    ) throws(LogError) -> FrameLog {
        let producer = try Producer(
            .ingest, on: address, instance: service.instance, stopWaiting: { Shutdown.isRequested })
        return FrameLog(producer, service, instruments: book.universe.count)
    }

    private init(_ producer: consuming Producer, _ service: ServiceContext, instruments: Int) {
        var last = producer.sourceCursor.flatMap { Int64($0) }.map(Timestamp.init(nanoseconds:))
        // What a restore put back into the log counts, although the cursor does not know of it.
        for raw in producer.unaccounted where raw.kind == EventKind.barFrame.rawValue {
            last = max(last ?? raw.at, raw.at)
        }
        lastAt = last
        self.producer = producer
        self.service = service
        self.instruments = instruments
        startedAt = WallClock.now()
    }

    /// Appends the frames that are later than the last, and the alarms before them. Others are in the log already.
    mutating func append(_ frames: [BarFrame], alarms: [DataAlarm] = []) throws(LogError) {
        let new = frames.filter { frame in lastAt.map { frame.at > $0 } ?? true }
        precondition(zip(new, new.dropFirst()).allSatisfy { $0.at < $1.at }, "frames ascend")
        precondition(new.allSatisfy { $0.bars.count == instruments }, "a frame has a place for every instrument")
        let alarmTime = lastAt ?? new.first?.at ?? startedAt
        var drafts = alarms.map { alarm in
            Draft(at: alarmTime, by: .ingest, cause: .start, trace: alarmTime.compact, event: .dataAlarm(alarm))
        }
        for alarm in alarms {
            service.log.warning(
                "data alarm",
                metadata: [
                    "reason": "\(alarm.reason.rawValue)", "source": "\(alarm.source)", "detail": "\(alarm.detail)",
                ])
        }
        var rest = new[...]
        // An alarm without a frame leaves the cursor where it is.
        repeat {
            let batch = rest.prefix(64)
            rest = rest.dropFirst(64)
            drafts += batch.map { frame in
                Draft(at: frame.at, by: .ingest, cause: .start, trace: frame.at.compact, event: .barFrame(frame))
            }
            guard !drafts.isEmpty else { return }
            let offsets = try producer.commit(drafts, sourceCursor: batch.last.map { String($0.at.nanoseconds) })
            drafts = []
            lastAt = batch.last?.at ?? lastAt
            service.progress(offsets.last)
        } while !rest.isEmpty && !Shutdown.isRequested
        if let last = new.last, new.count == 1 {
            service.log.info("frame appended", metadata: ["trace": "\(last.at.compact)"])
        }
    }

    /// Keeps the lease; called in every turn of a loop.
    mutating func keepAlive() throws(LogError) {
        try producer.keepAlive()
        service.progress()
    }

    consuming func stop() throws(LogError) { try producer.stop() }
}

extension DataAlarm {
    init(_ quarantined: QuarantinedBar) {
        self.init(reason: .quarantined, source: quarantined.source, detail: quarantined.reason)
    }
}
