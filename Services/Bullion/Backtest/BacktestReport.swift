import Backtesting
import Contracts
import Foundation

/// The outcome of a backtest for a person and for a program.
struct BacktestReport: Codable {
    let schema: Int
    let market: String
    let frames: Int
    let orders: Int
    let fills: Int
    let startEquity: String
    let finalEquity: String
    let totalReturnPct: Double
    let maxDrawdownPct: Double
    let runSeconds: Double
    let barsPerSecond: Double

    init(_ result: BacktestResult, market: String, seconds: Double) {
        schema = 1
        self.market = market
        frames = result.curve.count
        orders = result.trading.orders.count
        fills = result.trading.fills.count
        startEquity = result.startEquity.roundedToCents.description
        finalEquity = result.endEquity.roundedToCents.description
        totalReturnPct = (result.endEquity.approximation / result.startEquity.approximation - 1) * 100
        maxDrawdownPct = result.maxDrawdownPercent
        runSeconds = seconds
        barsPerSecond = Double(frames * result.configuration.universe.count) / max(seconds, 1e-9)
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    var text: String {
        """
          market          \(market)
          frames          \(frames) in \(decimal(runSeconds, 2)) s, \(decimal(barsPerSecond, 0)) bars a second
          orders, fills   \(orders), \(fills)
          equity          \(startEquity) → \(finalEquity), \(decimal(totalReturnPct, 1)) %, deepest drawdown \(decimal(maxDrawdownPct, 1)) %
        """
    }
}
