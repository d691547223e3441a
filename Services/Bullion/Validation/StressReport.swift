import Backtesting
import Contracts
import Exchange
import Research

/// How a run stands up to higher costs, and how few trades and sessions made its profit.
struct StressReport: Encodable {
    /// The same book at a multiple of all costs.
    struct CostRun: Encodable {
        /// 1 is the run itself.
        let costs: Int64
        let finalEquity: String
        let totalReturn: Double
        let annualReturn: Double?
        let sharpe: Double?
        let maxDrawdown: Double
        let fills: Int
        let commissions: String
        let isProfitable: Bool
    }

    struct Top: Encodable {
        let count: Int
        /// Of all gains; absent without gains.
        let shareOfGains: Double?
        /// What is left of the net profit without them.
        let profitWithout: Double
    }

    struct SymbolProfit: Encodable {
        let symbol: String
        let profit: String
        let shareOfGains: Double?
    }

    /// The costs that runs are repeated at.
    static let factors: [Int64] = [2, 4]

    let costRuns: [CostRun]
    /// Multiples at which slippage would be a whole price, so that there is no such run.
    let impossibleCosts: [Int64]
    let topTrades: [Top]
    /// The best 1 % and 5 %.
    let topSessions: [Top]
    let symbols: [SymbolProfit]
    let sessions: Int

    /// Runs a book again at each multiple of the costs that `result` came of.
    init(_ result: BacktestResult, on market: ResearchMarket) {
        let stressed = Self.factors.compactMap { factor in
            result.rules.costing(times: factor).map { rules in
                (factor, BacktestRun.result(of: result.configuration, rules, on: market))
            }
        }
        costRuns = ([(1, result)] + stressed).map { CostRun($1, costs: $0) }
        impossibleCosts = Self.factors.filter { factor in !stressed.contains { $0.0 == factor } }
        let concentration = Concentration(result, on: market)
        topTrades = concentration.trades.map(Top.init)
        topSessions = concentration.sessions.map(Top.init)
        let universe = result.configuration.universe
        symbols = concentration.instruments.map {
            SymbolProfit(
                symbol: universe[$0.instrument].name, profit: $0.profit.description, shareOfGains: $0.shareOfGains)
        }
        sessions = result.sessionEnds.count
    }

    /// For a person at a terminal.
    var rows: [(name: String, value: String)] {
        costRuns.map(costRow)
            + impossibleCosts.map { ("\($0)x costs", "slippage would be the whole price") }
            + topTrades.map { ("best \($0.count)", "trade\($0.count == 1 ? "" : "s") " + Self.words($0)) }
            + zip([1, 5], topSessions).map { ("best \($0) %", "of sessions, \($1.count), " + Self.words($1)) }
            + [("by symbol", symbolWords)]
    }

    private func costRow(_ run: CostRun) -> (String, String) {
        (
            "\(run.costs)x costs",
            "\(percent(run.totalReturn)) in all, \(percent(run.annualReturn)) a year, Sharpe \(plain(run.sharpe)), "
                + "drawdown \(percent(run.maxDrawdown)): \(run.isProfitable ? "profitable" : "a loss")"
        )
    }

    private static func words(_ top: Top) -> String {
        guard let share = top.shareOfGains else { return "gained nothing" }
        return "made \(percent(share)) of all gains; without: \(decimal(top.profitWithout, 2))"
    }

    /// The best five, so that a universe of thousands stays a line.
    private var symbolWords: String {
        let best = symbols.filter { $0.shareOfGains != nil }.sorted { ($0.shareOfGains ?? 0) > ($1.shareOfGains ?? 0) }
        if best.isEmpty { return "none gained" }
        return best.prefix(5).map { "\($0.symbol) \(percent($0.shareOfGains))" }.joined(separator: ", ")
            + " of all gains"
    }
}

extension StressReport.CostRun {
    fileprivate init(_ result: BacktestResult, costs: Int64) {
        let figures = RunFigures(result, trips: [])
        self.init(
            costs: costs, finalEquity: result.endEquity.description, totalReturn: figures.totalReturn,
            annualReturn: figures.annualReturn, sharpe: figures.sharpe, maxDrawdown: figures.maxDrawdown,
            fills: result.trading.fills.count,
            commissions: result.trading.fills.reduce(Money.zero) { $0 + $1.commission }.description,
            isProfitable: result.endEquity > result.startEquity)
    }
}

extension StressReport.Top {
    fileprivate init(_ share: TopShare) {
        self.init(count: share.count, shareOfGains: share.shareOfGains, profitWithout: share.profitWithout)
    }
}

extension Concentration {
    /// Of a whole run over a market, what is still held valued at its last close.
    init(_ result: BacktestResult, on market: ResearchMarket) {
        var record = result.trading
        var closes: [Price?] = Array(repeating: nil, count: result.configuration.universe.count)
        market.forEachFrame { frame in
            for place in frame.bars.indices { closes[place] = frame.bars[place]?.close ?? closes[place] }
        }
        if let end = result.curve.last?.at {
            for fill in record.closingFills(at: end, price: { closes[$0.place] }) { record.add(fill) }
        }
        self.init(
            trips: record.roundTrips, sessionCurve: result.sessionCurve, start: result.startEquity,
            instruments: closes.count)
    }
}
