import Backtesting
import Contracts
import Exchange
import Testing

@Suite struct `A sweep` {
    private let rules = ExchangeRules(slippageBasisPoints: 5, commissionPerTrade: Money(units: 1))

    /// Books that differ in everything a sweep may vary: windows, sizing, and limits that some of them run into.
    private func books() throws -> [BookConfiguration] {
        let methods: [AllocationConfiguration.Method] = [.equalWeight, .inverseVolatility, .fixedQuantity]
        return try (0..<12).map { number in
            try crossingBook(
                fast: 2 + number % 4, slow: 8 + number, methods[number % 3], tightness: Int64(number % 4))
        }
    }

    @Test(arguments: [1, 7, 256, 1000])
    func `does to each book what a run alone does, fill for fill`(blockLength: Int) throws {
        let books = try books()
        let frames = dailyFrames(books[0].universe, count: 400, seed: UInt64(blockLength))
        let swept = try SweepRunner<FullRecord>(books, rules: rules, blockLength: blockLength).run(FrameList(frames))
        #expect(swept.count == books.count)
        for (book, record) in zip(books, swept) {
            let (alone, _) = Backtest<DirectHost>(configuration: book, rules: rules).run(FrameList(frames))
            #expect(!alone.trading.fills.isEmpty)
            #expect(record.trading.orders == alone.trading.orders)
            #expect(record.trading.fills == alone.trading.fills)
            #expect(record.curve == alone.curve)
        }
    }

    @Test(arguments: [1, 7, 256, 1000])
    func `does the same over frames that are lent`(blockLength: Int) throws {
        let books = try books()
        let frames = dailyFrames(books[0].universe, count: 400, seed: 6)
        let runner = try SweepRunner<SummaryRecord>(books, rules: rules, blockLength: blockLength)
        #expect(runner.run(FrameSlice(FrameTable(frames))) == runner.run(FrameList(frames)))
    }

    @Test func `gives the same when it is cut into parts`() throws {
        let books = try books()
        let frames = dailyFrames(books[0].universe, count: 300, seed: 3)
        let whole = try SweepRunner<SummaryRecord>(books, rules: rules).run(FrameList(frames))
        let first = try SweepRunner<SummaryRecord>(Array(books[..<5]), rules: rules).run(FrameList(frames))
        let second = try SweepRunner<SummaryRecord>(Array(books[5...]), rules: rules).run(FrameList(frames))
        #expect(whole == first + second)
    }

    @Test func `keeps a summary that agrees with the full record`() throws {
        let book = try crossingBook(fast: 3, slow: 10)
        let frames = dailyFrames(book.universe, count: 300, seed: 4)
        let full = try SweepRunner<FullRecord>([book], rules: rules).run(FrameList(frames))[0]
        let summary = try SweepRunner<SummaryRecord>([book], rules: rules).run(FrameList(frames))[0]
        #expect(summary.orders == full.trading.orders.count)
        #expect(summary.fills == full.trading.fills.count)
        // Every daily frame ends its session.
        #expect(summary.sessionEnds == full.curve)
        #expect(summary.endEquity == full.curve.last?.equity)
        #expect(summary.commissions == Money(units: summary.fills))
        #expect(
            summary.drawdown.maximum == maximumDrawdown(of: full.curve.map(\.equity), from: book.startingCash))
    }

    @Test func `without frames leaves every book at its start`() throws {
        let book = try crossingBook(fast: 3, slow: 10)
        let record = try SweepRunner<SummaryRecord>([book], rules: rules).run(FrameList([]))[0]
        #expect(record == SummaryRecord(startingCash: book.startingCash))
    }
}
