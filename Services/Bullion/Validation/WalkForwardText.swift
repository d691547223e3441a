import Contracts
import Foundation

extension WalkForwardReport {
    /// For a person at a terminal.
    var text: String {
        var lines = [
            row("market", market),
            row("grid", gridText(strategy, points: points, leftOut: pointsLeftOut)),
            row("rules", rules.keys.sorted().map { "\($0) \(rules[$0] ?? "")" }.joined(separator: ", ")),
            row(
                "windows",
                "\(windows.count), \(start), choosing on \(trainSessions) sessions and judging on \(testSessions)"
                    + (embargoSessions > 0 ? ", \(embargoSessions) left out between" : "")),
            row("chosen by", "\(objective), among points with at least \(minimumTrades) trades"),
            "", table, "",
            row(
                "out of sample",
                "\(metrics.sessions) sessions, \(curve.first?.date.description ?? "–") to \(curve.last?.date.description ?? "–")"
            ),
            row("equity", "\(cents(startEquity)) → \(cents(finalEquity)), \(percent(metrics.totalReturn))"),
            row("yearly", "\(percent(metrics.annualReturn)) at \(percent(metrics.volatility)) volatility"),
            row("drawdown", "\(percent(metrics.maxDrawdown)) at the deepest"),
            row(
                "ratios",
                "Sharpe \(plain(metrics.sharpe)), Sortino \(plain(metrics.sortino)), Calmar \(plain(metrics.calmar))"),
            row("trades", "\(metrics.trades), of which \(percent(metrics.winRate)) won"),
            row(
                "efficiency",
                "\(percent(returnEfficiency)) of the in-sample return and \(percent(sharpeEfficiency)) of its Sharpe came through"
            ),
        ]
        if flatWindows > 0 {
            lines.append(
                row("flat", "\(flatWindows) of \(windows.count) windows had no point with enough trades and a score"))
        }
        return (lines + stability.map(stabilityRow)).joined(separator: "\n")
    }

    private var table: String {
        let header = ["test from", "to", "in: Sharpe", "return", "trades", "out: Sharpe", "return", "trades", "chosen"]
        let rows = windows.map { window in
            let (trained, tested) = (window.train.figures, window.test.figures)
            return [
                window.test.from, window.test.to, plain(trained?.sharpe), percent(trained?.totalReturn),
                trained.map { "\($0.trades)" } ?? "–", plain(tested?.sharpe), percent(tested?.totalReturn),
                tested.map { "\($0.trades)" } ?? "–", chosen(window),
            ]
        }
        return ([header] + rows).map { columns in
            let widths = [11, 11, 11, 9, 7, 12, 9, 7, 0]
            return "  "
                + zip(columns, widths).map { $1 == 0 ? "  " + $0 : aligned($0, $1) }.joined()
        }.joined(separator: "\n")
    }

    private func aligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    private func chosen(_ window: Window) -> String {
        window.parameters.map(pointText) ?? "flat: no eligible point"
    }

    private func stabilityRow(_ one: Stability) -> String {
        let uses = one.uses.sorted { ($1.windows, $0.value) < ($0.windows, $1.value) }
        let shown = uses.prefix(6).map { "\(shortest($0.value)) in \($0.windows)" }.joined(separator: ", ")
        return row(
            one.parameter,
            shown + (uses.count > 6 ? ", …" : "") + "; variation \(plain(one.coefficientOfVariation)), largest jump "
                + (one.largestJump.map(shortest) ?? "–"))
    }
}
