import Quant
import Testing

@Suite struct `The slope by the median of all pairs` {
    @Test func `is that of a line, also with a third of the points anywhere but one`() throws {
        let x = (0..<12).map(Double.init)
        var y = x.map { 3 * $0 - 7 }
        #expect(try theilSenSlope(x, y) == 3)
        (y[2], y[7], y[11]) = (500, -90, 1e6)
        #expect(try theilSenSlope(x, y) == 3)
    }

    // scipy.stats.theilslopes([1, 4, 2, 8, 5, 7], [0, 1, 2, 3, 5, 8]) gives 0.75.
    @Test func `is what SciPy says of scattered points`() throws {
        let slope = try #require(try theilSenSlope([0, 1, 2, 3, 5, 8], [1, 4, 2, 8, 5, 7]))
        #expect(slope == 0.75)
    }

    @Test func `leaves out pairs at one place, and is nothing when all are`() throws {
        #expect(try theilSenSlope([1, 1, 2], [0, 100, 50]) == 0)
        #expect(try theilSenSlope([4, 4], [1, 2]) == nil)
        #expect(try theilSenSlope([], []) == nil)
    }

    @Test func `refuses what is no list of points`() {
        #expect(throws: StatisticsError.unequalLengths(of: "y", has: 1, needs: 2)) { try theilSenSlope([1, 2], [1]) }
        #expect(throws: StatisticsError.self) { try theilSenSlope([1, .nan], [1, 2]) }
    }
}
