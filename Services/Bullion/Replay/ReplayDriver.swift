import Contracts
import EventLog
import Foundation
import ServiceKit
import Supervision

/// Steps the venue through its sessions in lockstep with the services: no instant begins before everyone is done with the last.
struct ReplayDriver: ~Copyable {
    private var venue: VenueAdmin
    private var log: LogReader
    private let tend: () throws -> Void
    private let disturb: (Int, DisturbancePlan.Moment) throws -> [Disturbance]
    private let emptyTally: ReplayTally
    private(set) var tally: ReplayTally
    /// For each disturbed session, the milliseconds from its first disturbance until everything about it was decided.
    private(set) var recoveries: [Double] = []
    private var disturbedAt: ContinuousClock.Instant?

    /// How long one session may take, restarts of services included.
    private static let patience = Duration.seconds(90)
    private static let signals: [EventKind] = [.verdictFrame, .orderEvent, .fill, .reconciliationReport]

    /// - Parameters:
    ///   - tend: called in every wait; looks after the processes, and throws when one is beyond help.
    ///   - disturb: called at each moment of each session; lets happen what is planned for it, and answers what it was.
    init(
        venue: consuming VenueAdmin, log: consuming LogReader, tally: ReplayTally, tend: @escaping () throws -> Void,
        disturb: @escaping (Int, DisturbancePlan.Moment) throws -> [Disturbance]
    ) {
        self.venue = venue
        self.log = log
        emptyTally = tally
        self.tally = tally
        self.tend = tend
        self.disturb = disturb
    }

    /// One session: resting orders meet its bar, then its close is published and decided on.
    mutating func step(to index: Int, frame: BarFrame) throws {
        try disturb(at: .beforeFills, of: index)
        let executions = try retrying { venue in try venue.advance(to: index) }
        try disturb(at: .amongFills, of: index)
        try wait("the fills of \(frame.session)") { $0.executions >= executions }
        _ = try retrying { venue in try venue.publish(index) }
        try disturb(at: .amongDecisions, of: index)
        try wait("the decisions of \(frame.session)") {
            $0.lastVerdictAt == frame.at && $0.ordersAreSettled && $0.reconciliationIsSettled
        }
        if let disturbedAt { recoveries.append(disturbedAt.duration(to: .now) / .milliseconds(1)) }
        disturbedAt = nil
    }

    private mutating func disturb(at moment: DisturbancePlan.Moment, of index: Int) throws {
        let before = ContinuousClock.now
        let suffered = try disturb(index, moment)
        if !suffered.isEmpty, disturbedAt == nil { disturbedAt = before }
        // What was read and taken back may come again otherwise, so the log is read from its beginning.
        if suffered.contains(where: \.takesEntriesBack) { tally = emptyTally }
    }

    /// Reads the log to its end.
    mutating func catchUp() throws {
        while try readOn() > 0 {}
    }

    private mutating func wait(_ what: String, until isDone: (ReplayTally) -> Bool) throws {
        let deadline = ContinuousClock.now + Self.patience
        while !isDone(tally) {
            if try readOn() > 0 { continue }
            try tend()
            guard ContinuousClock.now < deadline else {
                throw CommandFailure.failed("waited \(Self.patience) for \(what): \(tally.waitingFor)")
            }
            _ = try log.wait(for: Self.signals, after: tally.cursor, atMost: .milliseconds(20))
        }
    }

    private mutating func readOn() throws -> Int {
        let entries = try log.read(after: tally.cursor, limit: 512)
        for entry in entries { try tally.take(entry) }
        return entries.count
    }

    /// Asks the venue again while it is away: it may just have been killed and be on its way back.
    private mutating func retrying<Answer>(_ call: (inout VenueAdmin) throws -> Answer) throws -> Answer {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do {
                return try call(&venue)
            } catch let error as VenueAdmin.Unreachable {
                try tend()
                guard ContinuousClock.now < deadline else { throw CommandFailure.unreachable("\(error)") }
                usleep(20_000)
            }
        }
    }
}
