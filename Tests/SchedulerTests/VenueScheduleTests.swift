import Contracts
import LogRules
import Testing

@testable import bullion_scheduler

@Suite struct `The venue's schedule` {
    private let schedule = VenueSchedule(calendar: .nyse)

    private func events(at instants: [String]) throws -> [Event] {
        var cursor = ScheduleCursor()
        var events: [Event] = []
        for text in instants {
            let now = try #require(Timestamp(text))
            while true {
                let jobs = schedule.due(at: now, after: cursor)
                for job in jobs { cursor.record(job.event) }
                events += jobs.map(\.event)
                if jobs.isEmpty { break }
            }
        }
        return events
    }

    private func sessions(_ events: [Event]) -> (opened: [TradingDate], closed: [TradingDate], cycles: [UInt64]) {
        var (opened, closed, cycles): ([TradingDate], [TradingDate], [UInt64]) = ([], [], [])
        for event in events {
            if case .sessionOpened(let job) = event { opened.append(job.session) }
            if case .sessionClosed(let job) = event { closed.append(job.session) }
            if case .reconciliationDue(let job) = event { cycles.append(job.cycle) }
        }
        return (opened, closed, cycles)
    }

    @Test func `begins at the session at hand`() throws {
        let events = try events(at: ["2025-06-29T00:00:00Z"])
        #expect(sessions(events).opened.map(\.description) == ["2025-06-27"])
        #expect(sessions(events).closed.map(\.description) == ["2025-06-27"])
    }

    @Test func `says every session that the replay has passed, once and in order`() throws {
        let events = try events(at: [
            "2024-01-02T21:00:00Z", "2024-01-02T21:00:00Z", "2024-03-01T21:00:00Z", "2024-02-01T21:00:00Z",
            "2025-06-30T20:00:00Z",
        ])
        let (opened, closed, cycles) = sessions(events)
        let expected = Array(
            TradingCalendar.nyse.sessions(
                from: try #require(TradingDate("2024-01-02")), through: try #require(TradingDate("2025-06-30"))))
        #expect(opened == expected)
        #expect(closed == expected)
        #expect(cycles == (1...UInt64(cycles.count)).map { $0 })
        #expect(abs(cycles.count - expected.count / 20) <= 1)
    }

    @Test func `opens a session whose close the clock has not reached, and closes it later`() throws {
        let (opened, closed, _) = sessions(try events(at: ["2025-06-30T13:30:00Z"]))
        #expect(opened.count == 1 && closed.isEmpty)
        let later = sessions(try events(at: ["2025-06-30T13:30:00Z", "2025-06-30T20:00:00Z"]))
        #expect(later.opened.count == 1 && later.closed == later.opened)
    }

    @Test func `asks for no rebalancing`() throws {
        let events = try events(at: ["2025-06-02T20:00:00Z", "2025-06-30T20:00:00Z"])
        #expect(!events.contains { $0.kind == .rebalanceDue })
    }
}
