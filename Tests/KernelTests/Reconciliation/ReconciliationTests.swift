import Contracts
import Kernel
import Testing

@Suite struct `A reconciliation` {
    let rules = Reconciliation(valueToleranceBasisPoints: 100)

    func held(_ symbol: String, _ quantity: String, _ value: String) throws -> PositionReading {
        PositionReading(
            symbol: try #require(Symbol(symbol)), quantity: try #require(Quantity(quantity)),
            value: try #require(Money(value)))
    }

    func report(
        _ ours: [PositionReading], _ theirs: [PositionReading], before: [PositionReading]? = nil,
        inFlight: [String] = []
    ) -> ReconciliationReport {
        rules.report(
            cycle: 7, ledgerOffset: LogOffset(42), ours: ours, first: before ?? theirs, second: theirs,
            inFlight: inFlight.compactMap { Symbol($0) })
    }

    @Test func `of equal books finds nothing and says what it compared`() throws {
        let book = [try held("GLD", "10", "2000"), try held("SLV", "-5", "-150")]
        let report = report(book, book.reversed())
        #expect(report.breaks.isEmpty)
        #expect(report.inconclusive.isEmpty)
        #expect(report.compared == 2)
        #expect(report.cycle == 7)
        #expect(report.ledgerOffset == LogOffset(42))
    }

    @Test func `finds a position that we do not know`() throws {
        let found = report([], [try held("GLD", "10", "2000")]).breaks
        #expect(found.map(\.class) == [.missingLocally])
        #expect(found.first?.theirs == 10)
        #expect(found.first?.theirValue == Money(units: 2000))
    }

    @Test func `finds a position that vanished from the broker's list`() throws {
        #expect(report([try held("GLD", "10", "2000")], []).breaks.map(\.class) == [.missingAtBroker])
    }

    @Test func `finds a quantity that differs, and a side that differs`() throws {
        #expect(
            report([try held("GLD", "10", "2000")], [try held("GLD", "11", "2200")]).breaks.map(\.class) == [
                .quantityMismatch
            ])
        #expect(
            report([try held("GLD", "10", "2000")], [try held("GLD", "-10", "-2000")]).breaks.map(\.class) == [
                .quantityMismatch
            ])
    }

    @Test func `finds a value that differs beyond the tolerance`() throws {
        let ours = [try held("GLD", "10", "2000")]
        #expect(report(ours, [try held("GLD", "10", "2020")]).breaks.isEmpty)
        #expect(report(ours, [try held("GLD", "10", "2020.21")]).breaks.map(\.class) == [.valueMismatch])
        // Cents on a small position are not worth a break.
        #expect(report([try held("SLV", "1", "0.5")], [try held("SLV", "1", "1.5")]).breaks.isEmpty)
    }

    @Test(arguments: [
        ("100", "200", true), ("200", "100", true), ("100", "10", true), ("15", "150", true), ("90", "60", true),
        ("101", "12.625", true), ("101", "12", true), ("100", "33.333333333", true), ("-100", "-400", true),
        ("1", "3", true),
        ("100", "101", false), ("100", "210", false), ("7", "5", false), ("100", "-200", false), ("10", "11", false),
    ])
    func `suspects a split where the quantities stand in the ratio of one`(ours: String, theirs: String, isSplit: Bool)
        throws
    {
        let report = report([try held("USO", ours, "1000")], [try held("USO", theirs, "1000")])
        #expect(report.breaks.map(\.class) == [isSplit ? .splitSuspected : .quantityMismatch])
    }

    @Test func `does not judge an instrument whose order is in flight`() throws {
        let report = report([try held("GLD", "10", "2000")], [try held("SLV", "5", "100")], inFlight: ["GLD"])
        #expect(report.inconclusive.map(\.name) == ["GLD"])
        #expect(report.breaks.map(\.class) == [.missingLocally])
        #expect(report.compared == 1)
    }

    @Test func `does not judge an instrument that two readings show differently`() throws {
        let gold = try held("GLD", "10", "2000")
        let report = report([gold], [gold], before: [])
        #expect(report.inconclusive.map(\.name) == ["GLD"])
        #expect(report.compared == 0)
    }

    @Test func `leaves out what nobody holds`() throws {
        #expect(report([try held("GLD", "0", "0")], []).compared == 0)
    }
}
