import Contracts
import Foundation
import Providers
import Supervision
import Testing

@Suite(.serialized) struct `Ingest from files` {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory(named: "bars") }

    private func run(_ badRows: String = "quarantine") throws -> IngestRun {
        try IngestRun([
            "BULLION_INGEST_SOURCE": "csv", "BULLION_INGEST_DIRECTORY": folder.path, "BULLION_INGEST_BAD_ROWS": badRows,
        ])
    }

    private func write(_ symbol: String, sessions: some Sequence<TradingDate>, bad: Set<Int> = []) throws {
        var text = "Date,Open,High,Low,Close,Volume\n"
        for (place, session) in sessions.enumerated() {
            text += "\(session),\(bad.contains(place) ? 900 : 10),11,9,\(10 + place % 2),100\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(symbol).csv"))
    }

    @Test func `appends one frame a session, and an alarm for each row that is left out`() throws {
        let sessions = TradingCalendar.nyse.sessions(
            from: TradingDate("2024-01-01")!, through: TradingDate("2024-02-01")!)
        try write("GLD", sessions: sessions, bad: [3])
        try write("SLV", sessions: sessions.dropFirst(2))
        let run = try run()
        try run.start()
        try run.waitForFrames(sessions.count)
        let frames = try run.frames()
        #expect(frames == (try DailyBarFiles(directory: folder.path, badRows: .quarantine).read(metals.symbols).frames))
        #expect(frames[3].bars[0] == nil && frames[3].bars[1] != nil)
        let alarms = try run.alarms()
        #expect(alarms.count == 1)
        #expect(alarms.first?.source == "\(folder.path)/GLD.csv:5" && alarms.first?.reason == .quarantined)
        let first = try #require(try run.entries().first { $0.event.kind == .barFrame })
        #expect(first.trace == "20240102T210000Z" && first.at == frames[0].at && first.cause == .start)
        #expect(run.stop() == .exited(0))
    }

    @Test func `ends with 75 at a bad row when it is told to stop`() throws {
        let sessions = TradingCalendar.nyse.sessions(
            from: TradingDate("2024-01-01")!, through: TradingDate("2024-02-01")!)
        try write("GLD", sessions: sessions, bad: [3])
        try write("SLV", sessions: sessions)
        let run = try run("stop")
        try run.start()
        #expect(run.exit() == .exited(75))
        #expect(run.output.contains("GLD.csv:5: Open 900 is outside"))
        #expect(try run.frames().isEmpty)
    }

    @Test func `doubles and loses nothing, however often it is killed`() throws {
        let sessions = TradingCalendar.nyse.sessions(
            from: TradingDate("2005-01-01")!, through: TradingDate("2025-01-01")!)
        try write("GLD", sessions: sessions, bad: [7])
        try write("SLV", sessions: sessions)
        let run = try run()
        var reached = 0
        for _ in 0..<4 {
            try run.start()
            try run.wait("progress") { try run.frames().count > min(reached + 300, sessions.count - 1) }
            run.kill()
            reached = try run.frames().count
        }
        try run.start()
        try run.waitForFrames(sessions.count)
        #expect(run.stop() == .exited(0))
        #expect(try run.frames().map(\.session) == Array(sessions))
        #expect(try run.alarms().count == 1)
    }
}
