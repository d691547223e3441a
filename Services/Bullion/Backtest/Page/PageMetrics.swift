extension ReportPage {
    /// Every metric of the document, with what it means. One that the page doesn't know is shown under its own name: a
    /// new metric is never silently left out.
    static let metricsScript = #"""
        const meanings = {
            totalReturn: ["Total return", signedPercent, "Final equity over start equity, less one."],
            annualReturn: ["Annual return", signedPercent, "The same, compounded to a year."],
            volatility: ["Volatility", percent, "Standard deviation of session returns, to a year."],
            sharpe: ["Sharpe", ratio, "Mean return over its deviation, to a year."],
            sortino: ["Sortino", ratio, "Mean return over its downside deviation, to a year."],
            calmar: ["Calmar", ratio, "Annual return over the deepest drawdown."],
            maxDrawdown: ["Deepest drawdown", percent, "The largest fall from a peak, as a share of it."],
            longestDrawdownSessions: ["Longest drawdown", (v) => known(v) ? `${count(v)} sessions` : "\u2013", "The most sessions in a row below a peak."],
            ulcerIndex: ["Ulcer index", percent, "Root of the mean squared drawdown."],
            tailRatio: ["Tail ratio", ratio, "The 95th percentile of returns over the size of the 5th."],
            skewness: ["Skewness", ratio, "Below zero: the large moves are losses."],
            kurtosis: ["Kurtosis", ratio, "3 for normal returns; more where rare, large moves make the spread."],
            timeInMarket: ["Time in market", percent, "Sessions that ended with a position, as a share of all."],
            averageExposure: ["Average exposure", percent, "Mean of what was held, unsigned, over equity at the sessions' ends."],
            annualTurnover: ["Annual turnover", (v) => known(v) ? `${ratio(v)} ×` : "\u2013", "Notional traded in a year over equity, both sides."],
            trades: ["Trades", count, "Round trips that were closed."],
            winRate: ["Win rate", percent, "Trades with a profit over all trades."],
            averageWin: ["Average win", money, "Mean profit of the trades that won."],
            averageLoss: ["Average loss", money, "Mean size of the losses of the trades that lost."],
            profitFactor: ["Profit factor", ratio, "Gross profit over gross loss."],
            expectancy: ["Expectancy", signedMoney, "Mean profit of a trade."],
            bestTrade: ["Best trade", signedMoney, "The largest profit of one trade."],
            worstTrade: ["Worst trade", signedMoney, "The smallest profit, or the largest loss, of one trade."],
            topTradesShare: ["Share of the top trades", percent, "How much of the profit the few best trades made."],
        };

        function metricList() {
            const names = Object.keys(metrics);
            if (names.length === 0) return empty("The document holds no metrics.");
            const order = Object.keys(meanings);
            const rank = (name) => order.includes(name) ? order.indexOf(name) : order.length;
            const rows = element("dl", { class: "metrics" });
            for (const name of names.sort((a, b) => rank(a) - rank(b))) {
                const [label, format, about] = meanings[name] ?? [words(name), exact, ""];
                const value = typeof metrics[name] === "string" && !known(metrics[name]) ? metrics[name] : format(metrics[name]);
                rows.append(element("div", {}, element("dt", {}, label), element("dd", {}, value), element("div", { class: "about" }, about)));
            }
            return rows;
        }

        place("metrics").append(metricList());
        """#
}
