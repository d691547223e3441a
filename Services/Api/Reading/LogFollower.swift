import Contracts
import EventLog
import Foundation
import Logging
import ServiceKit

/// The one thread that reads the log into the board. It polls, so that it never makes the log wake it for every entry.
final class LogFollower: Sendable {
    private static let batch = 512
    private let address: LogAddress
    private let archive: ArchiveAddress?
    private let board: Board
    private let log: Logger

    init(_ address: LogAddress, archive: ArchiveAddress?, board: Board, log: Logger) {
        self.address = address
        self.archive = archive
        self.board = board
        self.log = log
    }

    func start() { Thread.detachNewThread { self.run() } }

    /// Follows until the process stops. Whatever goes wrong is told, and then tried again: old answers are better than none.
    private func run() {
        var lastRun = ""
        while !Shutdown.isRequested {
            do {
                try follow(&lastRun)
            } catch {
                if board.note(trouble: "\(error)") { log.warning("log not readable", metadata: ["error": "\(error)"]) }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    private func follow(_ lastRun: inout String) throws {
        var reader = try LogReader(on: address)
        var connection = try address.connect()
        var heartbeats = try Heartbeats(on: address)
        // Another run of Redis may hold another history under the same offsets.
        let run = try Generation.currentRun(on: &connection)
        if run != lastRun { board.forget() }
        lastRun = run
        var checkedAt = Int64.min / 2
        while !Shutdown.isRequested {
            let now = WallClock.monotonicNanoseconds()
            if now - checkedAt >= 1_000_000_000 {
                checkedAt = now
                guard try Generation.currentRun(on: &connection) == run else { return }
                let tip = try reader.tip()
                if tip < board.offset { board.forget() }
                board.note(tip: tip, heartbeats: try heartbeats.read())
            }
            let entries = try read(&reader)
            board.fold(entries, isAtTip: entries.count < Self.batch)
            if entries.count < Self.batch { Thread.sleep(forTimeInterval: 0.02) }
        }
    }

    /// The next entries: from Redis, or from the archive where Redis has dropped them.
    private func read(_ reader: inout LogReader) throws -> [RawEntry] {
        let cursor = board.offset
        do {
            return try reader.read(after: cursor, limit: Self.batch)
        } catch LogError.gap(let service, let expected, let found) {
            guard let archive else { throw LogError.gap(service: service, expected: expected, found: found) }
            return try archive.entries(after: cursor, limit: Self.batch)
        }
    }
}
