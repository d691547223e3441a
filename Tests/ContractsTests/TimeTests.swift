import Contracts
import Testing

@Suite struct `An instant` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2025-06-30T19:30:00Z", 1_751_311_800_000_000_000),
        ("2025-06-30T15:30:00-04:00", 1_751_311_800_000_000_000), ("2025-06-30t19:30:00.5z", 1_751_311_800_500_000_000),
        ("1969-12-31T23:59:59.999999999Z", -1), ("2262-04-11T23:47:16.854775807Z", Int64.max),
        ("1677-09-21T00:12:43.145224192Z", Int64.min), ("2024-02-29T00:00:00+00:30", 1_709_163_000_000_000_000),
    ])
    func `reads RFC 3339`(text: String, nanoseconds: Int64) { #expect(Timestamp(text)?.nanoseconds == nanoseconds) }

    @Test(arguments: [
        "", "2025-06-30", "2025-06-30T19:30:00", "2025-06-30 19:30:00Z", "2025-06-31T00:00:00Z", "2025-06-30T24:00:00Z",
        "2025-06-30T19:60:00Z", "2025-06-30T19:30:60Z", "2025-06-30T19:30:00.Z", "2025-06-30T19:30:00.0123456789Z",
        "2025-06-30T19:30:00+4:00", "2025-06-30T19:30:00+24:00", "2025-06-30T19:30:00ZZ",
        "2262-04-11T23:47:16.854775808Z",
        "9999-01-01T00:00:00Z", "1677-09-21T00:12:43.145224191Z", "２025-06-30T19:30:00Z",
    ])
    func `refuses what is not RFC 3339 or out of range`(text: String) { #expect(Timestamp(text) == nil) }

    @Test func `writes what it reads`() {
        #expect(Timestamp(nanoseconds: 1_751_311_800_000_000_000).description == "2025-06-30T19:30:00Z")
        #expect(Timestamp(nanoseconds: 1_751_311_800_000_000_000).compact == "20250630T193000Z")
        var chance = SplitMix64(seed: 2)
        for nanoseconds in [Int64.min, .max, -1, 0] + (0..<2_000).map({ _ in Int64(bitPattern: chance.next()) }) {
            let instant = Timestamp(nanoseconds: nanoseconds)
            #expect(Timestamp(instant.description) == instant, "\(nanoseconds)")
        }
    }
}

@Suite struct `A trading date` {
    @Test func `knows the calendar`() {
        #expect(TradingDate("2025-06-30")?.daysSinceEpoch == 20_269)
        #expect(TradingDate("1970-01-01")?.daysSinceEpoch == 0)
        #expect(TradingDate("2000-02-29")?.weekday == 2)
        #expect(TradingDate("1969-12-28")?.weekday == 0)
        #expect(TradingDate("2025-06-30")?.compact == "20250630")
        #expect(TradingDate("0001-01-01")?.description == "0001-01-01")
    }

    @Test(arguments: [
        "", "2025-6-30", "2025-02-29", "1900-02-29", "2025-13-01", "2025-00-10", "2025-01-00", "0000-01-01",
        "2025/06/30",
        "2025-06-30 ", "-025-06-30",
    ])
    func `refuses days that do not exist`(text: String) { #expect(TradingDate(text) == nil) }

    @Test func `counts every day of four centuries in order`() throws {
        var previous = try #require(TradingDate("1800-12-31"))
        for _ in 0..<146_097 {
            let next = previous + 1
            let sameMonth = next.month == previous.month && next.day == previous.day + 1
            #expect(sameMonth || (next.day == 1 && (next.month == previous.month % 12 + 1)))
            previous = next
        }
        #expect(previous.description == "2200-12-31")
        #expect(previous.utcMidnight.utcDate == previous)
    }
}
