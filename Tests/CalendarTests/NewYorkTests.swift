import Contracts
import Testing

@Suite struct `New York's clock` {
    @Test(arguments: [
        // The last second of winter and the first of summer, then the last of summer and the first of winter.
        ("2025-03-09T06:59:59Z", -5), ("2025-03-09T07:00:00Z", -4), ("2025-11-02T05:59:59Z", -4),
        ("2025-11-02T06:00:00Z", -5),
        ("2007-03-11T06:59:59Z", -5), ("2007-03-11T07:00:00Z", -4), ("2007-11-04T05:59:59Z", -4),
        ("2007-11-04T06:00:00Z", -5),
        ("2006-04-02T06:59:59Z", -5), ("2006-04-02T07:00:00Z", -4), ("2006-10-29T05:59:59Z", -4),
        ("2006-10-29T06:00:00Z", -5),
        ("2000-04-02T07:00:00Z", -4), ("2001-10-28T06:00:00Z", -5), ("1999-12-31T23:59:59Z", -5),
        ("2030-07-01T00:00:00Z", -4),
    ])
    func `changes on the Sundays of the law, at two in the morning`(text: String, hours: Int64) throws {
        #expect(try NewYork.offsetSeconds(at: #require(Timestamp(text))) == hours * 3600)
    }

    @Test func `shows yesterday's date until midnight there`() throws {
        #expect(try NewYork.date(at: #require(Timestamp("2025-01-01T04:59:59Z"))).description == "2024-12-31")
        #expect(try NewYork.date(at: #require(Timestamp("2025-01-01T05:00:00Z"))).description == "2025-01-01")
        #expect(try NewYork.secondOfDay(at: #require(Timestamp("2025-07-01T13:30:05Z"))) == 9 * 3600 + 30 * 60 + 5)
    }

    @Test func `turns a wall time into an instant, the first of an hour that comes twice`() throws {
        let date = try #require(TradingDate("2025-11-02"))
        #expect(NewYork.instant(on: date, hour: 1, minute: 30).description == "2025-11-02T05:30:00Z")
        #expect(NewYork.instant(on: date, hour: 2, minute: 0).description == "2025-11-02T07:00:00Z")
        let spring = try #require(TradingDate("2025-03-09"))
        #expect(NewYork.instant(on: spring, hour: 1, minute: 59).description == "2025-03-09T06:59:00Z")
        #expect(NewYork.instant(on: spring, hour: 2, minute: 30).description == "2025-03-09T07:30:00Z")
        #expect(NewYork.instant(on: spring, hour: 3, minute: 0).description == "2025-03-09T07:00:00Z")
    }

    @Test(arguments: 1987...2037) func `reads back the hours it can show`(year: Int) throws {
        let first = try #require(TradingDate(year: year, month: 1, day: 1))
        let wrong = (0..<Int32(365)).filter { day in
            [Int64(0), 3, 12, 23].contains { hour in
                let instant = NewYork.instant(on: first + day, hour: hour, minute: 0)
                return NewYork.date(at: instant) != first + day || NewYork.secondOfDay(at: instant) != hour * 3600
            }
        }
        #expect(wrong.isEmpty)
    }
}
