import Backtesting
import Contracts
import Exchange
import MarketData
import Quant

/// One run with what a report says about it.
struct BacktestRun {
    let result: BacktestResult
    let market: String
    let rules: [String: String]
    /// Bars of instruments, not frames.
    let bars: Int
    let loadSeconds: Double
    let runSeconds: Double
    /// What each strategy earned; of a book of one strategy, that is all of it.
    let attribution: StrategyAttribution
    let activity: ActivityMeter
    /// Received on long positions, less those paid on short ones.
    let dividends: Money
    /// The last close of each session by symbol, for charts; empty unless asked for.
    let prices: [String: [BacktestReport.Point]]
    var trial: Int?
    var deflatedSharpe: Double?

    /// Runs a book over a market. Counting bars, keeping closes and attributing profits happen outside the measured time.
    init(_ book: BookConfiguration, on market: ResearchMarket, _ execution: ExecutionOptions, keepsPrices: Bool) throws
    {
        let exchange = try execution.rules()
        let startedAt = ContinuousClock.now
        result = Self.result(of: book, exchange, on: market)
        runSeconds = startedAt.duration(to: .now) / .seconds(1)
        var attributing = try AttributionRun(result)
        var activity = ActivityRun(result)
        var closes = SessionCloses(universe: market.universe, isKept: keepsPrices)
        market.forEachFrame {
            attributing.take($0)
            activity.take($0)
            closes.add($0)
        }
        attribution = attributing.finished()
        self.activity = activity.meter
        dividends = activity.dividends
        self.market = market.label
        rules = execution.words(on: market)
        loadSeconds = market.loadSeconds
        bars = closes.bars
        prices = closes.prices
    }

    /// Runs a book over a market under given rules.
    static func result(of book: BookConfiguration, _ rules: ExchangeRules, on market: ResearchMarket) -> BacktestResult
    {
        let backtest = Backtest<DirectHost>(configuration: book, rules: rules, actions: market.actions)
        return switch market.frames {
        case .assembly(let assembly): backtest.run(assembly.makeIterator()).result
        case .list(let frames): backtest.run(FrameList(frames)).result
        }
    }
}

/// Counts bars, and keeps the last close of each session.
private struct SessionCloses {
    let universe: Universe
    let isKept: Bool
    private(set) var bars = 0
    private(set) var prices: [String: [BacktestReport.Point]] = [:]

    init(universe: Universe, isKept: Bool) {
        self.universe = universe
        self.isKept = isKept
    }

    mutating func add(_ frame: BarFrame) {
        for place in frame.bars.indices {
            guard let bar = frame.bars[place] else { continue }
            bars += 1
            guard isKept else { continue }
            let name = universe.symbols[place].name
            let point = BacktestReport.Point(date: frame.session, value: bar.close.approximation)
            if prices[name]?.last?.date == frame.session {
                prices[name]?.removeLast()
            }
            prices[name, default: []].append(point)
        }
    }
}

extension ResearchMarket {
    func forEachFrame(_ body: (BarFrame) -> Void) {
        switch frames {
        case .assembly(let assembly):
            // One frame for all of them: an iterator's elements would be an array each.
            var cursor = assembly.makeIterator()
            guard var frame = cursor.next() else { return }
            repeat { body(frame) } while cursor.next(into: &frame)
        case .list(let frames): frames.forEach(body)
        }
    }

    /// The first frame; `nil` where there is none.
    var firstFrame: BarFrame? {
        switch frames {
        case .assembly(let assembly): assembly.first { _ in true }
        case .list(let frames): frames.first
        }
    }
}
