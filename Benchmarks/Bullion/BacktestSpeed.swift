import Backtesting
import Contracts
import Dispatch
import Exchange
import Synchronization
import Workloads

/// The three works that other engines do too, each from its first bar to its final equity.
enum BacktestSpeed {
    /// The whole pipeline for one book, alone and as a sweep of one; as often as the fastest peer, since the table of peers compares
    /// shortest runs.
    static func w1(_ effort: Effort) throws -> [Figure] {
        let work = Workload.w1(bars: effort.w1Bars)
        let alone = effort.timed(15) { backtest(work) }
        let swept = try effort.timed(15) { try sweep(work, work.books) }
        return try agreeing([
            figure(work, "Backtest, every order and fill kept", alone, goal: Goals.w1),
            figure(work, "SweepRunner, one book", swept, goal: Goals.w1),
        ])
    }

    static func w2(_ effort: Effort) throws -> [Figure] {
        let work = Workload.w2(days: effort.w2Days)
        let alone = effort.timed(9) { backtest(work) }
        let swept = try effort.timed(9) { try sweep(work, work.books) }
        return try agreeing([
            figure(work, "Backtest, every order and fill kept", alone, goal: Goals.w2),
            figure(work, "SweepRunner, one book", swept, goal: Goals.w2),
        ])
    }

    /// Many books on one thread, and the same ones on two.
    static func w3(_ effort: Effort) throws -> [Figure] {
        let work = Workload.w3(bars: effort.w3Bars)
        let one = try effort.timed(3) { try sweep(work, work.books) }
        let two = try effort.timed(3) { try sweepOnTwoThreads(work) }
        let ratio = Figure(
            work.name, "two threads over one", one.times.seconds / two.times.seconds, .times, goal: Goals.twoThreads)
        return try agreeing([
            figure(work, "SweepRunner, one thread", one, goal: Goals.w3),
            figure(work, "SweepRunner, two threads", two, goal: nil),
        ]) + [ratio]
    }

    private static func backtest(_ work: Workload) -> Figure.Outcome {
        let (result, _) = Backtest<DirectHost>(configuration: work.books[0], rules: Workload.rules)
            .run(FrameSlice(work.market.frames))
        return Figure.Outcome(fills: result.trading.fills.count, finalEquity: result.endEquity.nanos)
    }

    private static func sweep(_ work: Workload, _ books: [BookConfiguration]) throws -> Figure.Outcome {
        let records = try SweepRunner<SummaryRecord>(books, rules: Workload.rules).run(FrameSlice(work.market.frames))
        return Figure.Outcome(
            fills: records.reduce(0) { $0 + $1.fills }, finalEquity: records.reduce(0) { $0 + $1.endEquity.nanos })
    }

    private static func sweepOnTwoThreads(_ work: Workload) throws -> Figure.Outcome {
        // In turns, so that both have as much to do: neighbors on the grid trade about as often.
        let parts = (0..<2).map { part in work.books.enumerated().filter { $0.offset % 2 == part }.map(\.element) }
        let outcomes = Mailbox<Figure.Outcome>()
        DispatchQueue.concurrentPerform(iterations: parts.count) { part in
            outcomes.put(Result { try sweep(work, parts[part]) })
        }
        let made = try outcomes.all.map { try $0.get() }
        return Figure.Outcome(
            fills: made.reduce(0) { $0 + $1.fills }, finalEquity: made.reduce(0) { $0 + $1.finalEquity })
    }

    private static func figure(
        _ work: Workload, _ way: String, _ measured: (made: Figure.Outcome, times: RunTimes), goal: Goal?
    ) -> Figure {
        var figure = Figure(
            work.name, way, Double(work.bars) / measured.times.seconds, .barsPerSecond, goal: goal)
        figure.times = measured.times
        figure.bars = work.bars
        figure.outcome = measured.made
        return figure
    }

    /// Two ways that do not end with the same fills and the same billionth do not do the same work.
    private static func agreeing(_ figures: [Figure]) throws -> [Figure] {
        for figure in figures where figure.outcome != figures[0].outcome {
            throw BenchError.disagreement(work: figure.work, figures[0].way, figure.way)
        }
        return figures
    }
}

/// Where threads leave what they made.
private final class Mailbox<Made: Sendable>: Sendable {
    private let made = Mutex<[Result<Made, any Error>]>([])
    func put(_ result: Result<Made, any Error>) { made.withLock { $0.append(result) } }
    var all: [Result<Made, any Error>] { made.withLock { $0 } }
}
