import Testing

@testable import Quant

@Suite struct `An error of the statistics` {
    @Test(arguments: [
        (
            StatisticsError.notFinite(series: "returns", place: 3, value: .infinity),
            "returns[3] is inf; it must be a finite number"
        ),
        (.tooFew(of: "periods", has: 31, needs: 32), "there are 31 periods; it takes at least 32"),
        (.unequalLengths(of: "gold", has: 2, needs: 3), "gold has 2 values; it must have 3"),
        (.outOfRange(name: "step", value: 2, allowed: "3 or more"), "step is 2.0; it may be 3 or more"),
        (.collinear(column: "silver"), "column silver is a linear combination of the columns before it"),
        (.outOfOrder(series: "labels", place: 2), "labels[2] goes back; the order must be ascending"),
    ])
    func `names the thing, the place and what is allowed`(error: StatisticsError, text: String) {
        #expect(error.description == text)
    }

    @Test func `is what a bad year or a bad price of cash gets`() {
        #expect(throws: StatisticsError.outOfRange(name: "periodsPerYear", value: 0, allowed: "above 0")) {
            try Performance(returns: [0.1], periodsPerYear: 0)
        }
        #expect(throws: StatisticsError.outOfRange(name: "riskFree", value: .infinity, allowed: "any finite number")) {
            try Performance(equity: [1], start: 1, riskFree: .infinity)
        }
    }
}
