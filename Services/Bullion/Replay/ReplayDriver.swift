import Contracts
import EventLog
import Exchange
import Foundation
import ServiceKit
import Supervision

/// Steps the venue through its sessions in lockstep with the services: no instant begins before everyone is done with the last.
struct ReplayDriver: ~Copyable {
    private var venue: VenueAdmin
    private var log: LogReader
    private let tend: () throws -> Void
    private let plan: DisturbancePlan
    private let suffer: (Disturbance) throws -> Void
    private let length: BarLength
    private let emptyTally: ReplayTally
    private(set) var tally: ReplayTally
    /// Of the disturbed sessions.
    private(set) var recoveries = Recoveries()

    /// How long one session may take, restarts of services included.
    private static let patience = Duration.seconds(90)
    private static let untilToldAgain = Duration.milliseconds(100)
    private static let signals: [EventKind] = [.verdictFrame, .orderEvent, .fill, .reconciliationReport]

    /// - Parameters:
    ///   - tend: called in every wait; looks after the processes, and throws when one is beyond help.
    ///   - suffer: lets something go wrong, unless it is the venue that does.
    init(
        venue: consuming VenueAdmin, log: consuming LogReader, tally: ReplayTally, length: BarLength,
        plan: DisturbancePlan, tend: @escaping () throws -> Void, suffer: @escaping (Disturbance) throws -> Void
    ) {
        self.venue = venue
        self.log = log
        emptyTally = tally
        self.tally = tally
        self.length = length
        self.plan = plan
        self.tend = tend
        self.suffer = suffer
    }

    /// One session: resting orders meet its bar, then its close is published and decided on.
    mutating func step(to index: Int, frame: BarFrame) throws {
        try disturb(at: .beforeFills, of: index)
        let executions = try retrying { venue in try venue.advance(to: index) }
        try disturb(at: .amongFills, of: index)
        try wait("the fills of \(frame.session)") { $0.executions >= executions }
        _ = try retrying { venue in try venue.publish(index) }
        try disturb(at: .amongDecisions, of: index)
        try wait("the decisions of \(frame.session)", telling: length == .minute ? (index, frame.at) : nil) {
            $0.lastVerdictAt == frame.at && $0.ordersAreSettled && $0.reconciliationIsSettled
        }
        recoveries.end()
    }

    private mutating func disturb(at moment: DisturbancePlan.Moment, of index: Int) throws {
        let before = ContinuousClock.now
        let suffered = plan.events(in: index, at: moment)
        for event in suffered {
            usleep(event.delayMicroseconds)
            if case .venue(let fault) = event.disturbance {
                try retrying { venue in try venue.arm(fault) }
            } else {
                try suffer(event.disturbance)
            }
        }
        recoveries.begin(suffered.map(\.disturbance), at: before)
        // What was read and taken back may come again otherwise, so the log is read from its beginning.
        if suffered.contains(where: \.disturbance.takesEntriesBack) { tally = emptyTally }
    }

    /// Lets nothing go wrong any more.
    mutating func disarm() throws {
        try retrying { venue in try venue.disarm() }
    }

    /// Reads the log to its end.
    mutating func catchUp() throws {
        while try readOn() > 0 {}
    }

    /// - Parameter telling: a frame that the venue tells again while nobody has heard it. Whoever missed a day asks for it by REST, but the
    ///   newest minute may still be under way for all that a client knows.
    private mutating func wait(
        _ what: String, telling: (index: Int, at: Timestamp)? = nil, until isDone: (ReplayTally) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + Self.patience
        var toldAt = ContinuousClock.now
        while !isDone(tally) {
            if try readOn() > 0 { continue }
            try tend()
            if let telling, tally.lastBar?.at != telling.at, toldAt.duration(to: .now) > Self.untilToldAgain {
                try retrying { venue in try venue.publish(telling.index) }
                toldAt = .now
            }
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
