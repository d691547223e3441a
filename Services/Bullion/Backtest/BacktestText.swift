import Contracts
import Foundation

extension BacktestReport {
    /// For a person at a terminal.
    var text: String {
        var lines = [
            row("market", market + (trial.map { "; this is trial \($0)" } ?? "")),
            row("span", "\(from ?? "–") to \(to ?? "–"), \(frames) frames, \(bars) bars"),
            row("rules", rules.keys.sorted().map { "\($0) \(rules[$0] ?? "")" }.joined(separator: ", ")),
            row(
                "speed",
                "\(decimal(runSeconds * 1000, 1)) ms, \(grouped(barsPerSecond)) bars a second; loaded in "
                    + "\(decimal(loadSeconds, 2)) s"),
            row("orders, fills", "\(orders), \(fills); \(metrics.trades) closed trades"),
            row("equity", "\(cents(startEquity)) → \(cents(finalEquity)), \(percent(metrics.totalReturn))"),
            row("yearly", "\(percent(metrics.annualReturn)) at \(percent(metrics.volatility)) volatility"),
            row(
                "drawdown",
                "\(percent(metrics.maxDrawdown)) at the deepest, \(metrics.longestDrawdownSessions) sessions the longest"
            ),
            row(
                "ratios",
                "Sharpe \(plain(metrics.sharpe)), Sortino \(plain(metrics.sortino)), Calmar \(plain(metrics.calmar))"),
            row("trades", tradeText),
            row(
                "at work",
                "\(percent(metrics.timeInMarket)) of sessions, \(percent(metrics.averageExposure)) of equity on average"
            ),
        ]
        if let dividends { lines.append(row("dividends", "\(cents(dividends)) received, and part of equity")) }
        if attribution.count > 1 {
            lines += attribution.enumerated().map { place, part in
                row(place == 0 ? "by strategy" : "", "\(part.strategy) \(cents(part.profit))")
            }
        }
        lines.append(row("digest", digest))
        if let deflated = metrics.deflatedSharpe {
            lines.append(
                row("by luck?", "\(percent(deflated)) sure that Sharpe is above the best of \(trial ?? 1) lucky trials")
            )
        }
        if let stress { lines += stress.rows.map { row($0.name, $0.value) } }
        return lines.joined(separator: "\n")
    }

    private var tradeText: String {
        guard metrics.trades > 0 else { return "none closed" }
        return
            "\(percent(metrics.winRate)) won, profit factor \(plain(metrics.profitFactor)), "
            + "best \(plain(metrics.bestTrade)), worst \(plain(metrics.worstTrade)), "
            + "ten best made \(percent(metrics.topTradesShare)) of all gains"
    }

    /// A whole number with its thousands apart.
    private func grouped(_ value: Double) -> String {
        String(dollars(Money(units: Int(min(value, 9e9)))).dropLast(3))
    }
}

/// A line of a report for a person: a name, and what is said under it.
func row(_ name: String, _ value: String) -> String {
    "  " + name.padding(toLength: 16, withPad: " ", startingAt: 0) + value
}

func percent(_ share: Double?) -> String { share.map { "\(decimal($0 * 100, 1)) %" } ?? "–" }
func plain(_ value: Double?) -> String { value.map { decimal($0, 2) } ?? "–" }
func cents(_ amount: String) -> String { Money(amount).map { dollars($0) } ?? amount }
