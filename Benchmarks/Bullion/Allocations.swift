import AllocationCounter
import Backtesting
import Contracts
import Exchange
import Workloads

/// How often a backtest asks for memory once its buffers have grown.
enum Allocations {
    static func measure(_ effort: Effort) throws -> [Figure] {
        let work = Workload.w1(bars: effort.w1Bars)
        let quiet = Workload.quiet(bars: effort.w1Bars / 10)
        return [
            figure(
                quiet, "bars on which nothing is decided, nothing kept", Goals.allocationsOnQuietBars,
                try sweep(quiet)),
            figure(work, "every order and fill kept", Goals.allocationsWhileTrading, backtest(work)),
        ]
    }

    private static func figure(_ work: Workload, _ way: String, _ goal: Goal, _ marks: AllocationMarks) -> Figure {
        var figure = Figure(
            work.name, way, Double(marks.allocations) / Double(marks.bars), .allocationsPerBar, goal: goal)
        figure.remark = "\(marks.allocations) allocations and \(marks.orders) orders over the last \(marks.bars) bars"
        return figure
    }

    private static func backtest(_ work: Workload) -> AllocationMarks {
        let marks = AllocationMarks(work)
        let (result, _) = Backtest<DirectHost>(configuration: work.books[0], rules: Workload.rules)
            .run(CountedFrames(work, marks))
        precondition(result.curve.count == work.market.frames.count, "every bar was run")
        let warm = result.curve[marks.warm - 1].at
        marks.orders = result.trading.orders.count { $0.at > warm }
        return marks
    }

    private static func sweep(_ work: Workload) throws -> AllocationMarks {
        let marks = AllocationMarks(work)
        let records = try SweepRunner<NothingKept>(work.books, rules: Workload.rules).run(CountedFrames(work, marks))
        precondition(records.count == work.books.count, "every book was run")
        return marks
    }
}

/// A record without lists, so that what is counted is the run's own.
private struct NothingKept: RunRecord {
    init(startingCash: Money) {}
    mutating func placed(_ order: TradingRecord.PlacedOrder) {}
    mutating func executed(_ fill: Fill) {}
    mutating func closed(_ at: Timestamp, equity: Money, endsSession: Bool) {}
}

/// The allocator's count at two places of a run.
private final class AllocationMarks {
    /// The first tenth is for growing.
    let warm: Int
    let bars: Int
    /// Orders decided after that tenth.
    var orders = 0
    private var atWarm: UInt64 = 0
    private var atEnd: UInt64 = 0

    init(_ work: Workload) {
        warm = work.market.frames.count / 10
        bars = work.market.frames.count - warm
    }

    func reach(_ place: Int) { if place == warm { atWarm = allocations_of_this_thread() } }
    func end() { atEnd = allocations_of_this_thread() }

    var allocations: UInt64 { atEnd - atWarm }
}

/// Frames that note the count as they are asked for.
private struct CountedFrames: FrameSource {
    private var frames: FrameSlice
    private let marks: AllocationMarks
    private var place = 0

    init(_ work: Workload, _ marks: AllocationMarks) {
        frames = FrameSlice(work.market.frames)
        self.marks = marks
    }

    var remaining: Int? { frames.remaining }

    mutating func next(into frame: inout BarFrame) -> Bool {
        marks.reach(place)
        place += 1
        if frames.next(into: &frame) { return true }
        marks.end()
        return false
    }

    mutating func next(into run: inout FrameRun, from start: Int, to end: Int) -> Int {
        for passed in place..<place + end - start { marks.reach(passed) }
        let taken = frames.next(into: &run, from: start, to: end)
        place += taken
        if start + taken < end { marks.end() }
        return taken
    }
}
