import Contracts
import EventLog
import Glibc
import Logging
import MarketData
import ServiceKit

/// Appends a folder of daily bars from where the log ends, then waits to be stopped.
struct FileSource {
    private static let mostAlarms = 100

    private let files: DailyBarFiles
    private let service: ServiceContext
    private let universe: Universe

    init(_ files: DailyBarFiles, service: ServiceContext, universe: Universe) {
        self.files = files
        self.service = service
        self.universe = universe
    }

    func run(into frames: inout FrameLog) throws {
        service.ready()
        let bars = try files.read(universe.symbols)
        let before = frames.lastAt
        // Alarms travel with the first frames, so they are in the log once, however often this starts.
        try frames.append(bars.frames, alarms: before == nil ? alarms(of: bars) : [])
        service.log.notice(
            "files read",
            metadata: [
                "directory": "\(files.directory)", "frames": "\(bars.frames.count)",
                "rows.quarantined": "\(bars.quarantined.count)",
                "after": "\(before.map(\.description) ?? "the beginning")",
            ])
        service.note("all files are in the log")
        while !Shutdown.isRequested {
            try frames.keepAlive()
            var wish = pollfd(fd: Shutdown.descriptor, events: Int16(POLLIN), revents: 0)
            // Interrupted or not, the loop looks again.
            _ = poll(&wish, 1, 250)
        }
    }

    /// One alarm a row, up to a bound; the last says how many more there are, and the service's log names them all.
    private func alarms(of bars: DailyBars) -> [DataAlarm] {
        var alarms = bars.quarantined.prefix(Self.mostAlarms).map { defect in
            DataAlarm(reason: .quarantined, source: "\(defect.file):\(defect.line)", detail: "\(defect.reason)")
        }
        let more = bars.quarantined.dropFirst(Self.mostAlarms)
        for defect in more { service.log.warning("row quarantined", metadata: ["row": "\(defect)"]) }
        if !more.isEmpty {
            alarms.append(DataAlarm(reason: .quarantined, source: files.directory, detail: "\(more.count) more rows"))
        }
        return alarms
    }
}
