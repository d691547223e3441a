import Backtesting
import Contracts
import Kernel
import Quant
import Research

/// What a run amounted to, from the equity at its sessions' ends and from its round trips.
///
/// Shares are plain numbers (0.2 is 20 %), money is in the account's currency. What the run can't define is absent.
struct Figures: Codable {
    let sessions: Int
    let totalReturn: Double
    let annualReturn: Double?
    let volatility: Double?
    let sharpe: Double?
    let sortino: Double?
    let calmar: Double?
    let maxDrawdown: Double
    let longestDrawdownSessions: Int
    let ulcerIndex: Double
    let tailRatio: Double?
    let skewness: Double?
    let kurtosis: Double?
    /// The chance that the true Sharpe ratio is above zero.
    let probabilisticSharpe: Double?
    /// The same, above the best that as many trials as were made would show by luck.
    let deflatedSharpe: Double?
    /// The share of sessions that ended with a position.
    let timeInMarket: Double?
    let annualTurnover: Double?
    let trades: Int
    let winRate: Double?
    let averageWin: Double?
    let averageLoss: Double?
    let profitFactor: Double?
    let expectancy: Double?
    let bestTrade: Double?
    let worstTrade: Double?
    /// The share of all gains that the ten best trades made.
    let topTradesShare: Double?

    init(_ result: BacktestResult, trips: [RoundTrip], deflatedSharpe: Double?) {
        let curve = result.sessionCurve
        let returns = sessionReturns(of: curve, start: result.startEquity)
        let figures = RunFigures(result, trips: trips)
        sessions = figures.sessions
        totalReturn = figures.totalReturn
        annualReturn = figures.annualReturn
        volatility = figures.volatility
        sharpe = figures.sharpe
        sortino = figures.sortino
        calmar = figures.calmar
        maxDrawdown = figures.maxDrawdown
        longestDrawdownSessions = figures.longestDrawdownSessions
        ulcerIndex = figures.ulcerIndex
        tailRatio = Quant.tailRatio(of: returns)
        skewness = figures.skewness
        kurtosis = figures.kurtosis
        probabilisticSharpe = SharpeEvidence(Moments(returns))?.probability(above: 0)
        self.deflatedSharpe = deflatedSharpe
        let activity = ActivityMeter(result, curve)
        timeInMarket = activity.timeInMarket
        annualTurnover = activity.annualTurnover()

        let meter = TradeMeter(profits: trips.filter { !$0.isOpen }.map(\.profit.approximation))
        trades = meter.trades
        winRate = meter.winRate
        averageWin = meter.averageWin
        averageLoss = meter.averageLoss
        profitFactor = meter.profitFactor
        expectancy = meter.expectancy
        bestTrade = meter.best
        worstTrade = meter.worst
        topTradesShare = meter.concentration(ofBest: 10)
    }
}

extension ActivityMeter {
    /// The sessions of a run: whether it held something at each one's end, and what it traded in it.
    init(_ result: BacktestResult, _ curve: [EquityPoint]) {
        self.init()
        var ledger = Ledger(instruments: result.configuration.universe.count, cash: result.startEquity)
        var fills = result.trading.fills[...]
        for point in curve {
            var traded = 0.0
            while let fill = fills.first, fill.happenedAt <= point.at {
                ledger.apply(fill)
                traded += fill.price.notional(of: fill.quantity).approximation
                fills.removeFirst()
            }
            let equity = max(point.equity.approximation, 1)
            add(exposure: ledger.grossExposure.approximation / equity, traded: traded / equity)
        }
    }
}
