import Contracts
import Testing

@testable import Quant

@Suite struct `The trades of a run` {
    @Test func `say nothing while there are none`() {
        let none = TradeMeter()
        #expect(none.trades == 0 && none.netProfit == 0 && none.best == nil && none.worst == nil)
        #expect(none.winRate == nil && none.averageWin == nil && none.averageLoss == nil)
        #expect(none.profitFactor == nil && none.expectancy == nil && none.concentration(ofBest: 1) == nil)
    }

    @Test func `have no profit factor without a loss`() {
        let one = TradeMeter(profits: [12.5])
        #expect(one.trades == 1 && one.winRate == 1 && one.averageWin == 12.5 && one.expectancy == 12.5)
        #expect(one.averageLoss == nil && one.profitFactor == nil && one.best == 12.5 && one.worst == 12.5)
        #expect(one.concentration(ofBest: 1) == 1)
    }

    @Test func `have a profit factor of zero with losses only`() {
        let lost = TradeMeter(profits: [-3, -5])
        #expect(lost.profitFactor == 0 && lost.winRate == 0 && lost.averageWin == nil && lost.averageLoss == 4)
        #expect(lost.best == -3 && lost.worst == -5 && lost.concentration(ofBest: 3) == nil)
    }

    @Test func `add up as worked out by hand`() {
        let trades = TradeMeter(profits: [10, -4, 0, 6, -2, -1, 4])
        #expect(trades.trades == 7 && trades.wins == 3 && trades.losses == 3)
        #expect(trades.grossProfit == 20 && trades.grossLoss == 7 && trades.netProfit == 13)
        #expect(agree(trades.winRate, 3 / 7.0) && agree(trades.expectancy, 13 / 7.0))
        #expect(agree(trades.averageWin, 20 / 3.0) && agree(trades.averageLoss, 7 / 3.0))
        #expect(agree(trades.profitFactor, 20 / 7.0) && trades.longestLosingStreak == 2)
        #expect(trades.concentration(ofBest: 1) == 0.5 && trades.concentration(ofBest: 2) == 0.8)
        #expect(trades.concentration(ofBest: 10) == 1 && trades.concentration(ofBest: 0) == 0)
    }

    @Test(arguments: UInt64(0)..<50) func `keep the largest profits in whatever order they come`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        let profits = (0..<60).map { _ in Double(chance.index(below: 21) - 10) }
        let trades = TradeMeter(profits: profits, keeping: 5)
        let won = profits.filter { $0 > 0 }.sorted(by: >)
        for count in 0...5 {
            let expected = won.prefix(count).reduce(0, +) / won.reduce(0, +)
            #expect(agree(trades.concentration(ofBest: count), expected))
        }
    }
}

@Suite struct `The activity of a run` {
    @Test func `is unknown without periods`() {
        let none = ActivityMeter()
        #expect(none.timeInMarket == nil && none.averageExposure == nil && none.annualTurnover() == nil)
    }

    /// Bought half of equity, held, sold it, stayed out: two sides of a half in four periods.
    @Test func `counts both sides of a round trip`() {
        var activity = ActivityMeter()
        activity.add(exposure: 0.5, traded: 0.5)
        activity.add(exposure: 0.5, traded: 0)
        activity.add(exposure: 0, traded: 0.5)
        activity.add(exposure: 0, traded: 0)
        #expect(activity.timeInMarket == 0.5 && activity.averageExposure == 0.25)
        #expect(activity.annualTurnover(periodsPerYear: 12) == 3)
    }
}

@Suite struct `The table of monthly returns` {
    @Test func `compounds within months and years, and leaves gaps empty`() throws {
        var table = MonthlyReturns()
        try table.add(0.1, year: 2023, month: 11)
        try table.add(0.1, year: 2023, month: 11)
        try table.add(-0.5, year: 2023, month: 12)
        try table.add(0.2, year: 2025, month: 1)
        #expect(table.years.map(\.year) == [2023, 2025])
        #expect(agree(table.years[0].months[10], 0.21) && agree(table.years[0].months[11], -0.5))
        #expect(table.years[0].months[..<10].allSatisfy { $0 == nil })
        #expect(agree(table.years[0].total, 1.21 * 0.5 - 1) && agree(table.years[1].total, 0.2))
    }

    @Test func `is empty without returns`() { #expect(MonthlyReturns().years.isEmpty) }

    @Test func `refuses a month that is none, and one that goes back`() throws {
        var table = MonthlyReturns()
        try table.add(0, year: 2024, month: 5)
        #expect(throws: StatisticsError.outOfRange(name: "month", value: 13, allowed: "1…12")) {
            try table.add(0, year: 2024, month: 13)
        }
        #expect(throws: StatisticsError.outOfOrder(series: "months", place: 1)) {
            try table.add(0, year: 2024, month: 4)
        }
        #expect(throws: StatisticsError.outOfOrder(series: "months", place: 1)) {
            try table.add(0, year: 2023, month: 12)
        }
    }
}
