extension ReportPage {
    /// The round trips. All of them are sorted, then the first 500 shown: the head of the table is the head of the whole.
    static let tradesScript = #"""
        const shownTrips = 500;
        const columns = [
            { name: "Symbol", key: "symbol", text: true }, { name: "Side", key: "side", text: true },
            { name: "Quantity", key: "quantity", format: exact },
            { name: "Entry", key: "entryAt", text: true, format: minute }, { name: "Exit", key: "exitAt", text: true, format: (v, trip) => trip.isOpen ? "open" : minute(v) },
            { name: "Entry price", key: "entryPrice", format: exact }, { name: "Exit price", key: "exitPrice", format: exact },
            { name: "Profit", key: "profit", format: signedMoney, tone: colour },
        ];

        /// Missing values come last, whichever way the column is sorted.
        function comparing({ key, text }, descending) {
            const missing = (trip) => text ? trip[key] === null || trip[key] === undefined : !known(trip[key]);
            return (a, b) => {
                if (missing(a) || missing(b)) return missing(a) - missing(b);
                const order = text ? (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0) : Number(a[key]) - Number(b[key]);
                return descending ? -order : order;
            };
        }

        function tripTable(trips) {
            const body = element("tbody"), head = element("tr");
            const fill = (sorted) => body.replaceChildren(...sorted.slice(0, shownTrips).map((trip) => element("tr", {},
                ...columns.map(({ key, text, format, tone }) =>
                    element("td", { class: [text ? "left" : "", tone ? tone(trip[key]) : ""].join(" ").trim() }, format ? format(trip[key], trip) : String(trip[key] ?? "\u2013"))))));
            for (const column of columns) {
                const th = element("th", { scope: "col", class: column.text ? "left" : "" }, element("button", { title: "Sort" }, column.name));
                th.firstChild.addEventListener("click", () => {
                    const ascending = th.getAttribute("aria-sort") === "descending" || (column.text && !th.hasAttribute("aria-sort"));
                    for (const other of head.children) other.removeAttribute("aria-sort");
                    th.setAttribute("aria-sort", ascending ? "ascending" : "descending");
                    fill([...trips].sort(comparing(column, !ascending)));
                });
                head.append(th);
            }
            fill(trips);
            return element("table", {}, element("thead", {}, head), body);
        }

        function roundTrips() {
            const trips = list(report.roundTrips);
            if (trips.length === 0) return place("trips").append(empty(known(report.fills) && report.fills > 0 ? "No round trip: nothing that was bought was sold." : "No trades: the strategy sent no order that was filled."));
            place("trips").append(tripTable(trips));
            const rest = trips.length - shownTrips;
            place("more").textContent = `Times are UTC.${rest > 0 ? ` The first ${shownTrips} are shown; ${count(rest)} more are in the document. Sorting is over all of them.` : ""}`;
        }

        roundTrips();
        """#
}
