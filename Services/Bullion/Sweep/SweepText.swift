import Contracts
import Foundation
import Research

extension SweepReport {
    /// For a person at a terminal.
    var text: String {
        var lines = [
            row("market", "\(market), \(frames) frames, \(bars) bars"),
            row(
                "sweep",
                "\(strategy), \(grid.joined(separator: " ")); \(sweep.search)" + (shard.map { ", part \($0)" } ?? "")),
            row("points", "\(points.count) run, \(skipped.count) skipped" + skipText),
            row("speed", speedText),
        ]
        guard let best else { return (lines + [row("best", noBestText)]).joined(separator: "\n") }
        lines += ["", header] + top.map { line($0) } + [""]
        lines += [
            row("best", words(best.parameters) + ": \(objective.rawValue) \(shown(objective.value(of: best.figures)))"),
            row("around it", best.slopes.map { slopeText($0, best) }.joined(separator: "; ")),
            row("by luck?", luckText(best)),
            row("alone", "the event engine gives exactly the same figures:"),
            "  " + best.reproduce,
        ]
        return lines.joined(separator: "\n")
    }

    private var top: [Point] {
        Array(goal.ranking(points) { $0.figures }.prefix(10))
    }

    private var header: String {
        "  " + names.map { pad($0, 10) }.joined()
            + ["final equity", "return", "Sharpe", "Sortino", "Calmar", "drawdown", "trades", "fills"].map {
                pad($0, 14)
            }.joined()
    }

    private func line(_ point: Point) -> String {
        let figures = point.figures
        let cells = [
            Money(figures.finalEquity).map { dollars($0) } ?? figures.finalEquity, percent(figures.totalReturn),
            ratio(figures.sharpe), ratio(figures.sortino), ratio(figures.calmar), percent(figures.maxDrawdown),
            "\(figures.trades)", "\(figures.fills)",
        ]
        return "  " + names.map { pad(point.parameters[$0].map(number) ?? "", 10) }.joined()
            + cells.map { pad($0, 14) }.joined()
    }

    private var names: [String] { points.first.map { $0.parameters.keys.sorted() } ?? [] }

    private var skipText: String {
        skipped.first.map { " because the strategy refuses them, as: \($0.reason)" } ?? ""
    }

    private var speedText: String {
        let run = freshPoints == points.count ? "" : "\(freshPoints) points of them "
        return
            "\(run)in \(decimal(runSeconds, 2)) s on \(jobs) threads, \(decimal(pointBarsPerSecond / 1e6, 2)) million point-bars a second; "
            + "loaded in \(decimal(loadSeconds, 2)) s"
    }

    private var noBestText: String {
        "none: no point has a \(objective.rawValue) with at least \(minimumTrades) closed trades"
    }

    /// How much of the objective is left one step away.
    private func slopeText(_ slope: SearchFindings.Slope, _ best: Best) -> String {
        let value = objective.value(of: best.figures) ?? 0
        let sides = [("less", slope.below), ("more", slope.above)].compactMap { word, neighbor in
            neighbor.map { "\(word) \(shown($0))" + (value == 0 ? "" : " (\(signed(($0 - value) / abs(value))))") }
        }
        return slope.parameter + " " + (sides.isEmpty ? "has no neighbor that was run" : sides.joined(separator: ", "))
    }

    private func luckText(_ best: Best) -> String {
        guard let deflated = best.deflatedSharpe else { return "its Sharpe ratio is not defined" }
        let all =
            trialsOnMarket == trials
            ? "\(trials) trials" : "\(trials) trials, \(trialsOnMarket) with those before on this market"
        return "\(percent(deflated)) sure that Sharpe is above the best of \(all)"
    }

    private func shown(_ value: Double?) -> String {
        switch objective {
        case .sharpe, .sortino, .calmar: ratio(value)
        case .return, .drawdown: percent(value)
        }
    }

    private func words(_ parameters: [String: Double]) -> String {
        parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(number($0.value))" }.joined(separator: " ")
    }

    private func signed(_ share: Double) -> String { (share > 0 ? "+" : "") + percent(share) }
    private func percent(_ share: Double?) -> String { share.map { "\(decimal($0 * 100, 1)) %" } ?? "–" }
    private func ratio(_ value: Double?) -> String { value.map { decimal($0, 2) } ?? "–" }
    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
    private func row(_ name: String, _ value: String) -> String {
        "  " + name.padding(toLength: 16, withPad: " ", startingAt: 0) + value
    }
}
