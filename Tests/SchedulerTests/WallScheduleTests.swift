import Contracts
import LogRules
import Testing

@testable import bullion_scheduler

@Suite struct `The wall schedule` {
    private let schedule = WallSchedule(calendar: .nyse)

    /// Lets the clock tick through the instants and tells what is said at each, the cursor moving as it does live.
    private func said(at instants: [String], from cursor: ScheduleCursor = ScheduleCursor()) throws -> [String] {
        var cursor = cursor
        var words: [String] = []
        for text in instants {
            let now = try #require(Timestamp(text))
            for job in schedule.due(at: now, after: cursor) {
                cursor.record(job.event)
                words.append("\(job.event.kind.rawValue) \(job.at)")
            }
        }
        return words
    }

    @Test func `says each job of a day once, at its time in New York`() throws {
        #expect(
            try said(at: [
                "2025-06-30T13:29:59Z", "2025-06-30T13:30:00Z", "2025-06-30T13:30:01Z", "2025-06-30T19:29:59Z",
                "2025-06-30T19:30:00Z", "2025-06-30T19:30:00.25Z", "2025-06-30T19:59:59Z", "2025-06-30T20:00:00Z",
                "2025-06-30T20:00:01Z", "2025-07-01T02:00:00Z",
            ]) == [
                "SessionOpened 2025-06-30T13:30:00Z", "RebalanceDue 2025-06-30T19:30:00Z",
                "SessionClosed 2025-06-30T20:00:00Z",
            ])
    }

    @Test(arguments: [
        // The Fridays before and the Mondays after the two changes of 2025.
        ("2025-03-07", "14:30", "20:30", "21:00"), ("2025-03-10", "13:30", "19:30", "20:00"),
        ("2025-10-31", "13:30", "19:30", "20:00"), ("2025-11-03", "14:30", "20:30", "21:00"),
        // Early closes: the day after Thanksgiving, July 3rd, Christmas Eve.
        ("2025-11-28", "14:30", "17:30", "18:00"), ("2025-07-03", "13:30", "16:30", "17:00"),
        ("2025-12-24", "14:30", "17:30", "18:00"),
    ])
    func `follows daylight saving and early closes`(date: String, open: String, rebalance: String, close: String) throws
    {
        let minutes = (0..<24).flatMap { hour in (0..<60).map { (hour, $0) } }
        let instants = minutes.map { hour, minute in
            "\(date)T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
        }
        #expect(
            try said(at: instants) == [
                "SessionOpened \(date)T\(open):00Z", "RebalanceDue \(date)T\(rebalance):00Z",
                "SessionClosed \(date)T\(close):00Z",
            ])
    }

    @Test(arguments: ["2025-06-28", "2025-07-04", "2025-12-25", "2025-01-09"])
    func `is silent on weekends and holidays`(date: String) throws {
        #expect(try said(at: (10..<24).map { "\(date)T\($0):45:00Z" }).isEmpty)
    }

    @Test func `says late what is still of use`() throws {
        #expect(
            try said(at: ["2025-06-30T19:45:00Z"]) == [
                "SessionOpened 2025-06-30T13:30:00Z", "RebalanceDue 2025-06-30T19:30:00Z",
            ])
        #expect(try said(at: ["2025-06-30T20:00:00Z"]).isEmpty)
    }

    @Test func `closes what it had opened, however late, and passes over whole sessions that it missed`() throws {
        let monday = try #require(TradingDate("2025-06-30"))
        let cursor = ScheduleCursor(opened: monday, rebalanced: nil, closed: nil, cycle: 9)
        #expect(
            try said(at: ["2025-07-03T14:00:00Z"], from: cursor) == [
                "SessionClosed 2025-06-30T20:00:00Z", "SessionOpened 2025-07-03T13:30:00Z",
            ])
    }

    @Test func `repeats nothing when the clock jumps back`() throws {
        #expect(
            try said(at: [
                "2025-06-30T19:31:00Z", "2025-06-30T13:00:00Z", "2025-06-30T13:30:00Z", "2025-06-30T19:30:00Z",
                "2025-06-30T20:00:00Z", "2025-06-30T19:30:00Z", "2025-06-30T20:00:00Z",
            ]) == [
                "SessionOpened 2025-06-30T13:30:00Z", "RebalanceDue 2025-06-30T19:30:00Z",
                "SessionClosed 2025-06-30T20:00:00Z",
            ])
    }

    @Test func `knows when to look next`() throws {
        for (now, next) in [
            ("2025-06-30T13:00:00Z", "2025-06-30T13:30:00Z"), ("2025-06-30T13:30:00Z", "2025-06-30T19:30:00Z"),
            ("2025-06-30T19:30:00Z", "2025-06-30T20:00:00Z"), ("2025-07-03T17:00:00Z", "2025-07-07T13:30:00Z"),
        ] {
            #expect(schedule.next(after: try #require(Timestamp(now))) == Timestamp(next))
        }
    }

    @Test(arguments: UInt64(0)..<200) func `says each job once a session however the clock behaves`(seed: UInt64) throws
    {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func chance(_ limit: Int64) -> Int64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int64(state % UInt64(limit))
        }
        var now = try #require(Timestamp("2025-06-27T12:00:00Z"))
        var cursor = ScheduleCursor()
        var seen: Set<String> = []
        for _ in 0..<400 {
            // Mostly a step of up to an hour, now and then a jump of up to four days either way, and a restart.
            now = chance(20) == 0 ? now + (chance(8 * 86_400) - 4 * 86_400) : now + chance(3600)
            for job in schedule.due(at: now, after: cursor) {
                #expect(job.at <= now)
                #expect(seen.insert("\(job.event)").inserted, "seed \(seed): \(job.event) is said twice")
                cursor.record(job.event)
            }
            if chance(10) == 0 { cursor = try #require(ScheduleCursor(cursor.description)) }
        }
    }
}

@Suite struct `The schedule's cursor` {
    @Test func `reads back as it was written`() throws {
        let cursor = ScheduleCursor(
            opened: TradingDate("2025-06-30"), rebalanced: nil, closed: TradingDate("2025-06-27"), cycle: 7)
        #expect(cursor.description == "2025-06-30 - 2025-06-27 7")
        #expect(ScheduleCursor(cursor.description) == cursor)
    }

    @Test(arguments: ["", "- - -", "- - - x", "2025-13-01 - - 1", "- - - 1 2"])
    func `is not read from anything else`(text: String) { #expect(ScheduleCursor(text) == nil) }
}

@Suite struct `The reconciliation timer` {
    @Test func `keeps its pace and makes up for nothing`() {
        var timer = ReconciliationTimer(seconds: 60)
        let due = [0, 59, 60, 61, 119, 120, 600, 601, 660].filter { timer.isDue(at: Int64($0) * 1_000_000_000) }
        #expect(due == [0, 60, 120, 600, 660])
    }
}
