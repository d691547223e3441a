import Brokers
import Contracts
import EventLog
import Glibc
import Logging
import Providers
import ServiceKit
import Web

/// Follows the market data stream, and fills by REST whatever the stream could not tell.
struct StreamSource: ~Copyable {
    private let settings: StreamSettings
    private let service: ServiceContext
    private let universe: Universe
    private var history: History
    private var assembler: MinuteAssembler
    private var hours = TradingHours.regular
    /// Quarantined bars that have been told; REST tells them again at each connect.
    private var told: Set<String> = []

    init(_ settings: StreamSettings, service: ServiceContext, universe: Universe) {
        self.settings = settings
        self.service = service
        self.universe = universe
        history = History(settings, universe: universe)
        assembler = MinuteAssembler(universe: universe, grace: settings.grace)
    }

    mutating func run(into frames: inout FrameLog) throws {
        var wait = Duration.milliseconds(100)
        while !Shutdown.isRequested {
            let reason: String
            do {
                reason = try follow(&frames)
                wait = .milliseconds(100)
            } catch let error as SourceFailure {
                reason = error.description
            }
            guard !Shutdown.isRequested else { return }
            service.log.warning("stream lost", metadata: ["reason": "\(reason)", "again.in": "\(wait)"])
            service.note("data source: \(reason)")
            try pause(wait, &frames)
            wait = min(wait * 2, .seconds(5))
        }
    }

    /// One connection, from its handshake to its end. Answers why it ended.
    private mutating func follow(_ frames: inout FrameLog) throws -> String {
        var stream = try SourceFailure.wrapping {
            try AlpacaBarStream(
                connectingTo: settings.streamURL, credentials: settings.credentials, universe: universe,
                timeframe: settings.timeframe, options: .init(connectTimeout: .seconds(2)))
        }
        try frames.keepAlive()
        let clock = try SourceFailure.wrapping { try history.clock() }
        hours = TradingHours(asToldBy: clock)
        assembler = MinuteAssembler(universe: universe, grace: settings.grace, doneThrough: frames.lastAt, hours: hours)
        try fill(through: newestWhole(at: clock.now), &frames)
        service.log.notice(
            "stream connected", metadata: ["timeframe": "\(settings.timeframe.rawValue)", "venue.time": "\(clock.now)"])
        service.note("")
        service.ready()
        while !Shutdown.isRequested {
            for message in stream.takeAll() {
                switch message {
                case .bars(let batch): try take(batch, &frames)
                case .unreadable(let reason):
                    try frames.append([], alarms: [DataAlarm(reason: .gap, source: settings.streamURL, detail: reason)])
                    throw SourceFailure(description: "unreadable message: \(reason)")
                case .closed(let reason):
                    try frames.append(
                        [], alarms: [DataAlarm(reason: .disconnected, source: settings.streamURL, detail: reason)])
                    return reason
                }
            }
            if let frame = assembler.expire(now: .now) { try append([frame], [], &frames) }
            try frames.keepAlive()
            waitForNews(stream.descriptor)
        }
        return "stopped"
    }

    private mutating func take(_ batch: BarBatch, _ frames: inout FrameLog) throws {
        switch settings.timeframe {
        case .minute:
            let done = assembler.add(batch.bars, now: .now)
            try append(done.frames, batch.quarantined + done.quarantined, &frames)
        case .day:
            // One message is one frame: the venue sends a day when it is over, all instruments together.
            let day = settings.timeframe.frames(of: batch.bars, universe: universe, hours: hours)
            var over: [BarFrame] = []
            for frame in day.frames where try isOver(frame) { over.append(frame) }
            try append(over, batch.quarantined + day.quarantined, &frames)
        }
    }

    /// Whether a day's bars are final. Days of the past are; otherwise the venue's clock decides.
    private mutating func isOver(_ frame: BarFrame) throws -> Bool {
        if frame.at <= WallClock.now() { return true }
        return try SourceFailure.wrapping { try history.clock() }.now >= frame.at
    }

    /// Appends frames of the stream, after whatever is missing before each.
    private mutating func append(
        _ new: [BarFrame], _ quarantined: [QuarantinedBar], _ frames: inout FrameLog
    ) throws {
        let alarms = try alarms(of: quarantined)
        if !alarms.isEmpty { try frames.append([], alarms: alarms) }
        for frame in new {
            if isGap(before: frame, frames.lastAt) {
                try fill(through: Timestamp(nanoseconds: frame.at.nanoseconds - 1), &frames)
            }
            try frames.append([frame])
        }
    }

    private func isGap(before frame: BarFrame, _ last: Timestamp?) -> Bool {
        guard let last else { return false }
        return switch settings.timeframe {
        case .day: TradingCalendar.nyse.next(after: NewYork.date(at: last)).map { $0 < frame.session } ?? false
        case .minute: frame.at > last + 60
        }
    }

    /// Asks for the frames between the last one and `limit`, and appends them.
    private mutating func fill(through limit: Timestamp, _ frames: inout FrameLog) throws {
        let (last, hours) = (frames.lastAt, hours)
        let past = try SourceFailure.wrapping { try history.frames(after: last, through: limit, hours: hours) }
        try frames.append(past.frames, alarms: try alarms(of: past.quarantined))
        guard let first = past.frames.first, let end = past.frames.last else { return }
        service.log.notice(
            "frames filled in",
            metadata: ["count": "\(past.frames.count)", "from": "\(first.at)", "through": "\(end.at)"])
    }

    /// Through when the source has whole frames: the newest minute may still lack bars, and the stream brings it.
    private func newestWhole(at now: Timestamp) -> Timestamp {
        guard settings.timeframe == .minute else { return now }
        let (seconds, attoseconds) = settings.grace.components
        return Timestamp(nanoseconds: now.nanoseconds - seconds * nanosPerUnit - attoseconds / nanosPerUnit)
    }

    private mutating func alarms(of quarantined: [QuarantinedBar]) throws -> [DataAlarm] {
        if settings.stopsAtBadBar, let first = quarantined.first { throw BadBar(description: first.description) }
        if told.count > 10_000 { told = [] }
        return quarantined.filter { told.insert($0.description).inserted }.map(DataAlarm.init)
    }

    private func waitForNews(_ descriptor: Int32) {
        var limit = Duration.milliseconds(250)
        if let deadline = assembler.deadline { limit = min(limit, max(.zero, deadline - .now)) }
        var requests = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: Shutdown.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        // Interrupted or not, the loop looks again.
        _ = poll(&requests, 2, Int32(limit / .milliseconds(1)) + 1)
    }

    private func pause(_ length: Duration, _ frames: inout FrameLog) throws {
        let end = ContinuousClock.now + length
        while !Shutdown.isRequested, ContinuousClock.now < end {
            try frames.keepAlive()
            var wish = pollfd(fd: Shutdown.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&wish, 1, Int32(min(.milliseconds(250), end - .now) / .milliseconds(1)) + 1)
        }
    }
}

/// Why the source can't be followed for the moment; the log is not to blame.
struct SourceFailure: Error, CustomStringConvertible {
    let description: String

    static func wrapping<Result: ~Copyable>(_ body: () throws -> Result) throws(SourceFailure) -> Result {
        do { return try body() } catch { throw SourceFailure(description: "\(error)") }
    }
}

/// A bar that can't be true, under `ingest.bad-rows: stop`.
struct BadBar: Error, CustomStringConvertible {
    let description: String
}
