extension ReportPage {
    /// What was run, under which rules, as which trial, and the figures one asks for first.
    static let headerScript = #"""
        const metrics = report.metrics ?? {};

        function header() {
            const strategy = report.strategy ?? {};
            const parameters = Object.entries(strategy.parameters ?? {}).map(([name, value]) => `${name} ${value}`).join(", ");
            const top = element("div", { class: "top" }, element("h1", {}, strategy.name ?? "Backtest"));
            if (parameters) top.append(element("span", { class: "soft" }, parameters));
            if (known(report.trial)) {
                top.append(element("span", { class: "badge", title: "How many trials the record held when this one ran" }, `trial ${report.trial}`));
            }
            const span = report.from && report.to ? `, ${day(report.from)} to ${day(report.to)}` : "";
            const rules = element("dl", { class: "rules" });
            const rows = [["Symbols", list(report.symbols).join(", ") || "\u2013"], ...Object.entries(report.rules ?? {}).map(([n, v]) => [words(n), v])];
            for (const [name, value] of rows) rules.append(element("div", {}, element("dt", {}, name), element("dd", {}, String(value))));
            place("header").append(top, element("p", { class: "market soft" }, `${report.market ?? ""}${span}`), rules);
        }

        function tiles() {
            const tile = (label, value, note, tone = "") => place("tiles").append(element("div", { class: "tile" },
                element("div", { class: "label" }, label), element("div", { class: `value ${tone}` }, value), element("div", { class: "note" }, note)));
            tile("Final equity", known(report.finalEquity) ? minus(whole.format(report.finalEquity)) : "\u2013", `from ${known(report.startEquity) ? whole.format(report.startEquity) : "\u2013"}`);
            tile("Total return", signedPercent(metrics.totalReturn), "after all costs", colour(metrics.totalReturn));
            tile("Annual return", signedPercent(metrics.annualReturn), `volatility ${percent(metrics.volatility)}`, colour(metrics.annualReturn));
            tile("Sharpe", ratio(metrics.sharpe), `Sortino ${ratio(metrics.sortino)}`);
            tile("Deepest drawdown", percent(metrics.maxDrawdown), `longest ${count(metrics.longestDrawdownSessions)} sessions`, known(metrics.maxDrawdown) && metrics.maxDrawdown > 0 ? "loss" : "");
            tile("Trades", count(metrics.trades), known(metrics.winRate) ? `${percent(metrics.winRate)} won` : "none closed");
        }

        function runNote() {
            const parts = [`${counted(report.bars, "bar")} in ${counted(report.frames, "frame")}`, `${counted(report.orders, "order")}, ${counted(report.fills, "fill")}`];
            if (known(report.loadSeconds)) parts.push(`loaded in ${exactly.format(Number(Number(report.loadSeconds).toPrecision(3)))} s`);
            if (known(report.runSeconds)) parts.push(`run in ${exactly.format(Number(Number(report.runSeconds).toPrecision(3)))} s`);
            if (known(report.barsPerSecond)) parts.push(`${compact(Number(report.barsPerSecond).toPrecision(3))} bars a second`);
            if (known(report.digest)) parts.push(`digest ${String(report.digest).slice(0, 12)}`);
            place("run").textContent = parts.join(" \u00b7 ");
        }

        header();
        tiles();
        runNote();
        """#
}
