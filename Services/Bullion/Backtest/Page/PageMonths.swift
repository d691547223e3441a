extension ReportPage {
    /// Returns by month, a row a year. A year's return compounds the months that are there.
    static let monthsScript = #"""
        const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

        /// The colour's strength is the return over the largest one, softened so that common months are still told apart.
        function shade(value, largest) {
            if (!known(value) || value === 0 || largest === 0) return "";
            const strength = (0.06 + 0.5 * Math.sqrt(Math.min(1, Math.abs(value) / largest))).toFixed(3);
            return `background: rgba(var(--${value > 0 ? "gain" : "loss"}-rgb), ${strength})`;
        }

        function monthTable() {
            const months = list(report.monthly);
            if (months.length === 0) return empty("The run is shorter than a month.");
            const byYear = new Map();
            for (const m of months) {
                if (!byYear.has(m.year)) byYear.set(m.year, Array(12).fill(null));
                byYear.get(m.year)[m.month - 1] = m.return;
            }
            const largest = Math.max(...months.filter((m) => known(m.return)).map((m) => Math.abs(m.return)), 0);
            const cell = (value, style) => {
                const td = element("td", { style, title: known(value) ? signedPercent(value) : "" }, known(value) ? minus(tenths.format(value * 100)) : "");
                return td;
            };
            const body = element("tbody");
            for (const [year, returns] of [...byYear].sort((a, b) => a[0] - b[0])) {
                const there = returns.filter(known);
                const total = there.length ? there.reduce((product, r) => product * (1 + r), 1) - 1 : null;
                const row = element("tr", {}, element("th", { scope: "row" }, String(year)), ...returns.map((r) => cell(r, shade(r, largest))));
                row.append(element("td", { class: `year ${colour(total)}`, title: signedPercent(total) }, known(total) ? minus(tenths.format(total * 100)) : "\u2013"));
                body.append(row);
            }
            const head = element("tr", {}, element("th", { class: "left" }, "%"), ...[...monthNames, "Year"].map((n) => element("th", { scope: "col" }, n)));
            return element("table", { class: "months" }, element("thead", {}, head), body);
        }

        place("months").append(monthTable());
        """#
}
