extension ReportPage {
    /// The charts of this report: equity with its drawdown, and a symbol's price with its fills.
    static let chartsScript = #"""
        const startEquity = known(report.startEquity) ? Number(report.startEquity) : curve[0]?.v;

        /// The fall from the highest equity so far, as a negative share; the start counts as a peak.
        const drawdown = (() => {
            let peak = startEquity;
            return curve.map(({ t, v }) => { peak = Math.max(peak, v); return { t, v: peak > 0 ? Math.min(0, v / peak - 1) : 0 }; });
        })();
        const axisPercent = (v) => minus(`${trim(v * 100)}\u202f%`);

        function equityChart() {
            const host = place("equity");
            const canLog = curve.length > 1 && curve.every((p) => p.v > 0);
            place("log").hidden = !canLog;
            place("hint").hidden = curve.length < 3;
            if (curve.length === 0) return host.append(empty("No session was run, so there is no curve to draw."));
            chart(host, () => [
                { name: "Equity", height: 270, points: curve, look: "rise", log: view.log, base: startEquity, format: compact,
                  tell: (p) => [`Equity ${money(p.v)}`, `Since the start ${signedPercent(p.v / startEquity - 1)}`] },
                { name: "Drawdown", height: 110, points: drawdown, look: "fall", format: axisPercent, tell: (p) => [`Drawdown ${percent(p.v)}`] },
            ], "Equity over time, and below it the drawdown");
        }

        function spanButtons() {
            place("reset").addEventListener("click", () => showSpan(extent.from, extent.to));
            place("log").addEventListener("click", (event) => {
                view.log = !view.log;
                event.target.setAttribute("aria-pressed", String(view.log));
                redraws.forEach((redraw) => redraw());
            });
            for (const years of [1, 3, 5, 10]) {
                if (curve.length < 2 || extent.to - extent.from < (years + 0.1) * yearLength) continue;
                const button = element("button", { title: `The last ${years === 1 ? "year" : years + " years"}` }, `${years}y`);
                button.addEventListener("click", () => showSpan(extent.to - years * yearLength, extent.to));
                place("spans").append(button, " ");
            }
        }

        function priceChart() {
            const host = place("price"), select = place("symbol");
            const prices = report.prices ?? {};
            const symbols = Object.keys(prices).filter((symbol) => pointsOf(prices[symbol]).length > 0);
            select.hidden = symbols.length < 2;
            if (symbols.length === 0) return host.append(empty("The document holds no prices."));
            for (const symbol of symbols) select.append(element("option", { value: symbol }, symbol));
            let points, marks, symbol;
            const choose = () => {
                symbol = select.value;
                points = pointsOf(prices[symbol]);
                marks = list(report.fillList).filter((f) => f.symbol === symbol && known(f.price))
                    .map((f) => ({ t: Date.parse(day(f.at)), v: Number(f.price), side: f.side, text: `${f.side} ${exact(f.quantity)} at ${exact(f.price)}` }));
                place("legend").textContent = marks.length
                    ? `${counted(marks.length, "fill")}: a blue triangle pointing up is a buy, an orange one pointing down a sell, each at the price of the fill.`
                    : `No order in ${symbol} was filled.`;
            };
            const tell = (p) => {
                const fills = marks.filter((m) => m.t === p.t).map((m) => m.text);
                return [`Close ${exact(p.v)}`, ...fills.slice(0, 5), ...(fills.length > 5 ? [`and ${fills.length - 5} more`] : [])];
            };
            choose();
            select.addEventListener("change", () => { choose(); redraws.forEach((redraw) => redraw()); });
            chart(host, () => [{ name: symbol, height: 240, points, look: "plain", format: compact, marks, tell }], "Price with buys and sells");
        }

        equityChart();
        spanButtons();
        priceChart();
        """#
}
