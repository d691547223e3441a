import Contracts
import Testing

@Suite struct `The calendar of the New York Stock Exchange` {
    let calendar = TradingCalendar.nyse

    @Test func `has every session of thirty-one years with its open and close to the second`() throws {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for session in calendar.sessions {
            let open = try #require(calendar.open(session))
            let close = try #require(calendar.close(session))
            for byte in "\(session) \(open) \(close)\n".utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        #expect(calendar.sessions.count == KnownSessions.count)
        #expect(digest == KnownSessions.digest)
    }

    @Test(arguments: 2000...2030) func `closes on the weekdays of the published list and on no other`(year: Int) throws
    {
        let closed = try days(of: year).filter { (1...5).contains($0.weekday) && !calendar.isSession($0) }
        #expect(closed.map(monthAndDay).joined(separator: " ") == KnownSessions.closures[year])
        #expect(try days(of: year).filter(calendar.isSession).count == KnownSessions.perYear[year - 2000])
    }

    @Test(arguments: 2000...2030) func `closes early on the days of the published list and on no other`(year: Int)
        throws
    {
        let early = try days(of: year).filter(calendar.isEarlyClose)
        #expect(early.map(monthAndDay).joined(separator: " ") == KnownSessions.earlyCloses[year])
    }

    @Test func `never opens on a weekend`() {
        #expect(calendar.sessions.allSatisfy { (1...5).contains($0.weekday) })
    }

    @Test func `walks forward and back over holidays and weekends`() throws {
        let friday = try #require(TradingDate("2025-07-03"))
        let monday = try #require(TradingDate("2025-07-07"))
        #expect(calendar.next(after: friday) == monday)
        #expect(calendar.previous(before: monday) == friday)
        #expect(try calendar.next(after: #require(TradingDate("2025-07-05"))) == monday)
        #expect(try calendar.previous(before: #require(TradingDate("2025-07-06"))) == friday)
    }

    @Test func `lists a range with both ends`() throws {
        let week = try calendar.sessions(
            from: #require(TradingDate("2001-09-10")), through: #require(TradingDate("2001-09-18")))
        #expect(week.map(\.description) == ["2001-09-10", "2001-09-17", "2001-09-18"])
        let nothing = try calendar.sessions(
            from: #require(TradingDate("2025-07-05")), through: #require(TradingDate("2025-07-01")))
        #expect(nothing.isEmpty)
    }

    @Test func `knows which session an instant falls in, ends included`() throws {
        let session = try #require(TradingDate("2025-11-28"))
        let cases: [(String, TradingDate?)] = [
            ("2025-11-28T14:29:59.999999999Z", nil), ("2025-11-28T14:30:00Z", session),
            ("2025-11-28T18:00:00Z", session),
            ("2025-11-28T18:00:00.000000001Z", nil), ("2025-11-27T17:00:00Z", nil),
        ]
        for (text, expected) in cases {
            #expect(try calendar.session(containing: #require(Timestamp(text))) == expected, "\(text)")
        }
    }

    @Test func `has no answer outside its years`() throws {
        let before = try #require(TradingDate("1999-12-31"))
        let after = try #require(TradingDate("2031-01-02"))
        #expect(!calendar.isSession(before))
        #expect(!calendar.isSession(after))
        #expect(calendar.next(after: before)?.description == "2000-01-03")
        #expect(calendar.previous(before: after)?.description == "2030-12-31")
        #expect(calendar.next(after: after) == nil)
        #expect(calendar.previous(before: before) == nil)
        #expect(calendar.sessions(from: before, through: after).count == KnownSessions.count)
    }

    private func days(of year: Int) throws -> [TradingDate] {
        let first = try #require(TradingDate(year: year, month: 1, day: 1))
        let last = try #require(TradingDate(year: year, month: 12, day: 31))
        return (0...(last - first)).map { first + $0 }
    }

    private func monthAndDay(_ date: TradingDate) -> String { String(date.compact.dropFirst(4)) }
}
