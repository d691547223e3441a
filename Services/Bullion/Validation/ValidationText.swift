import Contracts
import Foundation

extension ValidationReport {
    /// For a person at a terminal.
    var text: String {
        let lines = [
            row("market", market),
            row("span", "\(from) to \(to), \(metrics.sessions) sessions"),
            row("grid", gridText(strategy, points: points, leftOut: pointsLeftOut)),
            row("rules", rules.keys.sorted().map { "\($0) \(rules[$0] ?? "")" }.joined(separator: ", ")),
            row("best", pointText(best) + ", by Sharpe over all sessions"),
            row(
                "its figures",
                "\(percent(metrics.totalReturn)) in all, \(percent(metrics.annualReturn)) a year, Sharpe \(plain(metrics.sharpe)), "
                    + "drawdown \(percent(metrics.maxDrawdown)), \(metrics.trades) closed trades"),
            "",
            row(
                "overfitting",
                "probability \(percent(overfitting.probability)), of loss \(percent(overfitting.probabilityOfLoss)), "
                    + "over \(overfitting.combinations) combinations of \(overfitting.blocks) blocks"),
            row("logits", "median \(plain(overfitting.medianLogit)); " + logitWords),
            row(
                "degradation",
                "one of Sharpe in sample was worth \(plain(overfitting.degradationSlope)) out of sample"),
            row(
                "Sharpe",
                "\(percent(sharpe.probabilistic)) sure to be above 0; \(percent(sharpe.deflated)) sure to be above "
                    + "\(plain(sharpe.luckiest)), the luckiest of \(sharpe.trials) trials"),
            row(
                "bootstrap",
                "95 % of \(sharpe.draws) draws are within \(plain(sharpe.lowest)) and \(plain(sharpe.highest))"),
            row(
                "folds",
                "\(folds.folds.count), embargo \(folds.embargoSessions): Sharpe \(plain(folds.sharpe)) out of sample; "
                    + folds.folds.map { plain($0.outOfSampleSharpe) }.joined(separator: ", ")),
            row(
                "paths",
                "\(paths.sharpes.count) of \(paths.splits) splits: Sharpe \(plain(paths.mean)) ± \(plain(paths.deviation)); "
                    + paths.sharpes.map(plain).joined(separator: ", ")),
            "",
        ]
        return (lines + stress.rows.map { row($0.name, $0.value) } + ["", verdict.paragraph]).joined(separator: "\n")
    }

    /// Counts of combinations by whole logits.
    private var logitWords: String {
        overfitting.logits.map { "\($0.from)…\($0.from + 1): \($0.count)" }.joined(separator: ", ")
    }
}
