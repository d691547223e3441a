extension ReportPage {
    /// What each strategy of a book of several earned; a book of one leaves the section out.
    static let strategiesScript = #"""
        function strategyTable() {
            const rows = list(report.attribution);
            if (rows.length < 2) { place("strategies").remove(); return; }
            const table = element("table", {}, element("tr", {}, ...["Strategy", "Share", "Profit", "Fees paid"].map((name) => element("th", {}, name))));
            for (const row of rows) {
                const profit = Number(row.profit);
                table.append(element("tr", {}, element("td", {}, row.strategy), element("td", { class: "number" }, known(row.share) ? percent(row.share) : "\u2013"),
                    element("td", { class: `number ${colour(profit)}` }, signedMoney(profit)), element("td", { class: "number" }, money(Number(row.commissions)))));
            }
            place("strategies").append(element("div", { class: "bar" }, element("h2", {}, "By strategy")), element("div", { class: "scroll" }, table));
        }

        strategyTable();
        """#
}
