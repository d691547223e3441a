import Testing

@testable import Supervision
@testable import bullion

@Suite struct `A soak report` {
    /// Thirty samples, one a day, of a service that holds `resident` bytes and `descriptors` on a day.
    private func report(
        restarts: Int = 0, resident: (Int) -> Int = { _ in 40 << 20 }, descriptors: (Int) -> Int = { _ in 10 }
    ) throws -> SoakReport {
        var record = SoakRecord()
        for day in 0..<30 {
            record.take(
                [
                    Supervisor.Holding(
                        name: "oms", pid: 7, residentBytes: resident(day), openDescriptors: descriptors(day),
                        restarts: restarts)
                ], day: Double(day))
        }
        return try SoakReport(record)
    }

    @Test func `calls level what stays, falls, jumps once, or fills its caches in the first third`() throws {
        #expect(try report().failures == [])
        #expect(try report(resident: { (60 - $0) << 20 }).failures == [])
        #expect(try report(resident: { ($0 == 20 ? 400 : 40) << 20 }).failures == [])
        #expect(try report(resident: { min(40, 30 + $0) << 20 }).failures == [])
    }

    @Test func `names what grows by more than a twentieth in thirty days`() throws {
        let megabyte = 1 << 20
        #expect(try report(resident: { 40 * megabyte + $0 * megabyte / 20 }).failures == [])
        let failures = try report(resident: { 40 * megabyte + $0 * megabyte / 10 }).failures
        #expect(failures == ["oms is not level: +0.1000 MiB and +0.0000 descriptors a day, 0 restarts"])
    }

    @Test func `names what keeps descriptors, or was restarted`() throws {
        #expect(try report(descriptors: { 10 + $0 / 5 }).failures.count == 1)
        #expect(try report(restarts: 1).failures.count == 1)
        #expect(try report(restarts: 1).text.contains("NOT LEVEL"))
    }

    @Test func `leaves out moments in which a service was down`() throws {
        var record = SoakRecord()
        record.take(
            [Supervisor.Holding(name: "oms", pid: nil, residentBytes: 0, openDescriptors: 0, restarts: 0)], day: 0)
        #expect(try SoakReport(record).rows.isEmpty)
    }
}
